/** One seed out of two; never 0, which tfjs takes for "no seed". */
export function mixSeeds(seed: number, stream: number): number {
  return (Math.imul(seed, 0x9e3779b1) ^ Math.imul(stream + 1, 0x85ebca6b)) >>> 0 || 1;
}
