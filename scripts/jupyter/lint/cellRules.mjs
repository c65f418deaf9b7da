// @ts-check

/** @typedef {import('./lessonCells.mjs').LessonCell} LessonCell */

const MAX_LINES = 20;
/** The median of a lesson's code cells stays below this many lines. */
const MEDIAN_LINES = 8;
const MAX_COLUMNS = 110;

/** Ids, sizes and order of cells: one idea a cell, and text around every result. @param {LessonCell[]} cells @returns {string[]} */
export function cellProblems(cells) {
  return [...idProblems(cells), ...sizeProblems(cells), ...orderProblems(cells)];
}

/** @param {LessonCell[]} cells */
function idProblems(cells) {
  const seen = new Set();
  return cells.flatMap(({ id, name }, i) => {
    const repeated = seen.has(id);
    seen.add(id);
    if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id) || !/[a-z]{2}/.test(id) || isRandom(id)) {
      return [
        `${name}, the ${i + 1}. of all, needs an id that says what it is about: small letters, digits and hyphens.`,
      ];
    }
    return repeated ? [`${name} has the id of an earlier cell; give each its own.`] : [];
  });
}

/** Jupyter's own ids are eight hexadecimal digits, or a UUID. @param {string} id */
const isRandom = (id) => /^(?=.*\d)[0-9a-f]{8}(-[0-9a-f]{4}|$)/.test(id);

/** @param {LessonCell} cell */
const linesOf = ({ source }) => source.trimEnd().split('\n');

/** @param {LessonCell[]} cells */
function sizeProblems(cells) {
  const code = cells.filter(({ isCode }) => isCode);
  const problems = code.flatMap((cell) => {
    const lines = linesOf(cell);
    const long = lines.findIndex((line) => line.length > MAX_COLUMNS) + 1;
    return [
      ...(lines.length > MAX_LINES
        ? [`${cell.name} has ${lines.length} lines, and may have ${MAX_LINES}: one idea a cell; split it.`]
        : []),
      ...(long ? [`${cell.name} has more than ${MAX_COLUMNS} characters in line ${long}; break it.`] : []),
    ];
  });
  const sizes = code.map((cell) => linesOf(cell).length).sort((a, b) => a - b);
  const median = ((sizes[(sizes.length - 1) >> 1] ?? 0) + (sizes[sizes.length >> 1] ?? 0)) / 2;
  if (median >= MEDIAN_LINES) {
    problems.push(
      `Half the code cells have ${median} lines or more, and must have less than ${MEDIAN_LINES}; split the longest.`,
    );
  }
  if (cells.length < 2 * code.length) {
    const texts = cells.length - code.length;
    problems.push(
      `There are ${code.length} code cells and only ${texts} of text; say before a cell what it asks, and after it what it shows.`,
    );
  }
  return problems;
}

/** Between two code cells stands text; only a starting cell and its check go together. @param {LessonCell[]} cells */
function orderProblems(cells) {
  return cells.flatMap((cell, i) => {
    const before = cells[i - 1];
    if (!cell.isCode || !before?.isCode) return [];
    const task = /^(.+)-code$/.exec(before.id)?.[1];
    if (task && cell.id === `${task}-check`) return [];
    return [`${cell.name} follows another code cell; say between them what the first one showed.`];
  });
}
