import * as tf from '@tensorflow/tfjs';
import { augmentImages } from '../../src/data/augment';
import { epochBatches } from '../../src/data/batches';
import type { EpochBatchesOptions } from '../../src/data/batches';
import type { ImageDataset } from '../../src/data/dataset';
import { useBackend } from '../../src/engine';

/** Images of 3×4 pixels with 2 channels; no byte is 0, and the first of image i is 24·(i % 10) + 1. */
const numbered = (count: number): ImageDataset => ({
  name: 'numbered',
  images: Uint8Array.from({ length: count * 24 }, (_, i) => (i % 240) + 1),
  labels: Uint8Array.from({ length: count }, (_, i) => i % 3),
  count,
  height: 3,
  width: 4,
  channels: 2,
  classNames: ['a', 'b', 'c'],
});

/** An image with `right` columns and `down` rows of black moved in, of its mirror image if wanted; written out by itself. */
function moved(image: readonly number[], isMirrored: boolean, right: number, down: number): number[] {
  const at = (y: number, x: number, channel: number): number =>
    y < 0 || y > 2 || x < 0 || x > 3 ? 0 : image[(y * 4 + (isMirrored ? 3 - x : x)) * 2 + channel]!;
  return [0, 1, 2].flatMap((y) =>
    [0, 1, 2, 3].flatMap((x) => [at(y - down, x - right, 0), at(y - down, x - right, 1)]),
  );
}

const images = ({ images, count }: ImageDataset) =>
  Array.from({ length: count }, (_, i) => [...images.subarray(i * 24, (i + 1) * 24)]);

beforeAll(() => useBackend({ prefer: 'cpu' }));

test('a mirrored image has its columns in the opposite order, its rows and colors in their own', () => {
  const dataset = numbered(400);
  const seen = images(augmentImages(dataset, { flips: true }));
  expect(moved(images(dataset)[0]!, true, 0, 0).slice(0, 8)).toEqual([7, 8, 5, 6, 3, 4, 1, 2]);
  const mirrored = seen.filter((image, i) => {
    const untouched = images(dataset)[i]!;
    const isMirrored = image[0] !== untouched[0];
    expect(image).toEqual(isMirrored ? moved(untouched, true, 0, 0) : untouched);
    return isMirrored;
  });
  // Four standard deviations of 400 throws of a coin.
  expect(Math.abs(mirrored.length - 200)).toBeLessThan(40);
});

test('a shifted image moves by up to that many pixels, each way equally often, and black moves in', () => {
  const dataset = numbered(900);
  const counts = new Map<string, number>();
  images(augmentImages(dataset, { shifts: 1 })).forEach((image, i) => {
    const untouched = images(dataset)[i]!;
    const moves = [-1, 0, 1].flatMap((right) => [-1, 0, 1].map((down) => [right, down] as const));
    const [move, ...others] = moves.filter(
      ([right, down]) => String(moved(untouched, false, right, down)) === String(image),
    );
    expect(others).toEqual([]);
    counts.set(String(move), (counts.get(String(move)) ?? 0) + 1);
  });
  expect(counts.size).toBe(9);
  // 100 are expected of each; four standard deviations are 38.
  for (const count of counts.values()) expect(Math.abs(count - 100)).toBeLessThan(38);
});

test('flips do not change which shifts are drawn, nor shifts which images are mirrored', () => {
  const dataset = numbered(50);
  const [flipped, shifted, both] = [{ flips: true }, { shifts: 1 }, { flips: true, shifts: 1 }].map((augment) =>
    images(augmentImages(dataset, augment)),
  );
  const untouched = images(dataset);
  for (let i = 0; i < 50; i++) {
    const isMirrored = String(flipped![i]) !== String(untouched[i]);
    if (!isMirrored) expect(both![i]).toEqual(shifted![i]);
    else expect(both![i]).not.toEqual(shifted![i]);
  }
});

test('seed and epoch decide; the images themselves stay as they are', () => {
  const dataset = numbered(20);
  const before = dataset.images.slice();
  const look = (options: { seed?: number; epoch?: number }) =>
    images(augmentImages(dataset, { flips: true, shifts: 2, ...options }));
  expect(look({})).toEqual(look({ seed: 1, epoch: 1 }));
  expect(look({ epoch: 2 })).not.toEqual(look({}));
  expect(look({ seed: 2 })).not.toEqual(look({}));
  expect(dataset.images).toEqual(before);
  expect(augmentImages(dataset, {}).images).toEqual(before);
});

describe('in the batches of an epoch', () => {
  const augment = { flips: true, shifts: 1 };
  const read = (options: Partial<EpochBatchesOptions> = {}) => {
    const read = { pixels: [] as number[], labels: [] as number[] };
    for (const batch of epochBatches(numbered(10), { batchSize: 4, epoch: 3, seed: 7, ...options })) {
      read.pixels.push(...Array.from(batch.images.dataSync(), (value) => Math.round(value * 255)));
      read.labels.push(...batch.labels.dataSync());
      tf.dispose(batch);
    }
    return read;
  };

  test('each image is the one that augmentImages shows, in the order that it has without', () => {
    const seen = images(augmentImages(numbered(10), { ...augment, seed: 7, epoch: 3 }));
    const plain = read();
    const augmented = read({ augment });
    const order = Array.from({ length: 10 }, (_, i) => (plain.pixels[24 * i]! - 1) / 24);
    expect(order).not.toEqual([...order].sort((a, b) => a - b));
    expect(augmented.labels).toEqual(plain.labels);
    expect(augmented.pixels).toEqual(order.flatMap((place) => seen[place]!));
  });

  test('whatever the batch size, and where an epoch goes on', () => {
    const whole = read({ augment });
    expect(read({ augment, batchSize: 3 })).toEqual(whole);
    expect(read({ augment, skipBatches: 2 }).pixels).toEqual(whole.pixels.slice(8 * 24));
  });

  test('no flips and no shifts is no change', () => {
    expect(read({ augment: {} })).toEqual(read());
    expect(read({ augment: { flips: false, shifts: 0 } })).toEqual(read());
  });
});

test('shifts that are no whole number, or as large as the image, are refused', () => {
  const dataset = numbered(3);
  expect(() => augmentImages(dataset, { shifts: 0.5 })).toThrow('augmentImages requires shifts to be a whole number');
  expect(() => epochBatches(dataset, { batchSize: 2, epoch: 1, augment: { shifts: 3 } })).toThrow(
    'epochBatches requires shifts to be a whole number from 0 to 2, got 3',
  );
});
