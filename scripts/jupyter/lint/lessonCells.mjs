// @ts-check
import { cellName, textOf } from '../cells.mjs';
import { parse } from './markdown.mjs';

/**
 * A cell as the rules see it; `blocks` is the parsed Markdown of a text cell, and empty for code.
 * @typedef {{ id: string, name: string, isCode: boolean, source: string, blocks: import('./markdown.mjs').Token[] }} LessonCell
 */

/**
 * @param {string} text a notebook as it is saved
 * @param {(source: string) => string} [shown] what of a cell the rules look at; all of it by default
 * @returns {LessonCell[]}
 */
export function lessonCells(text, shown = (source) => source) {
  let code = 0;
  return JSON.parse(text).cells.map((/** @type {any} */ cell) => {
    const source = shown(textOf(cell.source));
    const isCode = cell.cell_type === 'code';
    const name = isCode ? cellName(cell, code++) : `text cell "${cell.id}"`;
    return { id: cell.id ?? '', name, isCode, source, blocks: isCode ? [] : parse(source) };
  });
}
