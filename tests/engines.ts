import { softwareVulkan } from './softwareVulkan.cjs';

const SKIPPED = 'no software Vulkan is there; on Debian it comes with chromium and libvulkan1';

/** `describe` where WebGPU can be tried without a graphics card; elsewhere the tests are skipped, and say why. */
export function describeWebgpu(name: string, tests: () => void): void {
  if (softwareVulkan()) describe(name, tests);
  else describe.skip(`${name} (skipped: ${SKIPPED})`, tests);
}

/** The same tests for several engines and ways: each row is an engine, a way to compute, and what a test needs of it. */
export function describeEngines<Engine extends string, Row extends readonly unknown[]>(
  rows: readonly (readonly [Engine, string, ...Row])[],
  tests: (...row: readonly [Engine, string, ...Row]) => void,
): void {
  for (const row of rows) {
    const [engine, way] = row;
    (engine === 'webgpu' ? describeWebgpu : describe)(`on ${engine} by ${way}`, () => tests(...row));
  }
}

/** How far numbers may be from the reference, as a share: a graphics card adds up in another order. */
export const toleranceOn = (engine: string): number => (engine === 'webgpu' ? 1e-4 : 1e-5);
