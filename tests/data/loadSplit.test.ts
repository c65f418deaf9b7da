import { join } from 'node:path';
import type { ImageDataset } from '../../src/data/dataset';
import { loadSplit } from '../../src/data/loadSplit';
import { soundMembers, temporaryFolder, writeArchive } from './archives';

const folder = temporaryFolder();
let data: string;

beforeAll(async () => {
  data = await writeArchive(join(folder, 'small.tar.gz'), soundMembers(4));
});

const counts = ({ train, validation, test }: Record<'train' | 'validation' | 'test', ImageDataset>) => [
  ...[train.count, validation.count, test.count],
];

/** The images as texts, so that those of two parts can be compared. */
function imagesOf({ images, count }: ImageDataset): string[] {
  const size = images.length / count;
  return Array.from({ length: count }, (_, i) => String(images.subarray(i * size, (i + 1) * size)));
}

test('as many images to choose by as for the test, none of them among those to learn from', async () => {
  const split = await loadSplit({ data, trainImages: 10, testImages: 3 });
  expect(counts(split)).toEqual([10, 3, 3]);
  expect(split.source).toMatch(/^CIFAR-10 from .*small\.tar\.gz: 10 for training, 3 for validation, 3 for the test\.$/);
  const learned = new Set(imagesOf(split.train));
  for (const image of imagesOf(split.validation)) expect(learned).not.toContain(image);
});

test('the same options give the same parts, another seed others', async () => {
  const options = { data, trainImages: 10, testImages: 3 };
  const [one, same, other] = [
    await loadSplit(options),
    await loadSplit(options),
    await loadSplit({ ...options, seed: 2 }),
  ];
  expect(same).toEqual(one);
  expect(imagesOf(other.train)).not.toEqual(imagesOf(one.train));
});

test('all images: those to choose by come off the training images', async () => {
  expect(counts(await loadSplit({ data }))).toEqual([15, 5, 5]);
  expect(counts(await loadSplit({ data, trainImages: 'all', testImages: 3 }))).toEqual([17, 3, 3]);
  expect(counts(await loadSplit({ data, trainImages: 7, testImages: 'all' }))).toEqual([7, 5, 5]);
});

test('more than there are is an error', async () => {
  await expect(loadSplit({ data, trainImages: 18, testImages: 3 })).rejects.toThrow(/at most the 20 .*, got 21/);
});
