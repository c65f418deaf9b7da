import type { ImageDataset } from './ImageDataset';
import { deriveSeed } from './random';
import { requireWhole } from './requirements';
import { pickImages, stratify } from './subset';

/**
 * A smaller dataset: `count` images with the classes in the same proportions as in the whole, in random order.
 *
 * @param options.seed decides which images; default 0.
 * @throws if `count` is more than there are.
 */
export function takeImages(dataset: ImageDataset, count: number, options: { readonly seed?: number } = {}): ImageDataset {
  requireWhole('takeImages', 'count', count, 1);
  if (count > dataset.count) {
    throw new Error(
      `takeImages requires at most the ${dataset.count} images of ${dataset.name}, got ${count}; ask for fewer.`,
    );
  }
  const { chosen } = stratify(dataset, count, deriveSeed(options.seed ?? 0, 'take images'));
  return pickImages(dataset, chosen);
}
