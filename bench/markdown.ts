/** A Markdown table. */
export function table(columns: readonly string[], rows: readonly string[][]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
  return [line(columns), line(columns.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Median, and quartiles in brackets. */
export function spread(
  { median, lowerQuartile, upperQuartile }: { median: number; lowerQuartile: number; upperQuartile: number },
  digits: number,
): string {
  const [middle, low, high] = [median, lowerQuartile, upperQuartile].map((x) => x.toFixed(digits));
  return `${middle} (${low}–${high})`;
}
