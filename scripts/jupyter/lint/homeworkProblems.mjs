// @ts-check
import { cellProblems } from './cellRules.mjs';
import { headingProblems } from './headingRules.mjs';
import { homeworkRuleProblems } from './homeworkRules.mjs';
import { lessonCells } from './lessonCells.mjs';
import { linkProblems } from './linkRules.mjs';
import { mathProblems } from './mathRules.mjs';
import { spellingProblems } from './spelling.mjs';

/** Homework begins with a title and needs no sections that lessons have. */
const SECTIONS = /** @type {string[]} */ ([]);

/**
 * What keeps the source of homework from being committed, without running it. The rules of lessons hold for what students
 * see, and for the solutions; what nbgrader reads has rules of its own.
 * @param {string} text the notebook as it is saved
 * @param {string} file relative to the project's folder
 * @param {ReadonlySet<string>} misconceptions that checks can name
 * @returns {Promise<string[]>} [] if nothing
 */
export async function homeworkProblems(text, file, misconceptions) {
  const cells = lessonCells(text, withoutMarkers);
  return [
    ...homeworkRuleProblems(text, misconceptions),
    ...cellProblems(cells),
    ...headingProblems(cells, SECTIONS),
    ...linkProblems(cells, handedOut(file)),
    ...mathProblems(cells),
    ...(await spellingProblems(cells)),
  ];
}

/** Links are followed from where students have the notebook: homework/NAME/. @param {string} file */
const handedOut = (file) => file.replace(/\bsource[\\/]/, '');

/** A cell with its solution and without hidden tests, which are no part of the text. @param {string} source */
const withoutMarkers = (source) =>
  source
    .replace(/^.*BEGIN HIDDEN TESTS[^]*?END HIDDEN TESTS.*$/gm, '')
    .replace(/^.*(?:BEGIN|END) SOLUTION.*\n?/gm, '')
    .trimEnd();
