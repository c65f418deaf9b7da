import type { ImageDataset } from './ImageDataset';
import { createRandom } from './random';
import type { Random } from './random';

/** A new dataset of the images at these positions, in this order; pixels are copied. */
export function pickImages(dataset: ImageDataset, positions: Uint32Array): ImageDataset {
  const size = dataset.height * dataset.width * dataset.channels;
  const images = new Uint8Array(positions.length * size);
  const labels = new Uint8Array(positions.length);
  positions.forEach((position, i) => {
    images.set(dataset.images.subarray(position * size, (position + 1) * size), i * size);
    labels[i] = dataset.labels[position]!;
  });
  return { ...dataset, images, labels, count: positions.length };
}

/**
 * Chooses `count` positions so that the chosen part has the classes in the same proportions as the whole
 * (stratified, each class within one image), and returns chosen and other positions, both in random order.
 */
export function stratify(dataset: ImageDataset, count: number, seed: number): { chosen: Uint32Array; others: Uint32Array } {
  const random = createRandom(seed);
  const byClass = positionsByClass(dataset, random);
  const share = shares(byClass, count, dataset.count, random);
  const chosen = byClass.flatMap((positions, label) => [...positions.subarray(0, share[label])]);
  const others = byClass.flatMap((positions, label) => [...positions.subarray(share[label])]);
  return { chosen: random.shuffle(Uint32Array.from(chosen)), others: random.shuffle(Uint32Array.from(others)) };
}

function positionsByClass(dataset: ImageDataset, random: Random): Uint32Array[] {
  const lists = dataset.classNames.map((): number[] => []);
  dataset.labels.forEach((label, position) => {
    const list = lists[label];
    if (!list) {
      throw new Error(
        `${dataset.name} requires a class name for every label, got label ${label} with ${lists.length} class names.`,
      );
    }
    list.push(position);
  });
  return lists.map((positions) => random.shuffle(Uint32Array.from(positions)));
}

/** How many of each class: the exact shares rounded down, and what is missing to the largest remainders, ties at random. */
function shares(byClass: readonly Uint32Array[], count: number, total: number, random: Random): number[] {
  const exact = byClass.map((positions) => (positions.length * count) / total);
  const share = exact.map(Math.floor);
  const order = random.shuffle(Uint32Array.from(byClass.keys()));
  const byRemainder = [...order].sort((a, b) => exact[b]! - share[b]! - (exact[a]! - share[a]!));
  let missing = count - share.reduce((sum, n) => sum + n, 0);
  for (const label of byRemainder) {
    if (missing === 0) break;
    share[label]!++;
    missing--;
  }
  return share;
}
