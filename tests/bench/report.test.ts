import type { Comparison, ContenderResult } from '../../bench/compare';
import type { ContenderName } from '../../bench/contenders';
import { benchReport } from '../../bench/report';
import type { BenchResult } from '../../bench/runBench';
import { compareRounds, summarize } from '../../bench/statistics';

/** A contender that took so many seconds for every step. */
const contender = (name: ContenderName, seconds: number, peakBytes: number): ContenderResult => ({
  ...{ name, rounds: [], seconds: summarize([seconds, seconds]), peakBytes },
  description: { versions: { [name]: '1.2.3' }, device: 'CPU', threads: 2, parameters: 3 },
});

const ours = contender('ours', 0.6, 2e9);

const against = (batch: number, other: ContenderResult): Comparison => ({
  ...{ network: 'L2', batch, filters: 128, denseUnits: 1024, ours, other },
  ...(other.seconds && {
    ratio: compareRounds([[0.6], [0.6]], [[other.seconds.median], [other.seconds.median]]),
    memoryRatio: 2e9 / other.peakBytes!,
  }),
});

const result = (comparisons: Comparison[]): BenchResult => ({
  ...{ command: 'npm run bench', date: '2026-01-02T03:04:05.000Z', complete: true, machine: 'A machine' },
  ...{ node: '24', threads: 2, seed: 1, load: { before: 0, end: 2 }, notes: ['Something was left out.'] },
  ...{
    settings: { rounds: 2, steps: 2, seconds: 0, warmUp: 1, burst: 1, device: 'cpu', tf32: false },
    nvidia: undefined,
  },
  ...{ comparisons, kernelStarts: undefined, epoch: undefined, growth: undefined },
});

test('one row for each size and contender, with ratios, and what is missing', () => {
  const keras = contender('keras', 0.8, 2.5e9);
  const stock = contender('stock', 1.2, 8e9);
  const pytorch: ContenderResult = { name: 'pytorch', rounds: [], problem: 'killed by SIGKILL' };
  const fast: ContenderResult = contender('pytorch', 0.00512, 1e9);
  const comparisons = [against(32, fast), ...[keras, stock, pytorch].map((other) => against(128, other))];
  const text = benchReport(result(comparisons));

  // 0.6 s by 0.8 s, and 2.0 GB by 2.5 GB.
  const timesAndMemory = '800 (800–800) | 600 (600–600) | 0.750 (0.750–0.750) | 2.50 | 2.00 | 0.80';
  expect(text).toContain(`| L2 | 128 | 128 | 1024 | Keras | ${timesAndMemory} |`);
  expect(text).toContain('| stock tfjs-node | 1200 (1200–1200) | 600 (600–600) | 0.500 (0.500–0.500) |');
  expect(text).toContain('| L2 | 32 | 128 | 1024 | PyTorch | 5.12 (5.12–5.12) |');
  expect(text).toContain('| L2 | 128 | 128 | 1024 | PyTorch | killed by SIGKILL | 600 (600–600) | – | – | 2.00 | – |');
  expect(text).toContain('- Something was left out.');
  expect(text).toContain('Node 24; l2lab ours 1.2.3; PyTorch pytorch 1.2.3; Keras keras 1.2.3; stock');
});

test('an epoch, the growth of tensors and the starts of kernels', () => {
  const size = { network: 'L2', batch: 32, filters: 8, denseUnits: 16 } as const;
  const memory = { tensors: 32, tensorBytes: 1e9, residentBytes: 2e9 };
  const text = benchReport({
    ...result([]),
    kernelStarts: [1, 2, 3].map((firstCell) => ({ kernel: 'l2lab', firstCell, library: 2 * firstCell })),
    epoch: { ...size, source: 'Images.', images: 64, steps: 2, epochSeconds: 10.1, stepsSeconds: 10 },
    growth: { ...size, after: [{ steps: 10, ...memory }] },
  });
  expect(text).toContain('| l2lab | 2.00 (1.50–2.50) | 4.00 (3.00–5.00) |');
  expect(text).toContain('10.10 s for 64 images in 2 steps, which took 10.00 s together. Ratio 1.0100. Images.');
  expect(text).toContain('| 10 | 32 | 1000.0 | 2000.0 |');
});
