// @ts-check
import { headingsOf, htmlPieces } from './markdown.mjs';

/** @typedef {import('./lessonCells.mjs').LessonCell} LessonCell */

const FEWEST = 4;
const MOST = 6;

/** The cells of one exercise, in their order. */
const PARTS = [
  { suffix: '', isCode: false, what: 'its text' },
  { suffix: '-code', isCode: true, what: 'the starting cell' },
  { suffix: '-check', isCode: true, what: 'the check' },
  { suffix: '-hint', isCode: false, what: 'the hint' },
];

/** Each exercise has a text, a starting cell, a check and a folded hint. @param {LessonCell[]} cells @returns {string[]} */
export function exerciseProblems(cells) {
  const numbers = [
    ...new Set(cells.flatMap(({ id }) => /^exercise-(\d+)(?:-(?:code|check|hint))?$/.exec(id)?.[1] ?? [])),
  ];
  const count = numbers.length;
  const problems =
    count < FEWEST || count > MOST ? [`The lesson has ${count} exercises; it needs ${FEWEST} to ${MOST}.`] : [];
  numbers.forEach((number, i) => {
    if (Number(number) !== i + 1) problems.push(`Exercise ${number} comes as number ${i + 1}; count from 1, in order.`);
    problems.push(...partProblems(cells, `exercise-${number}`), ...textProblems(cells, number));
  });
  return problems;
}

/** @param {LessonCell[]} cells @param {string} exercise */
function partProblems(cells, exercise) {
  let last = -1;
  return PARTS.flatMap(({ suffix, isCode, what }) => {
    const index = cells.findIndex(({ id }) => id === exercise + suffix);
    const kind = isCode ? 'code' : 'text';
    if (index < 0) return [`${exercise} lacks ${what}: a ${kind} cell with the id "${exercise}${suffix}".`];
    const [cell, after] = [/** @type {LessonCell} */ (cells[index]), index > last];
    last = Math.max(last, index);
    if (cell.isCode !== isCode) return [`${cell.name} is ${what} of an exercise; make it a ${kind} cell.`];
    return after ? [] : [`${cell.name} stands too early; the order is text, starting cell, check, hint.`];
  });
}

/** @param {LessonCell[]} cells @param {string} number */
function textProblems(cells, number) {
  const find = (/** @type {string} */ id) => cells.find((cell) => cell.id === id && !cell.isCode);
  const [text, hint] = [find(`exercise-${number}`), find(`exercise-${number}-hint`)];
  const problems = [];
  const [heading] = text ? headingsOf(text.blocks) : [];
  if (text && !(heading?.level === 3 && heading.text.startsWith(`Exercise ${number}: `))) {
    problems.push(`${text.name} must begin with its heading: ### Exercise ${number}: name.`);
  }
  return hint ? [...problems, ...hintProblems(hint)] : problems;
}

/** @param {LessonCell} hint */
function hintProblems({ name, blocks }) {
  const html = htmlPieces(blocks).join('\n');
  const count = (/** @type {RegExp} */ tag) => html.match(tag)?.length ?? 0;
  if (count(/<details>/g) !== 1 || count(/<summary>[^<]+<\/summary>/g) !== 1) {
    return [`${name} must be folded: <details><summary>Hint</summary>, a blank line, the hint.`];
  }
  if (count(/<\/details>/g) !== 1) return [`${name} does not close its <details>; end it with </details>.`];
  if (!blocks.some(({ type }) => type === 'inline')) {
    return [`${name} needs a blank line after </summary> and before </details>; else its Markdown is not read.`];
  }
  return [];
}
