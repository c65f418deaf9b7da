// @ts-check
import { outputProblems } from '../outputChecks.mjs';
import { cellProblems } from './cellRules.mjs';
import { exerciseProblems } from './exerciseRules.mjs';
import { headingProblems } from './headingRules.mjs';
import { lessonCells } from './lessonCells.mjs';
import { linkProblems } from './linkRules.mjs';
import { parse } from './markdown.mjs';
import { mathProblems } from './mathRules.mjs';
import { spellingProblems } from './spelling.mjs';

/**
 * What keeps a lesson from being committed, without running it: each names the cell and what to do.
 * @param {string} text the notebook as it is saved
 * @param {string} lesson relative to the project's folder
 * @returns {Promise<string[]>} [] if nothing
 */
export async function notebookProblems(text, lesson) {
  const cells = lessonCells(text);
  return [
    ...cellProblems(cells),
    ...headingProblems(cells),
    ...exerciseProblems(cells),
    ...linkProblems(cells, lesson),
    ...mathProblems(cells),
    ...outputProblems(text),
    ...(await spellingProblems(cells)),
  ];
}

/**
 * The same for a Markdown file: its links, LaTeX and spelling.
 * @param {string} text @param {string} file relative to the project's folder
 * @returns {Promise<string[]>}
 */
export async function markdownProblems(text, file) {
  const whole = [{ id: '', name: 'The text', isCode: false, source: text, blocks: parse(text) }];
  return [...linkProblems(whole, file), ...mathProblems(whole), ...(await spellingProblems(whole))];
}
