import { splitDataset, takeImages } from '../../src/data/dataset';
import type { ImageDataset } from '../../src/data/dataset';

/** One byte-pixel images: image i has pixel i; 50 of class 0, 30 of class 1, 20 of class 2, in turn by blocks. */
const labels = Uint8Array.from({ length: 100 }, (_, i) => (i < 50 ? 0 : i < 80 ? 1 : 2));
const dataset: ImageDataset = {
  name: 'hundred',
  images: Uint8Array.from({ length: 100 }, (_, i) => i),
  labels,
  count: 100,
  height: 1,
  width: 1,
  channels: 1,
  classNames: ['a', 'b', 'c'],
};

const counts = (part: ImageDataset): number[] => [0, 1, 2].map((c) => part.labels.filter((l) => l === c).length);
const expectOwnLabels = (part: ImageDataset): void =>
  part.images.forEach((image, i) => expect(part.labels[i]).toBe(labels[image]));
const isSorted = (values: Uint8Array): boolean => values.every((value, i) => i === 0 || values[i - 1]! <= value);

test('a subset has the classes in proportion, each image once with its own label, in random order', () => {
  const part = takeImages(dataset, { count: 20, seed: 1 });
  expect(part.count).toBe(20);
  expect(counts(part)).toEqual([10, 6, 4]);
  expect(new Set(part.images).size).toBe(20);
  expectOwnLabels(part);
  expect(isSorted(part.labels)).toBe(false);
});

test('shares that are no whole numbers differ from the exact ones by less than one image', () => {
  for (let count = 1; count <= 100; count++) {
    const part = takeImages(dataset, { count, seed: count });
    expect(part.labels.length).toBe(count);
    counts(part).forEach((n, c) => expect(Math.abs(n - [0.5, 0.3, 0.2][c]! * count)).toBeLessThan(1));
  }
});

test('the seed decides which images', () => {
  expect(takeImages(dataset, { count: 20, seed: 1 }).images).toEqual(
    takeImages(dataset, { count: 20, seed: 1 }).images,
  );
  expect(takeImages(dataset, { count: 20, seed: 1 }).images).not.toEqual(
    takeImages(dataset, { count: 20, seed: 2 }).images,
  );
});

test('more images than there are cannot be taken', () => {
  expect(() => takeImages(dataset, { count: 101 })).toThrow('at most the 100 images of hundred, got 101');
  expect(() => takeImages(dataset, { count: 0 })).toThrow('requires count');
});

test.each([20, 0.2])(
  'a split of %p is disjoint, complete, in proportion, and leaves the original alone',
  (validation) => {
    const parts = splitDataset(dataset, { validation, seed: 3 });
    expect(counts(parts.validation)).toEqual([10, 6, 4]);
    expect(counts(parts.train)).toEqual([40, 24, 16]);
    const all = [...parts.train.images, ...parts.validation.images].sort((a, b) => a - b);
    expect(all).toEqual([...dataset.images]);
    expectOwnLabels(parts.train);
    expectOwnLabels(parts.validation);
    expect(isSorted(parts.train.labels)).toBe(false);
    parts.train.images.fill(255);
    expect(dataset.images[0]).toBe(0);
  },
);

test.each([0, -1, 1.5, 100, 0.001, NaN])('a split of %p is refused', (validation) => {
  expect(() => splitDataset(dataset, { validation })).toThrow('splitDataset requires validation');
});

test('a label without a class name is named', () => {
  expect(() => takeImages({ ...dataset, classNames: ['a'] }, { count: 5 })).toThrow('got label 1 with 1 class names');
});
