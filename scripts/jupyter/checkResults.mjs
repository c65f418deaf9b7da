// @ts-check
import { cellName, textOf } from './cells.mjs';

/** How a check's result shows itself at the beginning of its line. */
const SIGN = /^[○✗✓]/u;

/** What a check must say about a starting cell that nobody has changed, and about a right answer. */
const EXPECTED = {
  starting: { sign: '○', advice: 'on the starting cell as it is a check says that the answer is missing (○ …).' },
  answered: { sign: '✓', advice: 'the reference answer must pass (✓ …); mend the answer or the check.' },
};

/**
 * What is wrong with the results of a lesson's checks.
 * @param {string} text an executed notebook
 * @param {keyof typeof EXPECTED} cells whether starting cells ran as they are or with the reference answers
 * @returns {string[]} [] if nothing
 */
export function checkProblems(text, cells) {
  const { sign, advice } = EXPECTED[cells];
  const code = JSON.parse(text).cells.filter((/** @type {any} */ cell) => cell.cell_type === 'code');
  return code.flatMap((/** @type {any} */ cell, /** @type {number} */ i) => {
    if (!/^exercise-\d+-check$/.test(cell.id)) return [];
    const said = cell.outputs
      .map((/** @type {any} */ output) => textOf(output.data?.['text/plain']).trim())
      .find((/** @type {string} */ line) => SIGN.test(line));
    if (said === undefined)
      return [`${cellName(cell, i)} shows no result; its last line is the check: await check…(answer).`];
    return said.startsWith(sign) ? [] : [`${cellName(cell, i)} says "${said}"; ${advice}`];
  });
}
