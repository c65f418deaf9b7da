/**
 * Standard error of an accuracy measured on n images: √(p(1 − p) / n), from the binomial distribution. Two accuracies
 * that are nearer than about two of these to each other may differ by the luck of the draw.
 *
 * @throws unless 0 ≤ accuracy ≤ 1 and images is at least 1.
 */
export function standardError(accuracy: number, images: number): number {
  if (!(accuracy >= 0 && accuracy <= 1) || !(images >= 1)) {
    throw new Error(
      `standardError requires an accuracy from 0 to 1 and at least one image, got ${accuracy} and ${images}.`,
    );
  }
  return Math.sqrt((accuracy * (1 - accuracy)) / images);
}
