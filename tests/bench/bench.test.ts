import { spawn, spawnSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import type { BenchResult } from '../../bench/runBench';
import { pythonOf, PEERS_ENVIRONMENT } from '../../bench/contenders';
import { compareRounds } from '../../bench/statistics';

const ROOT = path.resolve(__dirname, '../..');
const COMMAND = ['--require', path.join(ROOT, 'scripts/typescript.cjs'), path.join(ROOT, 'bench/main.ts')];
const SMALL = ['--sizes', '2/4', '--batch', '4', '--warm-up', '1', '--seconds', '0'];
// Without L2LAB_DATA and data/ it draws the built-in images.
const env = { ...process.env, L2LAB_DATA: '', TF_CPP_MIN_LOG_LEVEL: '2' };

let folder: string;
let out: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'l2lab-bench-test-'));
  out = path.join(folder, 'results', 'result.json');
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

const bench = (...options: string[]) =>
  spawnSync(process.execPath, [...COMMAND, ...SMALL, '--out', out, ...options], { encoding: 'utf8', env });
const readResult = () => JSON.parse(fs.readFileSync(out, 'utf8')) as BenchResult;

test('compares ours with stock tfjs-node in rounds, times an epoch, counts tensors', () => {
  const { status, stdout, stderr } = bench(
    ...['--rounds', '2', '--steps', '3', '--contenders', 'stock', '--images', '10', '--growth-steps', '12'],
    ...['--parts', 'steps,epoch,growth'],
  );
  expect(stderr).toContain('Saved in');
  expect(status).toBe(0);
  const result = readResult();
  expect(result.complete).toBe(true);
  expect(result.notes).toEqual([]);
  expect(result.comparisons.map(({ network }) => network)).toEqual(['baseline', 'L2']);
  for (const { ours, other: stock, ratio, memoryRatio } of result.comparisons) {
    expect([ours.name, stock!.name]).toEqual(['ours', 'stock']);
    // The same network under both.
    expect(stock!.description!.parameters).toBe(ours.description!.parameters);
    for (const one of [ours, stock!]) {
      expect(one.rounds.map(({ steps }) => steps)).toEqual([3, 3]);
      expect(one.seconds!.count).toBe(2 * 3);
      expect(one.seconds!.median).toBeGreaterThan(0);
      // A Node with TensorFlow loaded, and nothing much in it.
      expect(one.peakBytes).toBeGreaterThan(100e6);
      expect(one.peakBytes).toBeLessThan(2e9);
      // Ten classes, hardly trained: about ln 10, and the L2 penalty of few weights.
      expect(one.loss).toBeGreaterThan(1);
      expect(one.loss).toBeLessThan(4);
    }
    const medians = (one: typeof ours) => one.rounds.map(({ seconds }) => [seconds]);
    expect(ratio).toEqual(compareRounds(medians(ours), medians(stock!)));
    expect(memoryRatio).toBe(ours.peakBytes! / stock!.peakBytes!);
  }

  const { epoch, growth } = result;
  // 10 images in batches of 4.
  expect(epoch).toMatchObject({ images: 10, steps: 3, batch: 4 });
  expect(epoch!.epochSeconds).toBeGreaterThanOrEqual(epoch!.stepsSeconds);
  expect(growth).toMatchObject({ network: 'L2', batch: 4, filters: 2, denseUnits: 4 });
  const { after } = growth!;
  expect(after.map(({ steps }) => steps)).toEqual([1, 10, 12]);
  // Adam's moments exist after the first step; then nothing is added.
  expect(new Set(after.map(({ tensors }) => tensors)).size).toBe(1);
  expect(new Set(after.map(({ tensorBytes }) => tensorBytes)).size).toBe(1);

  expect(stdout).toContain('| baseline | 4 | 2 | 4 | stock tfjs-node |');
  expect(stdout).toMatch(/Whole epoch of `fit`, L2, batch 4, 2 filters, 4 units: .* for 10 images in 3 steps/);
});

test('runs epochs of fit in rounds, and says how much of a step the floor is', () => {
  const { stdout } = bench(
    ...['--parts', 'fit,floor', '--networks', 'L2', '--contenders', 'ours', '--rounds', '2', '--fit-images', '10'],
  );
  const { fits, floor, notes } = readResult();
  expect(notes).toEqual([]);
  const [{ ours, other }] = fits as [(typeof fits)[number]];
  expect([fits.length, other]).toEqual([1, undefined]);
  // 10 images in batches of 4, an epoch to a round.
  expect(ours.rounds.map(({ steps }) => steps)).toEqual([3, 3]);
  expect(ours.loss).toBeGreaterThan(1);
  expect(ours.loss).toBeLessThan(4);
  expect(floor).toMatchObject({ network: 'L2', batch: 4, filters: 2, denseUnits: 4 });
  // The network that was trained has as many.
  expect(floor!.parameters).toBe(ours.description!.parameters);
  for (const { count, median } of [...Object.values(floor!.peak), ...Object.values(floor!.seconds), floor!.share]) {
    expect(count).toBe(2);
    expect(median).toBeGreaterThan(0);
  }
  expect(stdout).toContain('Epochs of `fit` on 10 images');
  expect(stdout).toContain('floor / l2lab');
});

(fs.existsSync(pythonOf(PEERS_ENVIRONMENT)) ? test : test.skip)("Keras's fit is fed in its fastest way", () => {
  bench(...['--parts', 'fit', '--networks', 'L2', '--contenders', 'keras', '--rounds', '1', '--fit-images', '10']);
  const { fits, notes } = readResult();
  expect(notes).toEqual([]);
  const { ours, other: keras, ratio } = fits[0]!;
  expect(keras!.description!.parameters).toBe(ours.description!.parameters);
  expect(['arrays', 'tf.data']).toContain(keras!.form);
  // The same images and nearly the same first weights.
  expect(Math.abs(keras!.loss! - ours.loss!)).toBeLessThan(1);
  expect(ratio!.count).toBe(1);
});

test('starts both kernels as Jupyter does and times their first cells', () => {
  const { stdout } = bench('--parts', 'kernel', '--rounds', '1', '--contenders', 'ours');
  const { kernelStarts, notes } = readResult();
  expect(notes).toEqual([]);
  // One start of each.
  expect(kernelStarts!.map(({ kernel }) => kernel)).toEqual(['l2lab', 'stock tslab']);
  for (const { firstCell, library } of kernelStarts!) {
    expect(firstCell).toBeGreaterThan(0);
    expect(library).toBeGreaterThan(firstCell);
  }
  expect(stdout).toContain('| stock tslab |');
});

test('Ctrl-C ends it early, with what there is so far', async () => {
  const options = ['--networks', 'L2', '--contenders', 'ours', '--rounds', '100000', '--steps', '1'];
  const running = spawn(process.execPath, [...COMMAND, ...SMALL, '--out', out, ...options], { env });
  let [stdout, stderr] = ['', ''];
  running.stdout.on('data', (text) => (stdout += text));
  running.stderr.on('data', (text) => {
    stderr += text;
    // Once: a second Ctrl-C would end it without results.
    if (/round 4 of/.test(stderr) && !running.killed) running.kill('SIGINT');
  });
  const code = await new Promise((done) => running.once('close', done));
  expect(code).toBe(130);
  const result = readResult();
  expect(result.complete).toBe(false);
  expect(result.comparisons[0]!.ours.rounds.length).toBeGreaterThanOrEqual(3);
  expect(stdout).toContain('ended early');
  expect(stdout).toContain('| L2 | 4 | 2 | 4 | l2lab |');
});

test('nothing that fell back to the CPU is measured as a GPU', () => {
  // No card of CUDA is seen, whatever the machine has.
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [...COMMAND, '--out', out, '--device', 'gpu', '--engines', 'tensorflow', '--contenders', 'stock'],
    { encoding: 'utf8', env: { ...env, CUDA_VISIBLE_DEVICES: '-1' } },
  );
  expect(status).toBe(1);
  expect(stderr).toContain('With --device gpu there is nothing of l2lab to measure here');
  for (const title of ['l2lab on CUDA', 'stock tfjs-node']) {
    expect(stderr).toContain(`${title}: refused: it found no GPU that it can use and computes on the CPU`);
  }
  expect(stdout).toBe('');
  expect(fs.existsSync(out)).toBe(false);
});

test.each([
  [['--speed', 'fast'], "Unknown option '--speed'"],
  [['--batch', '0'], '--batch requires a whole number of at least 1, got "0"'],
  [['--contenders', 'caffe'], '--contenders requires a list of ours, stock, keras, pytorch'],
  [['--sizes', '8'], '--sizes requires a whole number of at least 1, got ""'],
  [['--before', os.tmpdir()], 'a copy of this project in which npm run setup has run, got'],
  [['--device', 'tpu'], '--device requires one of cpu, gpu, webgpu-software, got "tpu"'],
  [['--engines', 'webgpu'], 'l2lab on WebGPU requires --device gpu'],
  [['--device', 'webgpu-software', '--engines', 'tensorflow'], 'tries --engines webgpu and no other'],
  [['--tf32'], '--tf32 requires --device gpu'],
  [['--device', 'gpu', '--parts', 'floor'], 'The part floor is measured on the CPU'],
  [['now'], 'no arguments but options, got "now"'],
])('answers %j with one clear paragraph', (options, message) => {
  const { status, stderr } = bench(...options);
  expect(status).toBe(1);
  expect(stderr).toContain(message);
  expect(stderr).not.toMatch(/\n\s+at /);
});
