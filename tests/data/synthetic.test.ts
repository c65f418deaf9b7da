import { createHash } from 'node:crypto';
import { syntheticShapes } from '../../src/data/synthetic';

const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex').slice(0, 16);

test('the bytes are the same on every machine and in every version', () => {
  const { train, test } = syntheticShapes({ trainImages: 50, testImages: 20, seed: 1 });
  expect([digest(train.images), digest(test.images)]).toMatchInlineSnapshot(`
   [
     "2ffd8a50c6ce0465",
     "ac1205170e68d053",
   ]
  `);
});

test('ten classes in turn, in the shape of CIFAR-10', () => {
  const { train, test } = syntheticShapes({ trainImages: 25, testImages: 10 });
  expect([train.count, train.height, train.width, train.channels]).toEqual([25, 32, 32, 3]);
  expect(train.images.length).toBe(25 * 3072);
  expect([...train.labels.subarray(8, 13)]).toEqual([8, 9, 0, 1, 2]);
  expect(new Set(train.classNames).size).toBe(10);
  expect(test.classNames).toBe(train.classNames);
});

test('no image is there twice, neither in one part nor in both', () => {
  const { train, test } = syntheticShapes({ trainImages: 300, testImages: 300, seed: 2 });
  const digests = [train, test].flatMap(({ images, count }) =>
    Array.from({ length: count }, (_, i) => digest(images.subarray(i * 3072, (i + 1) * 3072))),
  );
  expect(new Set(digests).size).toBe(600);
});

test('more images leave the first ones as they are; another seed gives others', () => {
  const few = syntheticShapes({ trainImages: 10, testImages: 5, seed: 3 });
  const more = syntheticShapes({ trainImages: 20, testImages: 7, seed: 3 });
  expect(more.train.images.subarray(0, few.train.images.length)).toEqual(few.train.images);
  expect(more.test.images.subarray(0, few.test.images.length)).toEqual(few.test.images);
  expect(syntheticShapes({ trainImages: 10, testImages: 5, seed: 4 }).train.images).not.toEqual(few.train.images);
});

test('color tells nothing about the class', () => {
  // If it did, a network would learn colors and could not be shown to overfit on shapes.
  const { train } = syntheticShapes({ trainImages: 2000, testImages: 1, seed: 5 });
  const means = train.classNames.map((_, label) => {
    let sum = 0;
    for (let i = label; i < train.count; i += 10) sum += train.images[i * 3072]!;
    return sum / 200;
  });
  // A byte's standard deviation is about 70 here, that of a mean over 200 images about 5.
  const mean = means.reduce((sum, value) => sum + value, 0) / 10;
  for (const value of means) expect(Math.abs(value - mean)).toBeLessThan(5 * 5);
});

test('numbers of images are checked', () => {
  expect(() => syntheticShapes({ trainImages: 0 })).toThrow('syntheticShapes requires trainImages');
  expect(() => syntheticShapes({ testImages: 1.5 })).toThrow('syntheticShapes requires testImages');
});
