// @ts-check
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT } from '../../common/paths.mjs';
import { anchorsOf } from './anchors.mjs';
import { htmlPieces, inlineTokens, prose, visibleText } from './markdown.mjs';

/** @typedef {import('./lessonCells.mjs').LessonCell} LessonCell */

/** Link texts that do not say where they lead. */
const VAGUE = /^(?:click |see |right |read )?(?:here|this|that|it|link|page|more|(?:this|the) (?:link|page|site))$/i;

/**
 * Links lead somewhere and say where; pictures say what they show.
 * @param {LessonCell[]} cells @param {string} lesson relative to the project's folder
 * @returns {string[]}
 */
export function linkProblems(cells, lesson) {
  return cells.flatMap(({ name, blocks }) => {
    const links = linksOf(inlineTokens(blocks));
    const problems = links.flatMap((link) => [...textProblems(link), ...targetProblems(link.target, cells, lesson)]);
    if (htmlPieces(blocks).some((html) => /<(?:a|img)\b/i.test(html))) {
      problems.push('has a link or a picture in HTML; write it in Markdown: [text](target), ![what it shows](file).');
    }
    const bare = /(?:https?:\/\/|www\.)\S+/.exec(prose(blocks).join('\n'))?.[0];
    if (bare) problems.push(`has the bare address ${bare}; write [where it leads](address).`);
    return problems.map((problem) => `${name} ${problem}`);
  });
}

/** @typedef {{ target: string, text: string, isImage: boolean }} Link */

/** @param {import('./markdown.mjs').Token[]} tokens @returns {Link[]} */
function linksOf(tokens) {
  /** @type {(token: import('./markdown.mjs').Token, i: number) => Link[]} */
  const links = (token, i) => {
    if (token.type === 'image') return [{ target: attribute(token, 'src'), text: token.content, isImage: true }];
    if (token.type !== 'link_open') return [];
    const end = tokens.findIndex(({ type }, j) => j > i && type === 'link_close');
    return [{ target: attribute(token, 'href'), text: visibleText(tokens.slice(i + 1, end)), isImage: false }];
  };
  return tokens.flatMap(links);
}

/** @param {import('./markdown.mjs').Token} token @param {string} name */
const attribute = (token, name) => String(token.attrGet(name) ?? '');

/** @param {Link} link */
function textProblems({ target, text, isImage }) {
  const said = text.trim();
  if (isImage) return said ? [] : [`shows ${target} without alternative text; write ![what it shows](${target}).`];
  if (said && !VAGUE.test(said)) return [];
  return [`has the link text "${said}" to ${target}; say where it leads.`];
}

/** @param {string} target @param {LessonCell[]} cells @param {string} lesson @returns {string[]} */
function targetProblems(target, cells, lesson) {
  if (/^[a-z][a-z\d+.-]*:|^\/\//i.test(target)) {
    const url = URL.canParse(target) ? new URL(target) : undefined;
    const fine = url?.protocol === 'https:' && /^[^.]+(?:\.[^.]+)+$/.test(url.hostname);
    return fine ? [] : [`links to ${target}; an address outside begins with https:// and a whole host name.`];
  }
  const [path = '', anchor] = target.split('#').map(decodeURIComponent);
  const file = path === '' ? lesson : join(dirname(lesson), path);
  if (path !== '' && !existsSync(join(ROOT, file))) {
    return [`links to ${path}, which is not there; write the path as it is from the lesson's folder.`];
  }
  if (anchor === undefined) return [];
  const anchors = anchorsOf(file, path === '' ? cells : undefined);
  return anchors.includes(anchor)
    ? []
    : [`links to #${anchor}, which no heading of ${file} has; it has ${anchors.map((name) => `#${name}`).join(', ')}.`];
}
