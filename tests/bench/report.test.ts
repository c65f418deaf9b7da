import type { Comparison, ContenderResult } from '../../bench/compare';
import type { ContenderName } from '../../bench/contenders';
import { benchReport } from '../../bench/report';
import type { BenchResult } from '../../bench/runBench';
import { floorOf, workOfStep } from '../../bench/floor';
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
  processor: 'family 1',
  ...{ node: '24', threads: 2, seed: 1, load: { before: 0, end: 2 }, notes: ['Something was left out.'] },
  ...{
    settings: { rounds: 2, steps: 2, seconds: 0, warmUp: 1, burst: 1, device: 'cpu', tf32: false, fitImages: 3200 },
    nvidia: undefined,
  },
  ...{ comparisons, fits: [], floor: undefined, kernelStarts: undefined, epoch: undefined, growth: undefined },
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

test('the processor stands in the heading', () => {
  expect(benchReport(result([]))).toContain('A machine. Processor: family 1. 2026-01-02');
});

test('epochs of fit have a table of their own, which says how Keras was fed', () => {
  const keras = { ...contender('keras', 0.8, 2.5e9), form: 'tf.data' };
  const text = benchReport({ ...result([]), fits: [against(128, keras)] });
  expect(text).toContain('Epochs of `fit` on 3200 images');
  expect(text).toContain('| L2 | 128 | 128 | 1024 | Keras, fed by tf.data | 800 (800–800) | 600 (600–600) | 0.750');
});

test('the floor says what it consists of', () => {
  const network = { network: 'L2', batch: 128, filters: 128, denseUnits: 1024 } as const;
  const { operations } = workOfStep(network);
  // Half a second of operations; 24 bytes for each of 88.9 million parameters, 2.134 GB, in 50 ms: 0.55 of a second.
  const round = { operationsPerSecond: 2 * operations, bytesPerSecond: (24 * 88_914_698) / 0.05 };
  const text = benchReport({ ...result([]), floor: floorOf(network, [round], [[1]]) });
  expect(text).toContain('Floor of a step, L2, batch 128, 128 filters, 1024 units: 235.0 GFLOP and 88.9 million');
  expect(text).toContain('| 470 (470–470) | 500 (500–500) | 42.7 (42.7–42.7) | 50.0 (50.0–50.0) | 1000 (1000–1000) |');
  expect(text).toContain('| 0.550 (0.550–0.550) |');
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

describe('on a GPU', () => {
  const l4 = { name: 'NVIDIA L4', driver: '550.54.15' };
  /** As `contender`, on a card, with memory of the card where it is known. */
  const onCard = (name: ContenderName, seconds: number, cardBytes?: number): ContenderResult => {
    const one = contender(name, seconds, 2e9);
    return { ...one, ...(cardBytes && { cardBytes }), description: { ...one.description!, device: 'GPU', card: l4 } };
  };
  const cuda = onCard('ours', 0.6);
  const webgpu = onCard('webgpu', 0.9, 1.5e9);
  const base = result([]);
  const settings = { ...base.settings, device: 'gpu' as const, burst: 10 };
  const gpuResult: BenchResult = {
    ...base,
    settings,
    nvidia: l4,
    comparisons: [
      { ...against(128, onCard('keras', 0.8, 2.5e9)), ours: cuda },
      { ...against(128, onCard('pytorch', 0.75, 1.2e9)), ours: webgpu },
    ],
  };

  test('card, driver and precision stand first, and each program says its card', () => {
    const text = benchReport(gpuResult);
    expect(text.split('\n')[0]).toBe('On the GPU: NVIDIA L4, driver 550.54.15. Products in full float32.');
    expect(text).toContain('l2lab on CUDA ours 1.2.3 on NVIDIA L4; Keras keras 1.2.3 on NVIDIA L4; l2lab on WebGPU');
    expect(text).toContain('at least 2 steps and 0 s each, queued in bursts of 10, after');
    const tf32 = benchReport({ ...gpuResult, settings: { ...settings, tf32: true } });
    expect(tf32.split('\n')[0]).toContain('Products in TF32 by CUDA, in float32 by WebGPU.');
  });

  test('a row says by which engine l2lab computed, and the memory on the card where it is known', () => {
    const text = benchReport(gpuResult);
    expect(text).toContain('| Keras | 800 (800–800) | CUDA | 600 (600–600) | 0.750');
    expect(text).toMatch(/\| Keras \|.*\| 2\.50 \| – \|$/m);
    expect(text).toMatch(/\| PyTorch \| 750 .*\| WebGPU \| 900 .*\| 1\.20 \| 1\.50 \|$/m);
  });

  test('a card without a name is said to have none', () => {
    const { card: _card, ...description } = webgpu.description!;
    const comparisons = [{ ...against(128, webgpu), ours: { ...webgpu, description }, other: undefined }];
    const text = benchReport({ ...gpuResult, nvidia: undefined, comparisons });
    expect(text).toContain('On the GPU: a card that no program names.');
    expect(text).toContain('l2lab on WebGPU webgpu 1.2.3 on a GPU that it does not name');
  });

  test('a software renderer is called that first of all, and there are no ratios', () => {
    const card = { name: 'SwiftShader', software: true };
    const ours = { ...webgpu, description: { ...webgpu.description!, device: 'CPU' as const, card } };
    const { ratio: _ratio, memoryRatio: _memoryRatio, ...comparison } = against(8, contender('stock', 0.01, 1e9));
    const text = benchReport({
      ...{ ...base, settings: { ...settings, device: 'webgpu-software' } },
      comparisons: [{ ...comparison, ours }],
    });
    expect(text.split('\n')[0]).toMatch(/^\*\*A trial on a software renderer \(SwiftShader\)/);
    expect(text.split('\n')[0]).toContain('no ratios');
    expect(text).toContain('| stock tfjs-node | 10.0 (10.0–10.0) | WebGPU | 900 (900–900) | – |');
  });

  test('growth on the card', () => {
    const after = [{ steps: 10, tensors: 32, tensorBytes: 1e9, residentBytes: 2e9, cardBytes: 3e9 }];
    const growth = { network: 'L2', batch: 32, filters: 8, denseUnits: 16, after } as const;
    expect(benchReport({ ...gpuResult, growth })).toContain('| 10 | 32 | 1000.0 | 2000.0 | 3000.0 |');
  });
});
