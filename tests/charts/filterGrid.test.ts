import type { Filters } from '../../src/analysis/filters';
import { filterGrid } from '../../src/charts/filterGrid';
import { expectColor, imagesOf, layoutOf, drawn, textPlaces, texts } from './pictures';

/** Filters of 2×2 pixels with weights that a function of place, channel and filter gives. */
function filtersOf(
  filters: number,
  channels: number,
  weight: (place: number, channel: number, filter: number) => number,
): Filters {
  const values = Float32Array.from({ length: 4 * channels * filters }, (_, i) =>
    weight(Math.floor(i / (channels * filters)), Math.floor(i / filters) % channels, i % filters),
  );
  return { layer: 'Conv2D 1', height: 2, width: 2, channels, filters, values };
}

/** One channel; filter f has the weight f at its last pixel. */
const steps = (size: number) => filtersOf(5, 1, (place, _, filter) => (place === 3 ? size * filter : 0));

test('all blocks have one scale, with mid gray for 0', async () => {
  // The largest |w| is 4 · 2 = 8.
  const figure = filterGrid({ before: steps(1), after: steps(-2) });
  const images = imagesOf(figure);
  const picture = await drawn(figure);
  expect(images).toHaveLength(2 * 5);
  images.forEach((image, i) => {
    const weight = i < 5 ? i : -2 * (i - 5);
    const gray = Math.round(128 + (127 * weight) / 8);
    expectColor(picture.inside(image, 0, 0), [128, 128, 128, 255]);
    expectColor(picture.inside(image, 1, 1), [gray, gray, gray, 255]);
  });
  expect(figure.caption.split('\n')).toEqual([
    'Conv2D 1: 5 filters of 2 × 2 pixels, in the same order.',
    'Mid gray is 0, black −8, white 8: ± the largest |w|.',
    `Norm √Σw²: before ${Math.sqrt(1 + 4 + 9 + 16).toPrecision(3)} → after ${Math.sqrt(4 + 16 + 36 + 64).toFixed(0)}.`,
  ]);
});

test('three channels are red, green and blue', async () => {
  const figure = filterGrid({
    now: filtersOf(1, 3, (place, channel) => (place === channel ? 1 : place === 3 ? -1 : 0)),
  });
  const picture = await drawn(figure);
  const [image] = imagesOf(figure);
  expectColor(picture.inside(image!, 0, 0), [255, 128, 128, 255]);
  expectColor(picture.inside(image!, 1, 0), [128, 255, 128, 255]);
  expectColor(picture.inside(image!, 0, 1), [128, 128, 255, 255]);
  expectColor(picture.inside(image!, 1, 1), [1, 1, 1, 255]);
  expect(figure.alt).toContain(
    '1 filter of 2 × 2 pixels in red, green and blue. Mid gray is 0; each color runs from −1',
  );
});

test('a filter has the same place in each block, and rows say the number of their first one', () => {
  const figure = filterGrid({ before: steps(1), after: steps(2) });
  const images = imagesOf(figure);
  const across = images[5]!.x - images[0]!.x;
  images.slice(0, 5).forEach(({ x, y }, i) => {
    expect(images[5 + i]).toMatchObject({ x: x + across, y });
    expect(y).toBe(images[0]!.y + Math.floor(i / 3) * (48 + 4));
  });
  const [before, one, four, after] = textPlaces(figure);
  expect([before!.text, one!.text, four!.text, after!.text]).toEqual(['before', '1', '4', 'after']);
  expect([before!.x, after!.x]).toEqual([images[0]!.x, images[5]!.x]);
  expect(layoutOf(figure)).toMatchSnapshot();
});

test.each([[1], [8], [32], [128], [512]])('%i filters have room, with one network or four', async (filters) => {
  const some = filtersOf(filters, 3, (place, channel, filter) => Math.sin(place + 4 * channel + 12 * filter));
  for (const names of [['after'], ['before', 'after'], ['start', 'baseline', 'L1', 'L2']]) {
    const figure = filterGrid(Object.fromEntries(names.map((name) => [name, some])));
    expect(imagesOf(figure)).toHaveLength(filters * names.length);
    const { width, height, bytes } = await drawn(figure);
    expect(width).toBeLessThanOrEqual(600);
    expect(height).toBeLessThanOrEqual(filters > 128 ? 900 : 500);
    if (filters <= 128) expect(bytes).toBeLessThan(60_000);
  }
});

test('weights that are not finite stay empty and are counted', async () => {
  const lost = filtersOf(2, 1, (place, _, filter) => (filter === 0 ? [NaN, Infinity, 1, 0.5][place]! : 0.25));
  const figure = filterGrid({ lost });
  const picture = await drawn(figure);
  const [image] = imagesOf(figure);
  expect(picture.inside(image!, 0, 0)[3]).toBe(0);
  expect(picture.inside(image!, 1, 0)[3]).toBe(0);
  expectColor(picture.inside(image!, 0, 1), [255, 255, 255, 255]);
  expect(figure.alt).toMatch(/black −1, white 1.*2 weights are not finite and left out.$/);
});

test('weights that are all 0 are mid gray', async () => {
  const figure = filterGrid({ zero: filtersOf(1, 3, () => 0) });
  expectColor((await drawn(figure)).inside(imagesOf(figure)[0]!, 1, 1), [128, 128, 128, 255]);
  expect(figure.alt).toMatch(/All weights are 0 \(mid gray\). Norm √Σw²: zero 0.$/);
});

test('headings stay text', async () => {
  const figure = filterGrid({ '<script>': steps(1), '"🐈" & more': steps(1), ['W'.repeat(200)]: steps(1) });
  expect(figure.svg).not.toContain('<script');
  expect(texts(figure.svg)).toEqual(expect.arrayContaining(['&#60;script&#62;']));
});

test.each([
  [() => filterGrid({}), /1 to 4 sets of filters, got 0; write filterGrid\(\{ before, after \}\)/],
  [() => filterGrid({ a: steps(1), b: { ...steps(1), width: 1 } }), /one shape, got \[2,2,1,5\] and \[2,1,1,5\] \(b\)/],
  [() => filterGrid({ a: filtersOf(1, 4, () => 0) }), /1 channel \(gray\) or 3 .*got 4/],
])('asks for what it needs: %s', (call, message) => {
  expect(call).toThrow(message);
});
