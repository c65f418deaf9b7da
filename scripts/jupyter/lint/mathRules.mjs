// @ts-check
import katex from 'katex';
import { inlineTokens, prose } from './markdown.mjs';

/** LaTeX that does not parse, and a $ that begins or ends nothing. @param {import('./lessonCells.mjs').LessonCell[]} cells @returns {string[]} */
export function mathProblems(cells) {
  return cells.flatMap(({ name, blocks }) => {
    const problems = inlineTokens(blocks)
      .filter(({ type }) => type === 'math')
      .flatMap(({ content, markup }) => {
        const said = parseError(content, markup === '$$');
        return said ? [`${name}: ${markup}${content}${markup} is no LaTeX that every page can show: ${said}`] : [];
      });
    const alone = prose(blocks).find((text) => text.includes('$'));
    if (alone !== undefined) {
      problems.push(
        `${name}: a $ stands alone in "${alone.trim()}"; close the formula, without blanks beside $, without | in tables, ` +
          'and with no line that Markdown reads otherwise (as a list or a heading).',
      );
    }
    return problems;
  });
}

/** @param {string} latex @param {boolean} displayMode @returns {string | undefined} what KaTeX says against it */
function parseError(latex, displayMode) {
  try {
    katex.renderToString(latex, { displayMode, throwOnError: true, strict: 'error' });
    return undefined;
  } catch (error) {
    return /** @type {Error} */ (error).message;
  }
}
