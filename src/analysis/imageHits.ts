import type { Predictions } from './predictions';

/**
 * For each image 1 if the network is right and 0 if it is wrong. Their mean is the accuracy.
 *
 * @param predicted from `predictions`.
 * @returns in the order of the images.
 * @example
 * const answers = { dataset: 'pets', classNames: ['cat', 'dog'], probabilities: new Float32Array(4) };
 * imageHits({ ...answers, labels: Uint8Array.of(0, 1), predicted: Uint8Array.of(0, 0) }); // => [ 1, 0 ]
 */
export function imageHits({ labels, predicted }: Predictions): number[] {
  return Array.from(labels, (label, image) => (predicted[image] === label ? 1 : 0));
}
