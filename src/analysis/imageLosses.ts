import type { Predictions } from './predictions';

/** The smallest probability that float32 holds with all its digits: the logarithm of 0 would be infinite. */
export const SMALLEST_PROBABILITY = 2 ** -126;

/**
 * The data loss of each image: −ln of the probability that the network gives to its true class. Their mean is the data
 * loss that `evaluate` measures.
 *
 * @param predicted from `predictions`.
 * @returns in nats, in the order of the images.
 * @example
 * const answers = { dataset: 'pets', classNames: ['cat', 'dog'], labels: Uint8Array.of(0, 1), predicted: Uint8Array.of(0, 0) };
 * const probabilities = Float32Array.of(1, 0, 0.75, 0.25);
 * imageLosses({ ...answers, probabilities }).map((loss) => loss.toFixed(3)); // => [ '0.000', '1.386' ]
 */
export function imageLosses({ labels, probabilities, classNames }: Predictions): number[] {
  return Array.from(labels, (label, image) => {
    const probability = probabilities[image * classNames.length + label]!;
    // A probability of 1 gives 0, not −0.
    return Math.log(1 / Math.max(probability, SMALLEST_PROBABILITY));
  });
}
