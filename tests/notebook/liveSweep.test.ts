import { execFileSync } from 'child_process';
import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { sweepHtml } from '../../src/notebook/liveSweepHtml';
import type { SweepProgress } from '../../src/training/sweepProgress';
import type { SweepRun } from '../../src/training/sweepRun';
import { historyOf } from '../charts/histories';
import { kernelCommand, PROJECT, runCells } from './cells';
import type { KernelName, Message } from './cells';

const metrics = (dataLoss: number, accuracy: number) => ({ dataLoss, penalty: 0, totalLoss: dataLoss, accuracy });

const run = (label: string): SweepRun => ({ label, seed: 1, epochs: 2, batchSize: 16, learningRate: 0.001 });

/** A report of a sweep over as many runs as there are labels, the first `done` of which are finished. */
function reportOf(state: SweepProgress['state'], labels: readonly string[], done: number): SweepProgress {
  const history = historyOf('L2', [{ train: [2, 0.2] }, { train: [1, 0.7] }], 2);
  const underWay = {
    ...({ state: 'running', label: labels[done] ?? '', epoch: 2, epochs: 2, step: 1, steps: 2, history } as const),
    ...{ secondsElapsed: 1, secondsRemaining: 2, stepSeconds: 0.5, dataLoss: 1.5, penalty: 0.125, accuracy: 0.5 },
  };
  const results = labels.slice(0, done).map((label) => ({
    ...{ run: run(label), history, train: metrics(0.5, 0.9), validation: metrics(1.25, 0.625), seconds: 61 },
  }));
  return {
    ...{ state, runs: labels.map(run), results, secondsElapsed: 70, secondsRemaining: 185 },
    ...(state === 'running' && done < labels.length && { underWay }),
  };
}

const LABELS = ['λ = 0, seed 1', 'λ = 0.02, seed 1'];
const reports = Object.fromEntries(
  (['running', 'stopped', 'finished'] as const).map((state) => [
    state,
    [0, 1, 2].map((done) => reportOf(state, LABELS, done)),
  ]),
);

const CELLS = [
  `const { liveSweep } = require(${JSON.stringify(join(PROJECT, 'dist', 'notebook', 'liveSweep'))});
   const reports = ${JSON.stringify(reports)};
   const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));`,
  `const whole = liveSweep();
   for (const at of reports.running) { whole(at); await pause(600); }
   whole(reports.finished[2]);`,
  `const stopped = liveSweep({ heldOut: 'held out' }); stopped(reports.running[1]); stopped(reports.stopped[1]);`,
  // As fast as small networks are.
  `const fast = liveSweep(); const start = performance.now();
   while (performance.now() - start < 1500) { fast(reports.running[0]); await pause(2); }`,
];

const html = ({ content }: Message) => content.data['text/html'] as string;
const words = (text: string) => text.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');

describe.each<KernelName>(['ours', 'stock tslab'])('on the kernel: %s', (kernel) => {
  let folder: string;
  let cells: Message[][];

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'tslab-'));
    cells = runCells(kernelCommand(kernel, folder), CELLS, PROJECT);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('a sweep is one display that is replaced, in HTML and in words', () => {
    const messages = cells[1]!;
    expect(messages.map(({ type }) => type)).toEqual(['display_data', ...Array<string>(3).fill('update_display_data')]);
    expect(new Set(messages.map(({ content }) => content.transient.display_id)).size).toBe(1);
    for (const { content } of messages) expect(Object.keys(content.data)).toEqual(['text/html', 'text/plain']);
  });

  test('while it runs it says how far it is and what is left, and the table fills', () => {
    const running = cells[1]!.slice(0, 3).map(html);
    for (const text of running) expect(text).toMatch(/^<div data-live /);
    expect(running.map((text) => /<progress [^>]*value="([\d.]+)" max="2"/.exec(text)![1])).toEqual([
      '0.75',
      '1.75',
      '2',
    ]);
    expect(words(running[0]!)).toContain('0 of 2 runs, 1:10 so far, 3:05 left');
    expect(words(running[1]!)).toContain(
      'λ = 0.02, seed 1: epoch 2 of 2, step 1 of 2, data loss 1.500, penalty 0.125, accuracy 0.500',
    );
    expect(running.map((text) => text.split('<tr>').length - 1)).toEqual([0, 2, 3]);
    expect(words(running[1]!)).toContain('λ = 0, seed 1 2 0.500 1.250 0.625');
  });

  test('it ends as the table, with the time that training took', () => {
    const last = cells[1]!.at(-1)!;
    expect(html(last)).not.toMatch(/data-live|<progress/);
    expect(words(html(last))).not.toContain('left');
    expect(words(html(last))).toContain('2 of 2 runs, 2:02 of training');
    expect(last.content.data['text/plain']).toBe(
      '2 of 2 runs, 2:02 of training\n' +
        'run | epochs | train data loss | validation data loss | validation accuracy\n' +
        'λ = 0, seed 1 | 2 | 0.500 | 1.250 | 0.625\n' +
        'λ = 0.02, seed 1 | 2 | 0.500 | 1.250 | 0.625',
    );
  });

  test('stopped, it keeps its rows and says how to go on', () => {
    const last = html(cells[2]!.at(-1)!);
    expect(last).not.toMatch(/data-live|<progress/);
    expect(words(last)).toContain('1 of 2 runs, stopped Run the cell again to go on from here.');
    expect(words(last)).toContain('held out data loss');
  });

  test('it is replaced twice a second at most', () => {
    expect(cells[3]!.length).toBeLessThanOrEqual(1 + 1.5 * 2);
    expect(cells[3]!.length).toBeGreaterThanOrEqual(2);
  });
});

test('a long table is folded once the sweep has ended', () => {
  const labels = Array.from({ length: 13 }, (_, i) => `seed ${i}`);
  expect(sweepHtml(reportOf('finished', labels, 13), 'validation')).toMatch(
    /<details><summary>All 13 rows<\/summary><table.*<\/table>\s*<\/details>$/s,
  );
  expect(sweepHtml(reportOf('running', labels, 13), 'validation')).not.toContain('<details>');
  expect(sweepHtml(reportOf('finished', labels, 12), 'validation')).not.toContain('<details>');
});

test('outside a notebook, each finished run is a line', () => {
  const javaScript = CELLS.slice(0, 2)
    .join('\n')
    .replace(/: number\b/g, '');
  const output = execFileSync(process.execPath, ['-e', `(async () => {${javaScript}})()`], { encoding: 'utf8' });
  expect(output.trim().split('\n')).toEqual([
    ...LABELS.map(
      (label) => `${label}: 2 epochs | train data loss 0.500 | validation data loss 1.250, accuracy 0.625 | 1:01`,
    ),
    '2 of 2 runs, 2:02 of training',
  ]);
});

test('forty runs are saved in less than 20 KB, and names stay text', () => {
  const labels = Array.from({ length: 40 }, (_, i) => `λ = 0.0${i}, seed ${i}, <b>&`);
  const text = sweepHtml(reportOf('finished', labels, 40), 'validation');
  expect(text.length).toBeLessThan(12_000);
  expect(text).not.toContain('<b>');
});
