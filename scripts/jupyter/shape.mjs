// @ts-check
import { cellName, textOf } from './cells.mjs';
import { savedOutputs } from './lessonFiles.mjs';

/**
 * In what a committed lesson and a fresh run of it differ in shape: cells, ids and sources, and for each code cell the
 * number and the types of its outputs. Numbers and the length of what is printed may differ.
 * @param {any} committed @param {any} rerun both as read from their files
 * @returns {string[]} [] if in nothing
 */
export function shapeDifferences(committed, rerun) {
  const [old, fresh] = [committed.cells, rerun.cells];
  if (old.length !== fresh.length) return [`The lesson has ${old.length} cells, the run has ${fresh.length}.`];
  const code = old.filter(isCode);
  if (!code.some((/** @type {any} */ cell) => cell.outputs.length > 0)) return ['The lesson has no outputs.'];
  return old.flatMap((/** @type {any} */ cell, /** @type {number} */ i) => {
    const other = fresh[i];
    const name = isCode(cell) ? cellName(cell, code.indexOf(cell)) : `text cell "${cell.id}"`;
    if (cell.id !== other.id || cell.cell_type !== other.cell_type || textOf(cell.source) !== textOf(other.source)) {
      return [`${name} is another one in the run.`];
    }
    if (!isCode(cell)) return [];
    const [before, now] = [shapeOf(cell.outputs), shapeOf(other.outputs)];
    return before === now ? [] : [`${name} has ${before} in the lesson; a run gives ${now}.`];
  });
}

/** @param {any} cell */
const isCode = (cell) => cell.cell_type === 'code';

/** @param {any[]} outputs */
function shapeOf(outputs) {
  const kinds = savedOutputs(outputs).map((output) =>
    output.output_type === 'stream'
      ? output.name
      : [
          output.output_type,
          Object.keys(output.data ?? {})
            .sort()
            .join(' + '),
        ]
          .filter(Boolean)
          .join(' '),
  );
  return kinds.length === 0 ? 'no output' : `${kinds.length} output(s) (${kinds.join('; ')})`;
}
