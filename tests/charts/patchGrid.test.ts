import { firstLayerFilters } from '../../src/analysis/filters';
import type { Filters } from '../../src/analysis/filters';
import type { StrongestPatches } from '../../src/analysis/strongestPatches';
import { patchGrid } from '../../src/charts/patchGrid';
import { convNet } from '../../src/model/network';
import { useBackend } from '../../src/engine';
import { brightnessDataset } from '../training/smallRun';
import { drawn, expectColor, imagesOf, layoutOf, texts } from './pictures';

beforeAll(() => useBackend());

const images = brightnessDataset(6);
const pixelOf = (image: number, row: number, column: number) => [
  ...[0, 1, 2].map((c) => images.images[((image * 8 + row) * 8 + column) * 3 + c]!),
  255,
];

/** Three filters of one pixel and three channels; the last one never answers. */
const filters: Filters = {
  ...{ layer: 'Conv2D 1', height: 1, width: 1, channels: 3, filters: 3 },
  // Channel by channel, in it filter by filter.
  values: Float32Array.of(1, 0.5, 0, -1, 0, 0, 0, -0.25, 0),
};
const strongest: StrongestPatches = {
  ...{ layer: 'Conv2D 1', height: 1, width: 1 },
  patches: [
    [
      { image: 2, row: 3, column: 4, activation: 2 },
      { image: 0, row: 7, column: 7, activation: 1 },
    ],
    [{ image: 5, row: 0, column: 0, activation: 1 }],
    [],
  ],
};

test('a row for each filter: itself on its own scale, then the pixels that it answers to', async () => {
  const figure = patchGrid(strongest, { images, filters });
  const picture = await drawn(figure);
  const found = imagesOf(figure);
  expect(found).toHaveLength(2 + 1 + 1 + 1 + 1);
  expectColor(picture.inside(found[0]!, 0, 0), [255, 1, 128, 255]);
  expectColor(picture.inside(found[1]!, 0, 0), pixelOf(2, 3, 4));
  expectColor(picture.inside(found[2]!, 0, 0), pixelOf(0, 7, 7));
  // Half of the largest |w| of the figure, but all of its own.
  expectColor(picture.inside(found[3]!, 0, 0), [255, 128, Math.round(128 - 127 / 2), 255]);
  expectColor(picture.inside(found[4]!, 0, 0), pixelOf(5, 0, 0));
  expectColor(picture.inside(found[5]!, 0, 0), [128, 128, 128, 255]);
  expect(texts(figure.svg)).toEqual(['1', '2', '3']);
  expect(figure.caption).toBe(
    'Conv2D 1, 3 filters of 3: framed the filter, each on its own scale (mid gray is 0).\n' +
      'Beside it the 1 × 1 pixels that it answers to most, the strongest first, from 2 different images of brightness.\n' +
      '1 filter never answers.',
  );
  expect(figure.alt).toContain('Filters of Conv2D 1, each with the pieces of images that it answers to most.');
  expect(layoutOf(figure)).toMatchSnapshot();
});

test('some of the filters, by their numbers', () => {
  expect(texts(patchGrid(strongest, { images, filters, which: [2, 0] }).svg)).toEqual(['3', '1']);
});

test('refuses what does not belong together, and too many filters', async () => {
  const others = await firstLayerFilters(convNet({ filters: 3, denseUnits: 1, inputShape: [8, 8, 3] }));
  expect(() => patchGrid(strongest, { images, filters: others })).toThrow(/got filters of \[3,3,3,3\]/);
  expect(() => patchGrid(strongest, { images, filters, which: [] })).toThrow(/1 to 32 filters, got 0/);
  expect(() => patchGrid(strongest, { images, filters, which: [3] })).toThrow(/from 0 to 2, got 3/);
});
