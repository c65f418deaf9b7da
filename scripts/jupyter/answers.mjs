// @ts-check
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ROOT } from '../common/paths.mjs';
import { lessonNotebooks } from './lessonFiles.mjs';

/** Where the reference answers of `notebooks/en/NN-name.ipynb` are: `NN-name.md` in this folder. */
const FOLDER = join('notebooks', 'answers');

/** A starting cell, which its answer replaces. */
const STARTING_CELL = /^exercise-\d+-code$/;

/** @param {string} lesson @returns {string} */
const answersName = (lesson) => join(FOLDER, `${basename(lesson, '.ipynb')}.md`);

/** @param {string} lesson @returns {string | undefined} its answers, relative to the project's folder, if there are any */
export function answersFile(lesson) {
  const file = answersName(lesson);
  return existsSync(join(ROOT, file)) ? file : undefined;
}

/** @returns {string[]} files of answers that belong to no lesson */
export function answersWithoutLesson() {
  if (!existsSync(join(ROOT, FOLDER))) return [];
  const known = lessonNotebooks().map(answersName);
  return readdirSync(join(ROOT, FOLDER))
    .filter((file) => file.endsWith('.md'))
    .map((file) => join(FOLDER, file))
    .filter((file) => !known.includes(file));
}

/**
 * The reference answers of a lesson, and in what they and its starting cells do not fit together.
 * @param {string} lesson relative to the project's folder
 * @returns {Promise<{ answers: Map<string, string>, exercises: number, problems: string[] }>} answers: the source for
 *   each starting cell, by its id
 */
export async function readAnswers(lesson) {
  const { cells } = JSON.parse(readFileSync(join(ROOT, lesson), 'utf8'));
  const starting = cells
    .map((/** @type {any} */ cell) => String(cell.id))
    .filter((/** @type {string} */ id) => STARTING_CELL.test(id));
  const name = answersName(lesson);
  const file = answersFile(lesson);
  const blocks = file ? await answerBlocks(readFileSync(join(ROOT, file), 'utf8')) : [];
  const answers = new Map(blocks.map(({ id, code }) => [id, code.join('\n')]));
  const problems = blocks.flatMap(({ id, code }, i) => {
    if (!starting.includes(id))
      return [`${name} answers "${id}", which is no starting cell of ${lesson}; take it out.`];
    if (blocks.findIndex((other) => other.id === id) < i) return [`${name} answers "${id}" twice; keep one.`];
    return code.length === 1
      ? []
      : [`${name} has ${code.length} code blocks for "${id}"; give the whole cell in one block of ts.`];
  });
  const missing = starting.filter((/** @type {string} */ id) => !answers.has(id));
  problems.push(
    ...missing.map((/** @type {string} */ id) => `${name} lacks an answer: "## ${id}", then a block of ts.`),
  );
  return { answers, exercises: starting.length, problems };
}

/** @param {string} markdown @returns {Promise<{ id: string, code: string[] }[]>} the sections and their code */
async function answerBlocks(markdown) {
  // Not at the top: the commands are there before set-up has brought the packages.
  const { headingsOf, parse } = await import('./lint/markdown.mjs');
  const sections = [];
  const blocks = parse(markdown);
  for (const [i, block] of blocks.entries()) {
    const [heading] = block.type === 'heading_open' ? headingsOf(blocks.slice(i, i + 2)) : [];
    if (heading?.level === 2) sections.push({ id: heading.text, code: /** @type {string[]} */ ([]) });
    if (block.type === 'fence' && block.info.trim() === 'ts') sections.at(-1)?.code.push(block.content.trimEnd());
  }
  return sections;
}

/** @param {string} text of a notebook @param {Map<string, string>} sources by the id of the cell @returns {string} */
export function withSources(text, sources) {
  const notebook = JSON.parse(text);
  for (const cell of notebook.cells) {
    const source = sources.get(cell.id);
    if (source !== undefined) cell.source = source.split(/(?<=\n)/);
  }
  return JSON.stringify(notebook, null, 1) + '\n';
}
