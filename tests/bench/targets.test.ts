import { benchReport } from '../../bench/report';
import type { BenchResult, ContenderResult } from '../../bench/results';
import { compareRounds, summarize } from '../../bench/statistics';
import { judgeTargets } from '../../bench/targets';

/** A contender that took so many seconds for every step. */
function contender(name: string, title: string, seconds: number, bytes: number): ContenderResult {
  const rounds = [
    [seconds, seconds],
    [seconds, seconds],
  ];
  return {
    ...{ name, title, rounds, seconds: summarize(rounds.flat()), peakBytes: bytes },
    ...(name !== 'ours' && {
      oursByThis: compareRounds([[0.6], [0.6]], rounds),
      memoryOursByThis: 2e9 / bytes,
    }),
  };
}

function result(batch: number): BenchResult {
  const memory = (steps: number, residentBytes: number, tensors = 32) => ({
    ...{ steps, tensors, tensorBytes: 1e9, residentBytes, javascriptBytes: 2e7 },
  });
  return {
    ...{ command: 'npm run bench', date: '2026-01-02T03:04:05.000Z', complete: true, machine: 'A machine' },
    ...{ load: { start: 0, end: 2 }, seed: 1, versions: { node: '20' }, notes: ['Something was left out.'] },
    settings: { rounds: 2, steps: 2, warmUp: 1, threads: 2, allocator: {} },
    configurations: [
      {
        ...{ network: 'L2', batch, filters: 128, denseUnits: 1024, stepFlops: 235e9 },
        groups: [
          [
            contender('ours', 'l2lab', 0.6, 2e9),
            contender('keras', 'Keras', 0.8, 2.5e9),
            contender('stock', 'stock tfjs-node', 1.0, 8e9),
            { name: 'pytorch', title: 'PyTorch', rounds: [], problem: 'not installed' },
          ],
        ],
      },
    ],
    epoch: {
      ...{ batch, filters: 128, images: 5000, steps: 40, source: 'Images.' },
      ...{ epochSeconds: 10.1, stepsSeconds: 10, peakBytes: 2e9 },
    },
    growth: [
      {
        ...{ network: 'L2', batch, filters: 128, denseUnits: 1024 },
        after: [memory(1, 1e9), memory(10, 2e9), memory(100, 2.1e9)],
      },
    ],
  };
}

test('judges what was measured against each target, and nothing else', () => {
  const judged = judgeTargets(result(128)).map(({ text, measured, met }) => [text, measured, met]);
  expect(judged).toEqual([
    // 0.6 / 0.8 is at most 0.88; 0.6 / 1.0 is not at most 0.55; PyTorch is missing.
    ['step, L2: by Keras', 0.6 / 0.8, true],
    ['step, L2: by stock tfjs-node', 0.6, false],
    ['peak memory, L2: by Keras', 2 / 2.5, true],
    ['whole epoch: by the sum of its steps', 10.1 / 10, true],
    ['tensors after 100 steps: by those after 10 (L2, batch 128, 128 filters)', 1, true],
    ['memory after 100 steps: by that after 10 (L2, batch 128, 128 filters)', 2.1 / 2, false],
  ]);
});

test('speed and memory are targets at the size of the article only', () => {
  expect(judgeTargets(result(32)).map(({ text }) => text.split(':')[0])).toEqual([
    'tensors after 100 steps',
    'memory after 100 steps',
  ]);
});

test('the report names what was missed and what is missing', () => {
  const text = benchReport(result(128));
  expect(text).toContain('| L2 | 128 | 128 | PyTorch | not installed |');
  expect(text).toContain('| step, L2: by stock tfjs-node | 0.55 | 0.60 | **missed** |');
  expect(text).toContain('| step, L2: by Keras | 0.88 | 0.75 | met |');
  // 128 images in 0.8 s; 2.0 GB by 2.5 GB.
  expect(text).toContain('| Keras | 0.800 (0.800–0.800) | 160 | 0.75 (0.75–0.75) | 2.50 GB | 0.80 |');
  expect(text).toContain('- Something was left out.');
});

test('several sizes are summed up in one row each, the smaller batch first', () => {
  const [large, small] = [result(128), result(32)];
  const text = benchReport({ ...large, configurations: [...large.configurations, ...small.configurations] });
  const rows = text.split('\n').filter((line) => line.includes('| 235 |'));
  // GFLOP, seconds and images per second of ours; then its time and its memory by those of Keras and of stock.
  expect(rows).toEqual([
    '| L2 | 128 | 32 | 235 | 0.600 | 53 | – | 2.00 GB | 0.75 | 0.60 | 0.80 | 0.25 |',
    '| L2 | 128 | 128 | 235 | 0.600 | 213 | – | 2.00 GB | 0.75 | 0.60 | 0.80 | 0.25 |',
  ]);
  expect(benchReport(large)).not.toContain('GFLOP |');
});
