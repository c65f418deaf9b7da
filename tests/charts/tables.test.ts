import { claimTable, table, tableHtml, tableMarkdown } from '../../src/charts/tables';

test('a table escapes what HTML and Markdown give a meaning', () => {
  const claims = claimTable([{ claim: 'a < b', measured: 'x | y', verdict: '<b>' }]);
  expect(tableHtml(claims)).toContain('a &#60; b');
  expect(tableHtml(claims)).not.toContain('<b>');
  expect(tableMarkdown(claims)).toContain('x \\| y');
});

test('a table is plain text, too', () => {
  expect(table(['layer', 'dead'], [['Dense 1', '6'], ['Dense 2', '0']]).alt).toBe('layer | dead\nDense 1 | 6\nDense 2 | 0'); // prettier-ignore
});

test('a table asks for as many cells as it has headings', () => {
  expect(() => table(['one', 'two'], [['only']])).toThrow(/2 cells in every row, got 1/);
});
