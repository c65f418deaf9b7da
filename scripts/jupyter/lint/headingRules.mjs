// @ts-check
import { headingsOf } from './markdown.mjs';

/** @typedef {import('./lessonCells.mjs').LessonCell} LessonCell */

/** What every lesson ends with. */
const SECTIONS = ['Summary', 'Exercises'];

/**
 * Headings make the table of contents: one title, no level left out, and the sections that all lessons have.
 * @param {LessonCell[]} cells @param {string[]} [sections]
 * @returns {string[]}
 */
export function headingProblems(cells, sections = SECTIONS) {
  const headings = cells.flatMap((cell) => headingsOf(cell.blocks).map((heading) => ({ ...heading, cell })));
  const problems = headings.flatMap(({ level, text, cell }, i) => {
    const above = headings[i - 1]?.level ?? 0;
    if (level > above + 1 && i > 0) {
      return [
        `${cell.name}: "${text}" has level ${level} below one of level ${above}; make it ${'#'.repeat(above + 1)}.`,
      ];
    }
    return level === 1 && i > 0 ? [`${cell.name}: "${text}" is one more title; make it ##.`] : [];
  });
  if (headings[0]?.level !== 1 || headings[0].cell !== cells[0]) {
    problems.unshift(`${cells[0]?.name ?? 'The lesson'} must begin with the lesson's title: # Title.`);
  }
  const has = (/** @type {string} */ section) => headings.some(({ level, text }) => level === 2 && text === section);
  return [
    ...problems,
    ...sections.filter((section) => !has(section)).map((section) => `The lesson needs a section "## ${section}".`),
  ];
}
