// @ts-check

/** A text of a notebook, which may be saved as a list of lines. @param {string | string[] | undefined} text */
export const textOf = (text) => [text ?? ''].flat().join('');

/** How messages name a code cell. @param {any} cell @param {number} index among the code cells, from 0 */
export const cellName = (cell, index) => `cell "${cell.id}" (code cell ${index + 1})`;
