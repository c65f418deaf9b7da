// @ts-check
import MarkdownIt from 'markdown-it';

/** @typedef {import('markdown-it').Token} Token */

/**
 * LaTeX between $…$ or $$…$$ as one token, so that Markdown does not read its signs. GitHub wants no blank beside a single
 * $. One that stands alone stays text.
 * @param {import('markdown-it').StateInline} state @param {boolean} silent
 */
function mathRule(state, silent) {
  const { src, pos } = state;
  if (src[pos] !== '$') return false;
  const markup = src.startsWith('$$', pos) ? '$$' : '$';
  const start = pos + markup.length;
  let end = src.indexOf(markup, start);
  while (end > 0 && src[end - 1] === '\\') end = src.indexOf(markup, end + 1);
  const content = src.slice(start, Math.max(end, start));
  if (content.trim() === '' || (markup === '$' && content.trim() !== content)) return false;
  if (!silent) Object.assign(state.push('math', '', 0), { content, markup });
  state.pos = end + markup.length;
  return true;
}

const parser = new MarkdownIt({ html: true });
parser.inline.ruler.before('escape', 'math', mathRule);

/** @param {string} source @returns {Token[]} the blocks of a Markdown text */
export const parse = (source) => parser.parse(source, {});

/** @param {Token[]} blocks @returns {Token[]} what stands in them: words, code, math, links, pictures */
export const inlineTokens = (blocks) => blocks.flatMap((block) => block.children ?? []);

/** @param {Token[]} blocks @returns {string[]} their pieces of HTML */
export const htmlPieces = (blocks) =>
  [...blocks, ...inlineTokens(blocks)].filter(({ type }) => type.startsWith('html_')).map(({ content }) => content);

/** What the reader sees of inline tokens. @param {Token[]} tokens */
export const visibleText = (tokens) =>
  tokens
    .filter(({ type }) => !type.startsWith('html_'))
    .map(({ type, content }) => (type.endsWith('break') ? ' ' : content))
    .join('');

/** @param {Token[]} blocks @returns {{ level: number, text: string }[]} the headings, from top to bottom */
export const headingsOf = (blocks) =>
  blocks.flatMap(({ type, tag }, i) =>
    type === 'heading_open'
      ? [{ level: Number(tag.slice(1)), text: visibleText(blocks[i + 1]?.children ?? []).trim() }]
      : [],
  );

/** The words of a text, block by block: no code, no math, no tags, no addresses. @param {Token[]} blocks @returns {string[]} */
export const prose = (blocks) =>
  blocks.map((block) =>
    block.type === 'html_block'
      ? withoutTags(block.content)
      : (block.children ?? []).map((token) => (isWords(token) ? token.content : ' ')).join(''),
  );

/** @param {Token} token */
const isWords = ({ type }) => type === 'text' || type === 'text_special' || type === 'image';

/** @param {string} html */
const withoutTags = (html) => html.replace(/<[^>]*>/g, ' ');
