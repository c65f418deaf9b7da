// @ts-check
import { cellName, textOf } from '../cells.mjs';

/** Whether nbgrader needs a cell's settings so: by what the cell is for. */
const FLAGS = ['grade', 'locked', 'solution', 'task'];

/**
 * What nbgrader and the table of points need of the source of homework. (What `release` refuses, such as a solution outside
 * of a function, is not repeated here.)
 * @param {string} text the notebook as it is saved
 * @param {ReadonlySet<string>} misconceptions that checks can name
 * @returns {string[]}
 */
export function homeworkRuleProblems(text, misconceptions) {
  const { cells } = JSON.parse(text);
  let code = 0;
  const problems = cells.flatMap((/** @type {any} */ cell) => {
    const isCode = cell.cell_type === 'code';
    const name = isCode ? cellName(cell, code++) : `text cell "${cell.id}"`;
    const found = [
      ...settingsProblems(cell),
      ...(isCode && (cell.outputs.length > 0 || cell.execution_count !== null)
        ? ['has outputs; clear them, the source is handed out without.']
        : []),
      ...halfProblems(textOf(cell.source), misconceptions),
    ];
    return found.map((problem) => `${name} ${problem}`);
  });
  return [...problems, ...totalProblems(cells)];
}

/** @param {any} cell @returns {string[]} */
function settingsProblems({ id, cell_type, metadata }) {
  const about = metadata.nbgrader;
  if (!about)
    return ["lacks nbgrader's settings (metadata.nbgrader); lock it, if students have nothing to write in it."];
  const problems = [];
  if (about.grade_id !== id) problems.push(`has the grade_id "${about.grade_id}"; make it "${id}", as its id is.`);
  if (about.cell_type !== cell_type) problems.push(`has the cell_type "${about.cell_type}" in its settings.`);
  if (about.schema_version !== 3) problems.push('needs schema_version 3 in its settings.');
  const unsaid = FLAGS.filter((flag) => typeof about[flag] !== 'boolean');
  if (unsaid.length > 0) problems.push(`needs true or false for ${unsaid.join(', ')} in its settings.`);
  if (about.solution === about.locked) problems.push('must be locked, or marked as a solution where students write.');
  if (about.grade !== 'points' in about || (about.grade && !(about.points > 0))) {
    problems.push('needs points if it is graded, and none if it is not.');
  }
  return problems;
}

/** Half of the points is given by a misconception's name, so a slip in the name gives none. */
function halfProblems(/** @type {string} */ source, /** @type {ReadonlySet<string>} */ misconceptions) {
  const names = [...source.matchAll(/\bhalf: \[([^\]]*)\]/g)].flatMap(([, list]) =>
    [...(list ?? '').matchAll(/'([^']*)'|"([^"]*)"/g)].map((match) => match[1] ?? match[2] ?? ''),
  );
  return names
    .filter((name) => !misconceptions.has(name))
    .map((name) => `gives half for "${name}", which no check of src/exercises/ names.`);
}

/** Students read the sum in the last row of the table of points. @param {any[]} cells @returns {string[]} */
function totalProblems(cells) {
  const sum = cells.reduce((total, { metadata }) => total + (metadata.nbgrader?.points ?? 0), 0);
  const said = cells.flatMap(({ cell_type, source }) =>
    cell_type === 'markdown' ? (/^\| *Total *\|(?:.*\|)? *([\d.]+) *\|$/m.exec(textOf(source))?.[1] ?? []) : [],
  );
  if (said.length === 1 && Number(said[0]) === sum) return [];
  return [
    `The cells bring ${sum} points, and the text says ${said.join(' and ') || 'no sum'}; one table ends in | Total | … | ${sum} |.`,
  ];
}
