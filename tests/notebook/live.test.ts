import { execFileSync } from 'child_process';
import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { liveHtml } from '../../src/notebook/liveHtml';
import { historyOf } from '../charts/histories';
import { kernelCommand, PROJECT, runCells } from './cells';
import type { KernelName, Message } from './cells';

const VEGA_LITE = 'application/vnd.vegalite.v5+json';
const FIGURE = [VEGA_LITE, 'image/png', 'text/plain'];
const CAPTION = ['text/markdown', 'text/plain'];

const history = JSON.stringify(historyOf('L2', [{ train: [2, 0.2] }, { train: [1, 0.7] }], 2));

/** The compiled library, and what \`fit\` would report of two epochs of two steps. */
const IMPORTS = `
const load = (file: string) => require(${JSON.stringify(join(PROJECT, 'dist'))} + '/' + file);
const { liveTraining } = load('notebook/live');
const history = ${history};
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const report = (state: string, epoch: number, step: number, label = 'L2') => {
  const epochs = history.epochs.slice(0, step === 2 ? epoch : epoch - 1);
  return { state, label, epoch, epochs: 2, step, steps: 2, stepSeconds: 0.5, secondsElapsed: 1, secondsRemaining: 61,
    secondsLeftInEpoch: 5, dataLoss: 2, penalty: 0.125, accuracy: 0.5, history: { ...history, label, epochs } };
};`;

const CELLS = [
  IMPORTS,
  // Slow enough for every report to be shown.
  `const onProgress = liveTraining();
   for (const [epoch, step] of [[1, 1], [1, 2], [2, 1]]) { await onProgress(report('running', epoch, step)); await pause(300); }
   await onProgress(report('finished', 2, 2));`,
  // As fast as small networks are.
  `const fast = liveTraining();
   const start = performance.now();
   while (performance.now() - start < 1500) { await fast(report('running', 1, 1)); await pause(2); }`,
  ...['stopped', 'failed'].flatMap((state) => [
    `const late${state} = liveTraining(); await late${state}(report('running', 1, 1)); await late${state}(report('${state}', 2, 1));`,
    `const early${state} = liveTraining(); await early${state}(report('running', 1, 1)); await early${state}(report('${state}', 1, 1));`,
  ]),
  // One display for two runs.
  `const both = liveTraining();
   await both(report('running', 1, 1, 'baseline')); await both(report('finished', 2, 2, 'baseline')); await pause(300);
   await both(report('running', 1, 1)); await pause(300); await both(report('running', 1, 2)); await both(report('finished', 2, 2));`,
  // The second run is stopped before its first epoch is done.
  `const again = liveTraining(); await again(report('finished', 2, 2, 'baseline')); await again(report('stopped', 1, 1));`,
  // Steps so short that the last one of an epoch never is the one that is shown.
  `const short = liveTraining();
   for (let i = 0; i < 40; i++) {
     await short(report('running', 1, 2)); await pause(1); await short(report('running', 2, 1)); await pause(20);
   }`,
  // Seven names have no colors of their own: the run goes on without curves.
  `const crowded = liveTraining({ networks: ['a', 'b', 'c', 'd', 'e'] });
   await crowded(report('finished', 2, 2, 'baseline'));
   await crowded(report('running', 1, 2)); await crowded(report('finished', 2, 2)); console.log('the run goes on');`,
];

const html = ({ content }: Message) => content.data['text/html'] as string | undefined;
const forms = ({ content }: Message) => Object.keys(content.data);
const ids = (messages: readonly Message[]) => [...new Set(messages.map(({ content }) => content.transient.display_id))];

describe.each<KernelName>(['ours', 'stock tslab', 'stock tslab elsewhere'])('on the kernel: %s', (kernel) => {
  let folder: string;
  let cells: Message[][];

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'tslab-'));
    cells = runCells(kernelCommand(kernel, folder), CELLS, kernel === 'stock tslab elsewhere' ? folder : PROJECT);
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  test('a run is one display that is replaced, and its caption', () => {
    const messages = cells[1]!;
    const [display, caption, ...others] = ids(messages);
    expect(others).toEqual([]);
    expect([display, caption].every((id) => /^[0-9a-f-]{36}$/.test(id!))).toBe(true);
    expect(messages.map(({ type }) => type)).toEqual([
      ...['display_data', 'update_display_data', 'update_display_data'],
      // The figure takes the place of the progress, and gets a caption.
      ...['update_display_data', 'display_data'],
    ]);
    expect(messages.map(({ content }) => content.transient.display_id)).toEqual([
      ...[display, display, display, display, caption],
    ]);
  });

  test('while it runs it says how far it is, with a progress bar, and marks itself as live', () => {
    const running = cells[1]!.slice(0, 3);
    expect(running.map(forms)).toEqual(Array(3).fill(['text/html', 'text/plain']));
    for (const message of running) expect(html(message)).toMatch(/^<div data-live /);
    expect(running.map((message) => /<progress [^>]*value="(\d)" max="(\d)"/.exec(html(message)!)!.slice(1))).toEqual([
      ['1', '4'],
      ['2', '4'],
      ['3', '4'],
    ]);
    const first = html(running[0]!)!.replace(/<[^>]*>/g, ' ');
    expect(first).toContain('epoch 1 of 2, step 1 of 2');
    expect(first).toContain('data loss 2.000, penalty 0.125, accuracy 0.500');
    expect(first).toContain('0:01 so far, 500 ms a step, epoch 0:05 left, all 1:01 left');
    expect(running[0]!.content.data['text/plain']).toContain('epoch 1/2, step 1/2');
  });

  test('curves stand below the progress from the first epoch on', () => {
    expect(cells[1]!.slice(0, 3).map((message) => html(message)!.includes('<svg'))).toEqual([false, true, true]);
  });

  test('it ends as the figure in all its forms, with a caption', () => {
    const [figure, caption] = cells[1]!.slice(-2);
    expect([forms(figure!), forms(caption!)]).toEqual([FIGURE, CAPTION]);
    const { data, metadata } = figure!.content;
    expect(metadata).toMatchObject({ 'image/png': { alt: data['text/plain'], width: expect.any(Number) as number } });
    expect(caption!.content.data['text/plain']).toBe('L2, 2 epochs: data loss 1; accuracy 0.7.');
  });

  test('it is replaced four times a second at most', () => {
    // 1.5 s: at once, and then every quarter of a second.
    expect(cells[2]!.length).toBeLessThanOrEqual(1 + 1.5 * 4);
    expect(cells[2]!.length).toBeGreaterThanOrEqual(3);
  });

  test.each([
    ['stopped', 3],
    ['failed', 5],
  ])('%s after an epoch, it ends as the figure of that epoch', (_, cell) => {
    const messages = cells[cell]!;
    expect(forms(messages.at(-2)!)).toEqual(FIGURE);
    expect(messages.at(-2)!.content.transient).toEqual(messages[0]!.content.transient);
    expect(messages.at(-1)!.content.data['text/plain']).toBe('L2, 1 of 2 epochs: data loss 2; accuracy 0.2.');
  });

  test.each([
    ['stopped', 4],
    ['failed', 6],
  ])('%s before an epoch is done, it says so and is live no more', (state, cell) => {
    const messages = cells[cell]!;
    expect(ids(messages)).toHaveLength(1);
    const last = html(messages.at(-1)!)!;
    expect(last.replace(/<[^>]*>/g, ' ')).toContain(`epoch 1 of 2, step 1 of 2, ${state}`);
    expect(last).not.toMatch(/data-live|<progress|left/);
    expect(messages.at(-1)!.content.data['text/plain']).toContain(state);
  });

  test('a second run that is stopped at once leaves the figure of the first', () => {
    const [figure, caption] = cells[8]!.slice(-2);
    expect([forms(figure!), forms(caption!)]).toEqual([FIGURE, CAPTION]);
    expect(caption!.content.data['text/plain']).toBe(
      'baseline, 2 epochs: data loss 1; accuracy 0.7.\nL2: no epoch of 2 yet.',
    );
  });

  test('curves grow also where steps are much shorter than the time between two updates', () => {
    expect(cells[9]!.filter((message) => html(message)?.includes('<svg')).length).toBeGreaterThan(0);
  });

  test('what cannot be drawn says so and never ends a run', () => {
    const shown = cells[10]!.filter(({ type }) => type !== 'stream').map(html);
    expect(shown.at(-1)).toMatch(/No curves: .*color/);
    expect(shown.at(-1)).not.toContain('data-live');
    expect(cells[10]!.at(-1)!.content.text).toBe('the run goes on\n');
  });

  test('several runs share one display: the second is drawn with the first', () => {
    const messages = cells[7]!;
    expect(ids(messages)).toHaveLength(2);
    const figures = messages.filter((message) => VEGA_LITE in message.content.data);
    expect(figures).toHaveLength(2);
    expect(figures[0]!.content.data['text/plain']).toMatch(/^Learning curves of baseline:/);
    expect(figures[1]!.content.data['text/plain']).toMatch(/^Learning curves of baseline and L2:/);
    // While the second one runs, the caption of the first is gone.
    const captions = messages.filter(({ content }) => content.transient.display_id === ids(messages)[1]);
    expect(captions.map(({ content }) => content.data['text/plain'])).toEqual([
      'baseline, 2 epochs: data loss 1; accuracy 0.7.',
      '',
      'baseline, 2 epochs: data loss 1; accuracy 0.7.\nL2, 2 epochs: data loss 1; accuracy 0.7.',
    ]);
    // The figure that ends it has no trace of the progress.
    expect(forms(messages.at(-2)!)).toEqual(FIGURE);
  });
});

test('outside a notebook, each epoch is a line', () => {
  const types = /: (string|number)\b(?=[,)])/g;
  const javaScript = [IMPORTS.replace(types, ''), CELLS[1]].join('\n');
  const output = execFileSync(process.execPath, ['-e', `(async () => {${javaScript}})()`], { encoding: 'utf8' });
  const lines = output.trim().split('\n');
  expect(lines).toHaveLength(2);
  expect(lines[0]).toContain('epoch 1/2, step 2/2');
  expect(lines[1]).toContain('epoch 2/2, step 2/2');
});

test('the numbers of the held-out images stand below those of the epoch under way', () => {
  const epochs = [{ train: [2, 0.2], validation: [2.125, 0.25] } as const];
  const at = { state: 'running', label: 'L2', epoch: 2, epochs: 3, step: 1, steps: 4 } as const;
  const numbers = { stepSeconds: 1, secondsElapsed: 5, dataLoss: 1.5, penalty: 0, accuracy: 0.5 };
  const html = liveHtml({ ...at, ...numbers, history: historyOf('L2', epochs, 3) }, '', 'test');
  expect(html).toContain('<div>train: data loss 1.500, accuracy 0.500</div>');
  expect(html).toContain('<div>test: data loss 2.125, accuracy 0.250, after epoch 1</div>');
});

test('the name of a run stays text', () => {
  const at = { state: 'running', label: '<script>"x"</script>', epoch: 1, epochs: 1, step: 0, steps: 1 } as const;
  const numbers = { stepSeconds: NaN, secondsElapsed: 0, dataLoss: NaN, penalty: NaN, accuracy: NaN };
  const html = liveHtml({ ...at, ...numbers, history: historyOf(at.label, []) }, '');
  expect(html).toContain('<strong>&#60;script&#62;&#34;x&#34;&#60;/script&#62;</strong>');
  expect(html).not.toContain('<script');
});
