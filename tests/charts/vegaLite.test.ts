import { read } from 'vega';
import { FONT, TEXT_SIZE } from '../../src/charts/style';
import { renderSvg } from '../../src/charts/drawing/svg';
import { dataOf, vegaLiteFigure } from '../../src/charts/drawing/vegaLite';
import { texts } from './pictures';

/** The rows as Vega reads them. */
function readBack(rows: Parameters<typeof dataOf>[0]): unknown {
  const { values, format } = dataOf(rows) as { values: string; format: Parameters<typeof read>[1] };
  return [...(read(values, format) as unknown[])];
}

describe('dataOf', () => {
  test('comes back from Vega as it was: texts, numbers, truth and gaps', () => {
    const rows = [
      { name: 'a', value: 1.5, small: -2e-7, ok: true },
      { name: 'b', value: null, small: 0, ok: false },
      { name: 'c', value: -3, small: 1e300, ok: true },
    ];
    expect(readBack(rows)).toEqual(rows);
  });

  test('knows a column by its first value that is no gap', () => {
    const rows = [
      { name: 'a', value: null, ok: null },
      { name: 'b', value: 0, ok: false },
    ];
    expect(readBack(rows)).toEqual(rows);
  });

  test('a column of nothing but gaps has no zeros', () => {
    const rows = [
      { name: 'a', value: null },
      { name: 'b', value: null },
    ];
    expect(readBack(rows)).toEqual(rows);
  });

  test.each([
    'a, b',
    '"quoted", twice',
    'two\nlines',
    'two\r\nlines',
    "it's",
    'λ 🎉',
    '<b>',
    '0.01',
    'true',
    'null',
    '2026-01-01',
    '\\n',
    ' spaces ',
  ])('the text %j stays what it is', (name) => {
    const rows = [
      { name, value: 1 },
      { name: 'other', value: 2 },
    ];
    expect(readBack(rows)).toEqual(rows);
  });

  test('takes no rows, too', () => {
    expect(readBack([])).toEqual([]);
  });

  test('takes far less room than JSON, which gives each number of a notebook a line of its own', () => {
    const rows = Array.from({ length: 100 }, (_, i) => ({ network: 'baseline', epoch: i, value: i / 100 }));
    expect(JSON.stringify(dataOf(rows)).length).toBeLessThan(JSON.stringify(rows, null, 1).length / 3);
  });
});

const panel = (names: readonly string[]) => ({
  data: dataOf(names.map((name, y) => ({ name, y }))),
  mark: 'text',
  encoding: { text: { field: 'name' }, y: { field: 'y', type: 'quantitative' } },
});

test('names are drawn as they are', async () => {
  const svg = await renderSvg(vegaLiteFigure({ panels: [panel(['a, "b"', '<i>', 'ñ'])], what: '', caption: '' }).spec);
  expect(texts(svg)).toEqual(expect.arrayContaining(['a, "b"', '&lt;i&gt;', 'ñ']));
});

test('a figure has the look of all, stands on no paper and says in words what it shows', async () => {
  const figure = vegaLiteFigure({ panels: [panel(['a'])], what: 'Names.', caption: 'One: a.\nNo more.' });
  expect(figure.alt).toBe('Names. One: a. No more.');
  expect(figure.caption).toBe('One: a.\nNo more.');
  expect(figure.spec).toMatchObject({
    $schema: 'https://vega.github.io/schema/vega-lite/v5.json',
    description: figure.alt,
  });
  const svg = await renderSvg(figure.spec);
  expect(svg).not.toMatch(/fill="(white|#fff)/);
  for (const [, family, size] of svg.matchAll(/font-family="([^"]*)" font-size="(\d+)px"/g)) {
    expect([family, Number(size) >= TEXT_SIZE]).toEqual([FONT, true]);
  }
});

test('a specification that is not valid is an error', async () => {
  const figure = vegaLiteFigure({ panels: [{ mark: 'no such mark' }], what: '', caption: '' });
  await expect(renderSvg(figure.spec)).rejects.toThrow();
});
