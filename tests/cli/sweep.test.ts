import { spawn, spawnSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { soundMembers, writeArchive } from '../data/archives';
import type { SweepReport } from '../../src/cli/sweepReport';
import { lambdaTable } from '../../src/cli/sweepReport';
import type { SweepResult } from '../../src/training/sweepResult';

const COMMAND = path.resolve(__dirname, '../../dist/cli/sweep.js');
let folder: string;

// Small images of its own, so that nothing depends on what lies in data/: 256 + 128 to learn from and to choose by.
const archive = path.join(os.tmpdir(), `l2lab-sweep-${process.pid}.tar.gz`);
beforeAll(() => writeArchive(archive, soundMembers(130)));
afterAll(() => fs.rmSync(archive));
beforeEach(() => (folder = fs.mkdtempSync(path.join(os.tmpdir(), 'l2lab-sweep-'))));
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

const env = { ...process.env, L2LAB_DATA: archive, TF_CPP_MIN_LOG_LEVEL: '2' };
const FEW = ['--profile', 'tiny', '--lambdas', '0,0.02', '--seeds', '1,2'];
const run = (out: string, ...options: string[]) =>
  spawnSync(process.execPath, [COMMAND, '--out', out, ...options], { encoding: 'utf8', env });

const read = (out: string) => JSON.parse(fs.readFileSync(path.join(out, 'results.json'), 'utf8')) as SweepReport;

/** What the seeds decide; wall-clock times are left out. */
const numbers = ({ results }: SweepReport) =>
  results.map(({ run, history, train, validation }) => ({
    ...{ run, train, validation },
    epochs: history.epochs.map(({ train, validation }) => ({ train, validation })),
  }));

test('trains each λ with each seed and ends with a table by λ, results.json and results.csv', () => {
  const { status, stdout, stderr } = run(folder, ...FEW);
  expect(status).toBe(0);
  expect(stdout).toContain('256 for training, 128 for validation, 128 for the test');
  const { results, profile } = read(folder);
  expect(profile).toBe('tiny');
  expect(results.map(({ run }) => run.label)).toEqual([
    ...['λ = 0, seed 1', 'λ = 0, seed 2', 'λ = 0.02, seed 1', 'λ = 0.02, seed 2'],
  ]);
  expect(stdout).toContain(lambdaTable(results));
  expect(stderr).toMatch(/^1\/4 λ = 0, seed 1: 2 epochs \| train data loss .*\n2\/4 .*\n3\/4 .*\n4\/4 .*$/m);
  const [head, first, ...others] = fs.readFileSync(path.join(folder, 'results.csv'), 'utf8').trim().split('\n');
  expect(head).toBe(
    'lambda,seed,trainImages,epochs,trainDataLoss,trainPenalty,trainAccuracy,validationDataLoss,validationAccuracy,seconds',
  );
  expect(first!.split(',').slice(0, 5).map(Number)).toEqual([0, 1, 256, 2, results[0]!.train.dataLoss]);
  expect(others).toHaveLength(3);
});

test('stopped by Ctrl-C it says how to go on, and the same command comes to the same numbers', async () => {
  const straight = path.join(folder, 'straight');
  run(straight, ...FEW);
  const own = path.join(folder, 'stopped');
  const running = spawn(process.execPath, [COMMAND, '--out', own, ...FEW], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let [out, err] = ['', ''];
  running.stdout.on('data', (text) => (out += text));
  running.stderr.on('data', (text) => {
    err += text;
    if (err.includes('2/4')) running.kill('SIGINT');
  });
  expect(await new Promise((done) => running.once('close', done))).toBe(130);
  expect(out).toMatch(/Stopped: [23] of 4 runs are finished\. Run the same command again to go on from here/);
  expect(fs.existsSync(path.join(own, 'results.json'))).toBe(false);

  const resumed = run(own, ...FEW);
  expect(resumed.status).toBe(0);
  expect(resumed.stderr).not.toContain('1/4');
  expect(numbers(read(own))).toEqual(numbers(read(straight)));

  const other = run(own, ...FEW, '--data', archive, '--train-images', '40');
  expect(other.status).toBe(0);
  expect(read(own).results[0]).toMatchObject({
    ...{ run: { label: 'λ = 0, seed 1, 40 images', trainImages: 40 }, history: { settings: { trainImages: 40 } } },
  });
});

test('--help says what there is', () => {
  const { status, stdout } = run(folder, '--help');
  expect(status).toBe(0);
  for (const option of ['profile', 'lambdas', 'seeds', 'train-images', 'data', 'out']) {
    expect(stdout).toContain(`--${option} `);
  }
});

test.each([
  [['--profile', 'huge'], 'one of article, quick, small, tiny, got "huge"'],
  [['--lambdas', '0,-1'], '--lambdas requires numbers of at least 0, each once, with commas between them, got "0,-1"'],
  [['--lambdas', '0,,1'], '--lambdas requires numbers'],
  [['--seeds', '1,1'], '--seeds requires whole numbers of at least 0, each once'],
  [['--train-images', '1.5'], '--train-images requires a whole number of at least 1, got "1.5"'],
  [['--train-images', '257'], 'to be a whole number from 1 to 256, got 257'],
  [['--data', '/nowhere.tar.gz'], '/nowhere.tar.gz'],
  [['--speed', 'fast'], "Unknown option '--speed'"],
])('answers %j with one clear paragraph', (options, message) => {
  const { status, stderr } = run(folder, '--profile', 'tiny', ...options);
  expect(status).toBe(1);
  expect(stderr).toContain(message);
  expect(stderr).not.toMatch(/\n\s+at /);
});

test('the table has means and standard deviations over the seeds, and names the λ with the lowest loss', () => {
  const result = (lambda: number, seed: number, loss: number) => {
    const scores = { dataLoss: loss, penalty: 0, totalLoss: loss, accuracy: 0.5 };
    return { run: { l2: lambda / 2, seed }, train: { ...scores, dataLoss: 1 }, validation: scores } as SweepResult;
  };
  // The standard deviation of a − d and a + d is √2 · d.
  expect(lambdaTable([result(0.2, 1, 2), result(0, 1, 3), result(0.2, 2, 1), result(0, 2, NaN)])).toBe(
    [
      'λ    seeds  train data loss  validation data loss  validation accuracy',
      '0    2      1.000 ± 0.000    NaN ± NaN             0.500 ± 0.000',
      '0.2  2      1.000 ± 0.000    1.500 ± 0.707         0.500 ± 0.000',
      '',
      '± is one standard deviation over the seeds.',
      'Lowest mean validation data loss: λ = 0.2.',
    ].join('\n'),
  );
});
