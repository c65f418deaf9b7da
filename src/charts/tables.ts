import { escapeHtml } from './escapeHtml';
import type { TableFigure } from './Figure';

/** One claim, held against what was measured. */
export interface ClaimRow {
  readonly claim: string;
  readonly measured: string;
  readonly verdict: string;
}

/**
 * A table with the given column headings.
 *
 * @throws if a row has another number of cells.
 */
export function table(columns: readonly string[], rows: readonly (readonly string[])[]): TableFigure {
  const wrong = rows.find((row) => row.length !== columns.length);
  if (wrong) {
    throw new Error(
      `table requires ${columns.length} cells in every row, got ${wrong.length}: ${wrong.join(' | ')}`,
    );
  }
  return { kind: 'table', columns, rows, alt: tableText(columns, rows) };
}

/** A table of claims: what was claimed, what was measured, what follows. */
export function claimTable(rows: readonly ClaimRow[]): TableFigure {
  return table(
    ['Claim', 'Measured', 'Verdict'],
    rows.map(({ claim, measured, verdict }) => [claim, measured, verdict]),
  );
}

const tableText = (columns: readonly string[], rows: readonly (readonly string[])[]): string =>
  [columns, ...rows].map((row) => row.join(' | ')).join('\n');

/** The table as Markdown; bars within cells are escaped. */
export function tableMarkdown({ columns, rows }: TableFigure): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replace(/\|/g, '\\|')).join(' | ')} |`;
  return [line(columns), line(columns.map(() => '---')), ...rows.map(line)].join('\n');
}

/** The table as HTML; all text is escaped. */
export function tableHtml({ columns, rows }: TableFigure): string {
  const cells = (tag: string, row: readonly string[]) =>
    `<tr>${row.map((cell) => `<${tag} style="text-align:left">${escapeHtml(cell)}</${tag}>`).join('')}</tr>`;
  return `<table><thead>${cells('th', columns)}</thead><tbody>${rows.map((row) => cells('td', row)).join('')}</tbody></table>`;
}
