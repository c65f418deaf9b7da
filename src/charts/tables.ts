import type { TableFigure } from './figure';
import { escapeHtml } from './drawing/svg';

/** One claim, held against what was measured. */
export interface ClaimRow {
  /** What was said, e.g. `L2 improves the accuracy on the test images`. */
  readonly claim: string;
  /** The numbers that bear on it, with their noise. */
  readonly measured: string;
  /** What follows, e.g. `supported`, `contradicted` or `not decided`. */
  readonly verdict: string;
}

/**
 * A table with the given column headings.
 *
 * @param columns the headings.
 * @param rows texts, as many in each row as there are headings.
 * @returns a figure for `show`; its `alt` is the whole table as plain text.
 * @throws if a row has another number of cells.
 * @example
 * table(['layer', 'dead'], [['Dense 1', '6']]); // => { kind: 'table', columns: [ 'layer', 'dead' ], rows: [ [ 'Dense 1', '6' ] ], alt: 'layer | dead\nDense 1 | 6' }
 */
export function table(columns: readonly string[], rows: readonly (readonly string[])[]): TableFigure {
  const wrong = rows.find((row) => row.length !== columns.length);
  if (wrong) {
    throw new Error(`table requires ${columns.length} cells in every row, got ${wrong.length}: ${wrong.join(' | ')}`);
  }
  return { kind: 'table', columns, rows, alt: [columns, ...rows].map((row) => row.join(' | ')).join('\n') };
}

/**
 * A table of claims: what was claimed, what was measured, what follows.
 *
 * @example
 * const claim = 'L2 improves the accuracy';
 * claimTable([{ claim, measured: '0.60 → 0.64 ± 0.02', verdict: 'supported' }]).rows; // => [ [ 'L2 improves the accuracy', '0.60 → 0.64 ± 0.02', 'supported' ] ]
 */
export function claimTable(rows: readonly ClaimRow[]): TableFigure {
  return table(
    ['Claim', 'Measured', 'Verdict'],
    rows.map(({ claim, measured, verdict }) => [claim, measured, verdict]),
  );
}

/** The table as Markdown; bars within cells are escaped. */
export function tableMarkdown({ columns, rows }: TableFigure): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replace(/\|/g, '\\|')).join(' | ')} |`;
  return [line(columns), line(columns.map(() => '---')), ...rows.map(line)].join('\n');
}

/** The table as HTML; all text is escaped. */
export function tableHtml({ columns, rows }: TableFigure): string {
  const cells = (tag: string, row: readonly string[]) =>
    `<tr>${row.map((cell) => `<${tag} style="text-align:left">${escapeHtml(cell)}</${tag}>`).join('')}</tr>`;
  return `<table><thead>${cells('th', columns)}</thead><tbody>${rows.map((row) => cells('td', row)).join('')}</tbody></table>`;
}
