// @ts-check
import { existsSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { Failure } from '../common/failure.mjs';
import { fromUser, ROOT } from '../common/paths.mjs';
import { textOf } from './cells.mjs';

/** @returns {string[]} the lessons of all languages, relative to the project's folder */
export function lessonNotebooks() {
  const folder = join(ROOT, 'notebooks');
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .flatMap((entry) => readdirSync(join(folder, entry.name)).map((file) => join(folder, entry.name, file)))
    .filter((file) => file.endsWith('.ipynb'))
    .map((file) => relative(ROOT, file))
    .sort();
}

/** @returns {string[]} the sources of homework, relative to the project's folder */
export function homeworkNotebooks() {
  const folder = join(ROOT, 'homework', 'source');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .map((name) => join(folder, name, `${name}.ipynb`))
    .filter((file) => existsSync(file))
    .map((file) => relative(ROOT, file))
    .sort();
}

/**
 * The lesson that `npm start` opens: the one with the lowest number, in English.
 * @returns {string | undefined} relative to the project's folder; undefined if there is none
 */
export function firstLesson() {
  return lessonNotebooks().find((lesson) => lesson.startsWith(join('notebooks', 'en') + sep));
}

/**
 * The lessons that a user names: by number (`03`), by the beginning of a name (`en/03-exp`), or by a path of a file or a
 * folder. Without a name, all of them.
 * @param {string[]} names
 * @param {string[]} [lessons] to choose from; all by default
 * @returns {string[]} relative to the project's folder
 * @throws {Failure} if a name fits no lesson
 */
export function chooseLessons(names, lessons = lessonNotebooks()) {
  const fits = (/** @type {string} */ lesson, /** @type {string} */ name) => {
    const [file, path] = [join(ROOT, lesson), fromUser(name)];
    return file === path || file.startsWith(path + sep) || `/${lesson.split(sep).join('/')}`.includes(`/${name}`);
  };
  for (const name of names) {
    if (lessons.some((lesson) => fits(lesson, name))) continue;
    const list =
      lessons.length > 0 ? `one of these, or its number:\n${lessons.join('\n')}` : 'nothing: there are none.';
    throw new Failure('Choice of lessons', `no lesson fits "${name}"`, `Name ${list}`);
  }
  return names.length === 0 ? lessons : lessons.filter((lesson) => names.some((name) => fits(lesson, name)));
}

/** The keys of an output that belong into a file, as nbformat orders them; `transient`, for one, does not. */
const OUTPUT_KEYS = [
  'data',
  'ename',
  'evalue',
  'execution_count',
  'metadata',
  'name',
  'output_type',
  'text',
  'traceback',
];

/** Outputs as they are saved: what one stream printed in a row is one output. @param {any[]} outputs */
export function savedOutputs(outputs) {
  /** @type {any[]} */
  const saved = [];
  for (const output of outputs) {
    const kept = Object.fromEntries(OUTPUT_KEYS.filter((key) => key in output).map((key) => [key, output[key]]));
    const last = saved.at(-1);
    if (kept['output_type'] !== 'stream') saved.push(kept);
    else if (last?.output_type !== 'stream' || last.name !== kept['name']) {
      saved.push({ ...kept, text: linesOf(kept['text']) });
    } else last.text = linesOf([last.text, kept['text']].flat());
  }
  return saved;
}

/** @param {string | string[]} text @returns {string[]} lines with their ends, as nbformat keeps them */
const linesOf = (text) => textOf(text).split(/(?<=\n)/);

/**
 * A notebook's text with the outputs and execution counts of its executed copy, and everything else as it was.
 * @param {string} text @param {any} executed
 */
export function withOutputs(text, executed) {
  const notebook = JSON.parse(text);
  notebook.cells.forEach((/** @type {any} */ cell, /** @type {number} */ i) => {
    if (cell.cell_type !== 'code') return;
    cell.execution_count = executed.cells[i].execution_count;
    cell.outputs = savedOutputs(executed.cells[i].outputs);
  });
  const indent = /^\{\s*?\n([ \t]+)/.exec(text)?.[1] ?? '';
  return JSON.stringify(notebook, null, indent) + (text.endsWith('\n') ? '\n' : '');
}

/** Replaces a file in one move, so that nobody ever meets half of it. @param {string} file @param {string} text */
export function replaceFile(file, text) {
  const draft = `${file}.new`;
  try {
    writeFileSync(draft, text, { mode: statSync(file).mode });
    renameSync(draft, file);
  } finally {
    rmSync(draft, { force: true });
  }
}
