import { featureMaps } from '../../src/charts/featureMaps';
import type { FeatureMap } from '../../src/charts/featureMaps';
import { drawn, expectColor, imagesOf, layoutOf, texts } from './pictures';

const rows = (size: number, value: (row: number, column: number) => number): number[][] =>
  Array.from({ length: size }, (_, row) => Array.from({ length: size }, (_, column) => value(row, column)));

const gray = (value: number) => [value, value, value, 255];

test('without negative values black is 0 and white the largest; with them mid gray is 0', async () => {
  const figure = featureMaps({
    plain: [
      [0, 1],
      [2, 4],
    ],
    signed: [
      [0, 1],
      [-2, -4],
    ],
  });
  const picture = await drawn(figure);
  const [plain, signed] = imagesOf(figure);
  expectColor(picture.inside(plain!, 0, 0), gray(0));
  expectColor(picture.inside(plain!, 1, 0), gray(Math.round(255 / 4)));
  expectColor(picture.inside(plain!, 1, 1), gray(255));
  expectColor(picture.inside(signed!, 0, 0), gray(128));
  expectColor(picture.inside(signed!, 1, 0), gray(Math.round(128 + 127 / 4)));
  expectColor(picture.inside(signed!, 1, 1), gray(1));
  expect(texts(figure.svg)).toEqual(['plain', '0 to 4', 'signed', '−4 to 1']);
  expect(figure.caption).toBe(
    'Gray maps: black is 0, white the largest value. With negative values mid gray is 0. ' +
      'Numbers: smallest and largest value.',
  );
  expect(figure.alt).toContain('Maps as images: plain (2 × 2, 0 to 4); signed (2 × 2, −4 to 1). Gray maps: black is 0');
});

test('a smaller map stands in the middle, with an empty margin', async () => {
  const figure = featureMaps({ image: rows(4, () => 1), map: rows(2, () => 1) });
  const picture = await drawn(figure);
  const [, map] = imagesOf(figure);
  expect(picture.inside(map!, 0, 0)[3]).toBe(0);
  expect(picture.inside(map!, 3, 2)[3]).toBe(0);
  expectColor(picture.inside(map!, 1, 1), gray(255));
  expectColor(picture.inside(map!, 2, 2), gray(255));
  expect(layoutOf(figure)).toMatchSnapshot();
});

test('three channels are red, green and blue from 0 to 1', async () => {
  const figure = featureMaps({ image: [[[1, 0, 0.5]], [[0, 1, 2]]] });
  const [image] = imagesOf(figure);
  const picture = await drawn(figure);
  expectColor(picture.inside(image!, 0, 0), [255, 0, 128, 255]);
  expectColor(picture.inside(image!, 0, 1), [0, 255, 255, 255]);
  expect(figure.caption).toBe('1 image in color.');
  expect(featureMaps({ image: [[[1, 0, 0]]], map: [[1]] }).caption).toBe(
    'Gray maps: black is 0, white the largest value. Numbers: smallest and largest value.',
  );
  expect(featureMaps({ map: [[-1]] }).caption).toBe(
    'Gray maps: mid gray is 0, black and white are ± the largest |value|. Numbers: smallest and largest value.',
  );
  expect(texts(figure.svg)).toEqual(['image']);
});

test('a caption of its own takes the place of the usual one, not of what is left out', () => {
  expect(featureMaps({ image: [[[1, 0, 0]]] }, { caption: 'A red pixel.' }).caption).toBe('A red pixel.');
  expect(featureMaps({ map: [[NaN, 1]] }, { caption: 'Two.' }).caption).toBe(
    'Two.\n1 value is not finite and left out.',
  );
});

test('values that are not finite stay empty and are counted; all 0 is black', async () => {
  const figure = featureMaps({ lost: [[NaN, 1, Infinity]], zero: [[0, 0, 0]] });
  const picture = await drawn(figure);
  const [lost, zero] = imagesOf(figure);
  expect(picture.inside(lost!, 0, 0)[3]).toBe(0);
  expectColor(picture.inside(lost!, 1, 0), gray(255));
  expectColor(picture.inside(zero!, 1, 0), gray(0));
  expect(figure.caption).toMatch(/2 values are not finite and left out.$/);
});

test('rows are about equally long', () => {
  const rowLengths = (count: number) => {
    const images = imagesOf(featureMaps(Object.fromEntries(Array.from({ length: count }, (_, i) => [`m${i}`, [[1]]]))));
    return [...new Set(images.map(({ y }) => y))].map((row) => images.filter(({ y }) => y === row).length);
  };
  expect([1, 4, 5, 6, 7, 9, 12].map(rowLengths)).toEqual([[1], [4], [3, 2], [3, 3], [4, 3], [3, 3, 3], [4, 4, 4]]);
});

test.each([[1], [4], [12]])('%i maps of 32 × 32 pixels have room', async (count) => {
  const maps = Array.from({ length: count }, (_, i) => [
    `map ${i} ${'W'.repeat(30)}`,
    rows(32, (r, c) => Math.sin(r * c + i)),
  ]);
  const { width, height, bytes } = await drawn(featureMaps(Object.fromEntries(maps)));
  expect(width).toBeLessThanOrEqual(600);
  expect(height).toBeLessThanOrEqual(600);
  expect(bytes).toBeLessThan(60_000);
});

test('names stay text', () => {
  expect(featureMaps({ '<script>': [[1]] }).svg).not.toContain('<script');
});

test.each([
  [{}, /1 to 12 maps, got 0; write featureMaps\(\{ name: await map.array\(\) \}\)/],
  [Object.fromEntries(Array.from({ length: 13 }, (_, i) => [`m${i}`, [[1]]])), /1 to 12 maps, got 13/],
  [{ a: [] }, /requires a to be rows of equally many numbers/],
  [{ a: [[1, 2], [3]] }, /rows of equally many numbers/],
  [{ a: [[[1, 2]]] }, /or of \[red, green, blue\]; take one image and one channel/],
  [{ a: [[[[1, 2, 3]]]] as unknown as FeatureMap }, /take one image and one channel/],
])('asks for what it needs: %j', (maps: Record<string, FeatureMap>, message) => {
  expect(() => featureMaps(maps)).toThrow(message);
});
