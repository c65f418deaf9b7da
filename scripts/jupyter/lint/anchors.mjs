// @ts-check
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../common/paths.mjs';
import { lessonCells } from './lessonCells.mjs';
import { headingsOf, parse } from './markdown.mjs';

/**
 * What a link can name behind # in a file: Jupyter makes it of a notebook's headings, GitHub of a Markdown file's.
 * @param {string} file relative to the project's folder
 * @param {import('./lessonCells.mjs').LessonCell[]} [cells] those of the notebook, if they are at hand
 * @returns {string[]}
 */
export function anchorsOf(file, cells) {
  const text = () => readFileSync(join(ROOT, file), 'utf8');
  if (file.endsWith('.ipynb')) {
    const blocks = (cells ?? lessonCells(text())).flatMap((cell) => cell.blocks);
    return headingsOf(blocks).map((heading) => heading.text.replaceAll(' ', '-'));
  }
  if (!file.endsWith('.md')) return [];
  return headingsOf(parse(text())).map((heading) =>
    heading.text
      .toLowerCase()
      .replace(/[^\p{L}\p{N}_ -]/gu, '')
      .replaceAll(' ', '-'),
  );
}
