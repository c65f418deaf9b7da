// @ts-check
import { homedir } from 'node:os';
import { ROOT } from '../common/paths.mjs';
import { cellName, textOf } from './cells.mjs';

/** Bytes that a lesson may have, outputs included: beyond, GitHub and slow lines keep the reader waiting. */
const NOTEBOOK_BYTES = 400_000;

/** Bytes that one picture may have. */
const PICTURE_BYTES = 60_000;

/** @param {number} bytes */
const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} KB`;

/**
 * What keeps a lesson's outputs from being committed, each with the cell and what to do; [] if nothing does.
 * @param {string} text the notebook as it is saved
 * @returns {string[]}
 */
export function outputProblems(text) {
  const cells = codeCells(JSON.parse(text));
  const inCells = cells.flatMap(({ name, outputs }) =>
    outputs.flatMap((output, i) =>
      [...problemsOf(output), ...figureProblems(output, outputs[i + 1])].map((problem) => `${name} ${problem}`),
    ),
  );
  return [...sizeProblems(text, cells), ...inCells];
}

/** @param {any} notebook @returns {{ name: string, outputs: any[] }[]} */
function codeCells(notebook) {
  return notebook.cells
    .filter((/** @type {any} */ cell) => cell.cell_type === 'code')
    .map((/** @type {any} */ cell, /** @type {number} */ i) => ({ name: cellName(cell, i), outputs: cell.outputs }));
}

/** @param {string} text @param {ReturnType<typeof codeCells>} cells */
function sizeProblems(text, cells) {
  const bytes = Buffer.byteLength(text);
  if (bytes < NOTEBOOK_BYTES) return [];
  const largest = cells
    .map(({ name, outputs }) => ({ name, bytes: Buffer.byteLength(JSON.stringify(outputs)) }))
    .sort((a, b) => b.bytes - a.bytes)
    .slice(0, 3)
    .map((cell) => `${cell.name} ${kilobytes(cell.bytes)}`);
  return [
    `The notebook has ${kilobytes(bytes)} and must have less than ${kilobytes(NOTEBOOK_BYTES)}: show fewer or smaller ` +
      `figures. Most is in ${largest.join(', ')}.`,
  ];
}

/** @param {any} output @returns {string[]} each goes on after the cell's name */
function problemsOf(output) {
  const problems = [];
  if (output.output_type === 'error') {
    problems.push(`failed with ${output.ename}: ${output.evalue}; mend the cell.`);
  }
  if (output.name === 'stderr') {
    const [line] = textOf(output.text).trim().split('\n');
    problems.push(`printed on stderr, where warnings go: "${line}"; mend the cause.`);
  }
  const path = machinePath(output);
  if (path !== undefined) {
    problems.push(`shows a path of this machine, "${path}"; show the file's name alone.`);
  }
  const data = output.data ?? {};
  if (textOf(data['text/html']).includes('data-live')) {
    problems.push('ends with a live display (data-live in its text/html); replace it by a finished figure.');
  }
  if ('image/svg+xml' in data) {
    problems.push('shows image/svg+xml, which many pages refuse; send image/png in its place.');
  }
  return problems;
}

/** The forms of a figure that need JupyterLab or VS Code. */
const INTERACTIVE = ['application/vnd.vegalite.v5+json', 'application/vnd.plotly.v1+json'];

/** What a figure lacks to be seen everywhere. @param {any} output @param {any} next the output below it, if any */
function figureProblems({ data = {}, metadata }, next) {
  if (!('image/png' in data)) {
    const [form] = INTERACTIVE.filter((type) => type in data);
    return form ? [`shows ${form} without image/png, which GitHub and print need; put it on the page with show.`] : [];
  }
  const problems = pictureProblems(textOf(data['image/png']), metadata);
  if (textOf(next?.data?.['text/markdown']).trim() === '') {
    problems.push('shows a figure without its caption (text/markdown) below; put it on the page with show.');
  }
  return problems;
}

/** @param {string} base64 @param {any} metadata of the output */
function pictureProblems(base64, metadata) {
  const problems = [];
  const bytes = Buffer.from(base64, 'base64').length;
  if (bytes >= PICTURE_BYTES) {
    problems.push(
      `shows an image/png of ${kilobytes(bytes)}, which must have less than ${kilobytes(PICTURE_BYTES)}; ` +
        'make the figure smaller, or use fewer colors.',
    );
  }
  const alt = metadata?.['image/png']?.alt;
  if (typeof alt !== 'string' || alt.trim() === '') {
    problems.push('shows an image/png without alternative text; send it as metadata["image/png"].alt.');
  }
  return problems;
}

/** Folders that name a machine or its user: this one's, and whatever looks like somebody's home. */
const MACHINE_PATHS = [ROOT, homedir()]
  .filter((folder) => /[^/\\:]/.test(folder.slice(2)))
  .flatMap((folder) => [folder, folder.replaceAll('\\', '/')])
  .map((folder) => folder.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
const MACHINE_PATH = new RegExp(
  `(?<![\\w.-])(?:${MACHINE_PATHS.join('|')}|/home/[^/\\s]+|/Users/[^/\\s]+|[A-Z]:[\\\\/]Users[\\\\/][^\\\\/\\s]+)(?![\\w-])`,
);

/** @param {unknown} value an output or a part of one @returns {string | undefined} the first path in any of its texts */
function machinePath(value) {
  if (typeof value === 'string') return MACHINE_PATH.exec(value)?.[0];
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, part] of Object.entries(value)) {
    // Base64 may hold anything.
    if (key === 'image/png') continue;
    // A text may be saved as lines; a path does not go over their ends.
    const path = machinePath(part);
    if (path !== undefined) return path;
  }
  return undefined;
}
