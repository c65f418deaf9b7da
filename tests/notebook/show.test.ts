import { execFileSync } from 'child_process';
import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { PNG } from 'pngjs';
import { historyOf } from '../charts/histories';
import { rowOf } from '../charts/magnitudeRows';
import { kernelCommand, PROJECT, runCells } from './cells';
import type { KernelName, Message } from './cells';

const VEGA_LITE = 'application/vnd.vegalite.v5+json';
const PLOTLY = 'application/vnd.plotly.v1+json';

const history = JSON.stringify(historyOf('L2', [{ train: [2, 0.2] }, { train: [1, 0.7] }], 2));
const weights = JSON.stringify([rowOf('L2', 'Dense 1', [1, 2, 7])]);

/** The compiled library, as notebooks get it. */
const IMPORTS = `
const load = (file: string) => require(${JSON.stringify(join(PROJECT, 'dist'))} + '/' + file);
const { show } = load('notebook/show');
const { learningCurves } = load('charts/curves');
const { weightOverlay } = load('charts/weightOverlay');
const { claimTable } = load('charts/tables');
const history = ${history};`;

const CELLS = [
  IMPORTS,
  'await show(learningCurves([history]));',
  `await show(weightOverlay(${weights}));`,
  "await show(claimTable([{ claim: 'c', measured: 'm', verdict: 'v' }]), '**text**');",
  'console.log(Object.keys(require.cache).find((file) => /tslab.dist.jupyter.js$/.test(file)));',
];

describe.each<KernelName>(['ours', 'stock tslab', 'stock tslab elsewhere'])('on the kernel: %s', (kernel) => {
  let folder: string;
  let messages: Message[][];

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'tslab-'));
    messages = runCells(kernelCommand(kernel, folder), CELLS, kernel === 'stock tslab elsewhere' ? folder : PROJECT);
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  test('runs the tslab that is meant', () => {
    const file = messages[4]![0]!.content.text!.trim();
    expect(file.startsWith(join(kernel === 'stock tslab elsewhere' ? folder : PROJECT, 'node_modules'))).toBe(true);
  });

  test('a Vega-Lite figure is one message with all its forms, its richest first, and its caption below', () => {
    expect(messages[1]!.map(({ type }) => type)).toEqual(['display_data', 'display_data']);
    const [figure, caption] = messages[1]!.map(({ content }) => content);
    // No SVG, which JupyterLab refuses in a notebook it does not trust, and no HTML, which it would prefer.
    expect(Object.keys(figure!.data)).toEqual([VEGA_LITE, 'image/png', 'text/plain']);
    expect(figure!.data[VEGA_LITE]).toMatchObject({ $schema: 'https://vega.github.io/schema/vega-lite/v5.json' });
    expect(figure!.data['text/plain']).toMatch(/^Learning curves of L2: data loss; accuracy/);
    expect([figure!.transient, caption!.transient]).toEqual([{}, {}]);
    expect(caption!.data).toEqual({
      'text/markdown': '*L2, 2 epochs: data loss 1; accuracy 0.7.*',
      'text/plain': 'L2, 2 epochs: data loss 1; accuracy 0.7.',
    });
  });

  test('a picture says its width and, in words, what it shows', () => {
    const { data, metadata } = messages[1]![0]!.content;
    const png = PNG.sync.read(Buffer.from(data['image/png'] as string, 'base64'));
    expect(metadata).toEqual({ 'image/png': { width: png.width / 2, alt: data['text/plain'] } });
  });

  test('a Plotly figure stands before its picture comes, in the same place', () => {
    // JupyterLab's renderer would show the picture until the mouse enters it.
    expect(messages[2]!.map(({ type }) => type)).toEqual(['display_data', 'update_display_data', 'display_data']);
    const [before, after, caption] = messages[2]!.map(({ content }) => content);
    expect(Object.keys(before!.data)).toEqual([PLOTLY, 'text/plain']);
    expect(Object.keys(after!.data)).toEqual([PLOTLY, 'image/png', 'text/plain']);
    expect(after!.data[PLOTLY]).toMatchObject({ data: [{ name: 'L2', y: [0.1, 0.2, 0.7, 0] }] });
    expect(before!.data[PLOTLY]).toEqual(after!.data[PLOTLY]);
    expect(before!.transient.display_id).toMatch(/^[0-9a-f-]{36}$/);
    expect(after!.transient).toEqual(before!.transient);
    expect(after!.metadata).toMatchObject({ 'image/png': { alt: after!.data['text/plain'] } });
    expect(Object.keys(caption!.data)).toEqual(['text/markdown', 'text/plain']);
  });

  test('tables and texts come in every form that a page may know', () => {
    expect(messages[3]!.map(({ content }) => Object.keys(content.data))).toEqual([
      ['text/html', 'text/markdown', 'text/plain'],
      ['text/markdown', 'text/plain'],
    ]);
  });
});

test('outside a notebook, figures are told in words', () => {
  const javaScript = [IMPORTS.replace(': string', ''), CELLS[1], CELLS[3]].join('\n');
  const output = execFileSync(process.execPath, ['-e', `(async () => {${javaScript}})()`], { encoding: 'utf8' });
  const lines = output.trim().split('\n');
  expect(lines).toHaveLength(4);
  expect(lines[0]).toMatch(/^Learning curves of L2: .* L2, 2 epochs: data loss 1; accuracy 0\.7\.$/);
  expect(lines.slice(1)).toEqual(['Claim | Measured | Verdict', 'c | m | v', '**text**']);
});
