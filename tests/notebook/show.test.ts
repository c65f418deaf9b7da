import { execFileSync } from 'child_process';
import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { historyOf } from '../charts/histories';
import { kernelCommand, PROJECT, runCells } from './cells';
import type { KernelName, Message } from './cells';

const VEGA_LITE = 'application/vnd.vegalite.v5+json';
const PLOTLY = 'application/vnd.plotly.v1+json';

const history = JSON.stringify(historyOf('L2', [{ train: [2, 0.2] }, { train: [1, 0.7] }], 2));
const weights = JSON.stringify([
  {
    ...{ network: 'L2', layer: 'Dense 1', counts: [1, 2, 7], binEdges: [0.001, 0.01, 0.1, 1], below: 0, count: 10 },
    ...{ mean: 0.05, median: 0.0321, max: 0.9, l2Norm: 1 },
  },
]);

/** The compiled library, as notebooks get it. */
const IMPORTS = `
const load = (file: string) => require(${JSON.stringify(join(PROJECT, 'dist'))} + '/' + file);
const { show } = load('notebook/show');
const { liveTraining } = load('notebook/live');
const { learningCurves } = load('charts/curves');
const { weightOverlay } = load('charts/weights');
const { claimTable } = load('charts/tables');
const history = ${history};`;

/** Two epochs of two steps, as \`fit\` reports them. */
const TRAINING = `
const onProgress = liveTraining();
for (const [epoch, step] of [[1, 1], [1, 2], [2, 1], [2, 2]]) {
  const epochs = history.epochs.slice(0, step === 2 ? epoch : epoch - 1);
  const state = epoch === 2 && step === 2 ? 'finished' : 'running';
  await onProgress({ state, stepSeconds: 0.5, label: 'L2', epoch, epochs: 2, step, steps: 2, secondsElapsed: 1, secondsRemaining: 1,
    dataLoss: 2, penalty: 0, accuracy: 0.5, history: { ...history, epochs } });
}`;

const CELLS = [
  IMPORTS,
  'await show(learningCurves([history]));',
  `await show(weightOverlay(${weights}));`,
  "await show(claimTable([{ claim: 'c', measured: 'm', verdict: 'v' }]), '**text**');",
  TRAINING,
  'console.log(Object.keys(require.cache).find((file) => /tslab.dist.jupyter.js$/.test(file)));',
];

describe.each<KernelName>(['ours', 'stock tslab', 'stock tslab elsewhere'])('on the kernel: %s', (kernel) => {
  let folder: string;
  let messages: Message[][];

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'tslab-'));
    messages = runCells(kernelCommand(kernel, folder), CELLS, kernel === 'stock tslab elsewhere' ? folder : PROJECT);
  });
  test('runs the tslab that is meant', () => {
    const file = messages[5]![0]!.content.text!.trim();
    expect(file.startsWith(join(kernel === 'stock tslab elsewhere' ? folder : PROJECT, 'node_modules'))).toBe(true);
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  test('a Vega-Lite figure is one message, its richest form first', () => {
    expect(messages[1]!.map(({ type }) => type)).toEqual(['display_data']);
    const { data, transient } = messages[1]![0]!.content;
    expect(Object.keys(data)).toEqual([VEGA_LITE, 'image/svg+xml', 'text/plain']);
    expect(data[VEGA_LITE]).toMatchObject({ $schema: 'https://vega.github.io/schema/vega-lite/v5.json' });
    expect(data['image/svg+xml']).toMatch(/^<svg .*<\/svg>$/s);
    expect(data['text/plain']).toMatch(/^Learning curves of L2: data loss; accuracy/);
    expect(transient).toEqual({});
  });

  test('a Plotly figure is one message, with a still picture', () => {
    expect(messages[2]!.map(({ type }) => type)).toEqual(['display_data']);
    const { data } = messages[2]![0]!.content;
    expect(Object.keys(data)).toEqual([PLOTLY, 'image/svg+xml', 'text/plain']);
    expect(data[PLOTLY]).toMatchObject({ data: [{ name: 'L2', y: [0.1, 0.2, 0.7, 0] }] });
  });

  test('tables and texts come in every form that a page may know', () => {
    expect(messages[3]!.map(({ content }) => Object.keys(content.data))).toEqual([
      ['text/html', 'text/markdown', 'text/plain'],
      ['text/markdown', 'text/plain'],
    ]);
  });

  test('training shows a line and a figure that replace themselves, and ends with all forms of the figure', () => {
    const shown = messages[4]!.filter(({ type }) => type === 'display_data');
    const [line, figure] = shown.map(({ content }) => content.transient.display_id);
    expect(shown).toHaveLength(2);
    expect(line).toMatch(/^[0-9a-f-]{36}$/);
    const last = (id?: string) => messages[4]!.filter(({ content }) => content.transient.display_id === id).at(-1)!;
    expect(last(line).type).toBe('update_display_data');
    expect(last(line).content.data['text/plain']).toContain('epoch 2/2, step 2/2');
    expect(last(figure).type).toBe('update_display_data');
    expect(Object.keys(last(figure).content.data)).toEqual([VEGA_LITE, 'image/svg+xml', 'text/plain']);
  });
});

test('outside a notebook, figures and training are told in words', () => {
  const javaScript = [IMPORTS.replace(': string', ''), CELLS[1], TRAINING].join('\n');
  const output = execFileSync(process.execPath, ['-e', `(async () => {${javaScript}})()`], {
    encoding: 'utf8',
  });
  const lines = output.trim().split('\n');
  expect(lines).toHaveLength(3);
  expect(lines[0]).toMatch(/^Learning curves of L2/);
  expect(lines[1]).toContain('epoch 1/2, step 2/2');
  expect(lines[2]).toContain('epoch 2/2, step 2/2');
});
