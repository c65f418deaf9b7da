import { spawn, spawnSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { soundMembers, writeArchive } from '../data/archives';
import type { ExperimentResult } from '../../src/cli/experiment';

const COMMAND = path.resolve(__dirname, '../../dist/cli/article.js');
let folder: string;

// Small images of its own, so that nothing depends on what lies in data/.
const archive = path.join(os.tmpdir(), `l2lab-article-${process.pid}.tar.gz`);
beforeAll(() => writeArchive(archive, soundMembers(130)));
afterAll(() => fs.rmSync(archive));
beforeEach(() => (folder = fs.mkdtempSync(path.join(os.tmpdir(), 'l2lab-article-'))));
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

const env = { ...process.env, L2LAB_DATA: archive, TF_CPP_MIN_LOG_LEVEL: '2' };
const article = (...options: string[]) =>
  spawnSync(process.execPath, [COMMAND, '--profile', 'tiny', '--out', folder, ...options], {
    encoding: 'utf8',
    env,
  });

const readResult = () => JSON.parse(fs.readFileSync(path.join(folder, 'history.json'), 'utf8')) as ExperimentResult;

/** What the seed decides; wall-clock times are left out. */
const numbers = ({ networks }: ExperimentResult) =>
  networks.map(({ history, test }) => ({
    epochs: history.epochs.map(({ train, validation }) => ({ train, validation })),
    test,
  }));

test('trains both networks, prints the two lines of each, writes history.json and the report', () => {
  const { status, stdout } = article();
  expect(status).toBe(0);
  const { networks, weights } = readResult();
  expect(networks.map(({ history }) => history.label)).toEqual(['baseline', 'L2']);
  for (const { history, test } of networks) {
    expect(stdout).toContain(
      `${history.label}\nLoss: ${test.totalLoss.toFixed(3)}\nAccuracy: ${test.accuracy.toFixed(3)}\n`,
    );
  }
  const [baseline, l2] = networks.map(({ test }) => test);
  expect(baseline!.penalty).toBe(0);
  // Only the dense layer's kernel is penalized: 0.01 · Σw².
  const dense = weights.find(({ network, layer }) => network === 'L2' && layer === 'Dense 1')!;
  expect(l2!.penalty).toBeCloseTo(0.01 * dense.l2Norm ** 2, 5);
  expect(fs.readFileSync(path.join(folder, 'report.html'), 'utf8')).toContain('Results on the test images');
  expect(fs.existsSync(path.join(folder, 'checkpoints'))).toBe(false);
});

test('stopped by Ctrl-C, the same command goes on to the same numbers', async () => {
  const options = ['--epochs', '40'];
  article(...options);
  const straight = numbers(readResult());
  fs.rmSync(path.join(folder, 'history.json'));

  const running = spawn(process.execPath, [COMMAND, '--profile', 'tiny', '--out', folder, ...options], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [out, err] = ['', ''];
  running.stdout.on('data', (text) => (out += text));
  running.stderr.on('data', (text) => {
    err += text;
    if (/L2.*epoch 3\/40/.test(err)) running.kill('SIGINT');
  });
  const code = await new Promise((done) => running.once('close', done));
  expect(code).toBe(130);
  expect(out).toContain('Run the same command again to go on from here');
  expect(fs.existsSync(path.join(folder, 'history.json'))).toBe(false);

  const other = article(...options, '--seed', '2');
  expect(other.stderr).toContain('belongs to another run (seed 1 instead of 2); choose another folder');
  expect(article(...options).status).toBe(0);
  expect(numbers(readResult())).toEqual(straight);
});

test.each([
  [['--profile', 'huge'], 'one of article, quick, small, tiny, got "huge"'],
  [['--l2', 'abc'], '--l2 requires a number above 0, got "abc"'],
  [['--seed', '-1.5'], "Option '--seed"],
  [['--epochs', '0'], '--epochs requires a whole number of at least 1, got "0"'],
  [['--data', '/nowhere.tar.gz'], '/nowhere.tar.gz'],
  [['--speed', 'fast'], "Unknown option '--speed'"],
])('answers %j with one clear paragraph', (options, message) => {
  const { status, stderr } = article(...options);
  expect(status).toBe(1);
  expect(stderr).toContain(message);
  expect(stderr).not.toMatch(/\n\s+at /);
});
