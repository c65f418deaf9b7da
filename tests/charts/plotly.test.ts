import { plotlyAxis, plotlyFigure, plotlyText } from '../../src/charts/drawing/plotly';
import { FIGURE_WIDTH, FONT, INK, TEXT_SIZE } from '../../src/charts/style';
import { vegaLiteFigure } from '../../src/charts/drawing/vegaLite';

test.each([
  ['<b>bold</b>', '&lt;b&gt;bold&lt;/b&gt;'],
  ['<a href="javascript:x">', '&lt;a href="javascript:x"&gt;'],
  ['a<br>b', 'a&lt;br&gt;b'],
  ['&lt;', '&amp;lt;'],
  ['λ ≤ 0.01 🎉', 'λ ≤ 0.01 🎉'],
])('%s is no markup in Plotly', (text, escaped) => {
  expect(plotlyText(text)).toBe(escaped);
});

const still = vegaLiteFigure({ panels: [{ mark: 'point', data: { values: [] } }], what: 'Still.', caption: 'Twin.' });

test('a figure has the look of all, and the words of its still twin', () => {
  const figure = plotlyFigure({ data: [{ y: [1] }], layout: { xaxis: {} }, still });
  expect(figure).toMatchObject({ kind: 'plotly', data: [{ y: [1] }], still: still.spec });
  expect([figure.alt, figure.caption]).toEqual(['Still. Twin.', 'Twin.']);
  expect(figure).not.toHaveProperty('frames');
  expect(figure.layout).toMatchObject({
    ...{ width: FIGURE_WIDTH, xaxis: {}, font: { family: FONT, size: TEXT_SIZE, color: INK } },
    // No paper of its own.
    ...{ paper_bgcolor: 'rgba(0,0,0,0)', plot_bgcolor: 'rgba(0,0,0,0)' },
  });
});

test('a figure that plays brings its frames, and may have a caption of its own', () => {
  const frames = [{ name: 'epoch 1', data: [] }];
  const figure = plotlyFigure({ data: [], layout: {}, frames, still, caption: 'Own.' });
  expect([figure.frames, figure.caption]).toEqual([frames, 'Own.']);
});

test('an axis keeps what it is given', () => {
  expect(plotlyAxis({ title: { text: '|w|' }, range: [0, 1], showgrid: false })).toMatchObject({
    ...{ title: { text: '|w|', font: { size: TEXT_SIZE } }, range: [0, 1], showgrid: false, linecolor: INK },
  });
});
