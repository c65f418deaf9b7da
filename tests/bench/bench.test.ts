import { spawn, spawnSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import type { BenchResult } from '../../bench/results';
import { compareRounds } from '../../bench/statistics';

const COMMAND = path.resolve(__dirname, '../../dist/cli/bench.js');
const SMALL = ['--filters', '2', '--units', '4', '--batch', '4', '--warm-up', '1'];
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
  spawnSync(process.execPath, [COMMAND, ...SMALL, '--out', out, ...options], { encoding: 'utf8', env });
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
  expect(result.configurations.map(({ network }) => network)).toEqual(['baseline', 'L2']);
  for (const { groups, peak } of result.configurations) {
    const [ours, stock] = groups[0]!;
    expect([ours!.name, stock!.name]).toEqual(['ours', 'stock']);
    // The same network under both.
    expect(stock!.description!.parameters).toBe(ours!.description!.parameters);
    for (const one of [ours!, stock!]) {
      expect(one.rounds.map((seconds) => seconds.length)).toEqual([3, 3]);
      expect(one.seconds!.count).toBe(2 * 3);
      expect(one.seconds!.median).toBeGreaterThan(0);
      // A Node with TensorFlow loaded, and nothing much in it.
      expect(one.peakBytes).toBeGreaterThan(100e6);
      expect(one.peakBytes).toBeLessThan(2e9);
      // Ten classes, hardly trained: about ln 10, and the L2 penalty of few weights.
      expect(one.loss).toBeGreaterThan(1);
      expect(one.loss).toBeLessThan(4);
    }
    expect(ours!.oursByThis).toBeUndefined();
    expect(stock!.oursByThis).toEqual(compareRounds(ours!.rounds, stock!.rounds));
    expect(stock!.memoryOursByThis).toBe(ours!.peakBytes! / stock!.peakBytes!);
    expect(peak!.matrixProduct).toBeGreaterThan(0);
    expect(peak!.convolution).toBeGreaterThan(0);
  }

  const { epoch, growth } = result;
  // 10 images in batches of 4.
  expect(epoch).toMatchObject({ images: 10, steps: 3, batch: 4 });
  expect(epoch!.epochSeconds).toBeGreaterThanOrEqual(epoch!.stepsSeconds);
  expect(growth).toHaveLength(1);
  const { after } = growth[0]!;
  expect(after.map(({ steps }) => steps)).toEqual([1, 10, 12]);
  // Adam's moments exist after the first step; then nothing is added.
  expect(new Set(after.map(({ tensors }) => tensors)).size).toBe(1);
  expect(new Set(after.map(({ tensorBytes }) => tensorBytes)).size).toBe(1);

  expect(stdout).toContain('| baseline | 4 | 2 | stock tfjs-node |');
  expect(stdout).toMatch(/Whole epoch of `fit`, batch 4, 2 filters: .* for 10 images in 3 steps/);
});

test('starts both kernels as Jupyter does and times their first cells', () => {
  const { stdout } = bench('--parts', 'kernel', '--rounds', '1', '--contenders', 'ours');
  const { kernelStart, notes } = readResult();
  expect(notes).toEqual([]);
  expect(kernelStart!.map(({ kernel }) => kernel)).toEqual(['l2lab', 'stock tslab']);
  for (const { firstCell, library } of kernelStart!) {
    expect(firstCell.count).toBe(1);
    expect(firstCell.median).toBeGreaterThan(0);
    expect(library.median).toBeGreaterThan(firstCell.median);
  }
  expect(stdout).toContain('| stock tslab |');
});

test('Ctrl-C ends it early, with what there is so far', async () => {
  const options = ['--networks', 'L2', '--contenders', 'ours', '--rounds', '100000', '--steps', '1'];
  const running = spawn(process.execPath, [COMMAND, ...SMALL, '--out', out, ...options], { env });
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
  expect(result.configurations[0]!.groups[0]![0]!.rounds.length).toBeGreaterThanOrEqual(3);
  expect(stdout).toContain('ended early');
  expect(stdout).toContain('| L2 | 4 | 2 | l2lab |');
});

test.each([
  [['--speed', 'fast'], "Unknown option '--speed'"],
  [['--batch', '0'], '--batch requires a whole number of at least 1, got "0"'],
  [['--contenders', 'caffe'], '--contenders requires a list of ours, stock, keras, pytorch'],
  [['--quick', '--full'], 'either --quick or --full'],
  [['now'], 'no arguments but options, got "now"'],
])('answers %j with one clear paragraph', (options, message) => {
  const { status, stderr } = bench(...options);
  expect(status).toBe(1);
  expect(stderr).toContain(message);
  expect(stderr).not.toMatch(/\n\s+at /);
});
