import * as fs from 'fs';
import * as path from 'path';
import type { AdapterInfo } from './AdapterInfo';

// Dawn is Chromium's implementation of WebGPU; npm's package `webgpu` has it for Node.

/** A card, and the way to it. */
export interface Adapter extends AdapterInfo {
  readonly gpu: GPUAdapter;
}

/** Dawn's door. */
interface Dawn {
  create(options: readonly string[]): GPU;
  readonly globals: Readonly<Record<string, unknown>>;
}

/** tfjs's own declarations of WebGPU are older than this. */
interface DawnInfo {
  readonly vendor: string;
  readonly architecture: string;
  readonly device: string;
  readonly description: string;
  readonly isFallbackAdapter?: boolean;
}

/** Dawn's, once it is loaded. */
let instance: GPU | undefined;

/**
 * Looks for a graphics card, the fastest if there are several. Where Dawn is loaded, the classes of WebGPU are global
 * afterwards, as in a browser: tfjs asks for them there.
 *
 * @returns the adapter, or why there is none.
 */
export async function findAdapter(): Promise<Adapter | string> {
  const failure = load();
  if (failure !== undefined) return failure;
  const gpu = await instance!.requestAdapter({ powerPreference: 'high-performance' });
  if (!gpu) return 'WebGPU finds no graphics card and no driver for one';
  const { vendor, architecture, device, description, isFallbackAdapter } = (gpu as unknown as { info: DawnInfo }).info;
  return {
    gpu,
    name: cardName(device) || cardName(`${vendor}-${architecture}`) || 'unnamed',
    vendor,
    driver: description,
    software: isFallbackAdapter ?? false,
    maxBufferBytes: gpu.limits.maxBufferSize,
    maxBindingBytes: gpu.limits.maxStorageBufferBindingSize,
  };
}

/**
 * Whether there may be a graphics card: where Linux shows none, Dawn need not be loaded to say so. True as well where a
 * driver is named for Vulkan, which may do without.
 */
export function mayHaveCard(): boolean {
  if (process.platform !== 'linux' || process.env['VK_ICD_FILENAMES'] || process.env['VK_DRIVER_FILES']) return true;
  const drawn = fs.existsSync('/dev/dri') && fs.readdirSync('/dev/dri').some((name) => name.startsWith('render'));
  // NVIDIA's own driver, and Windows's cards in its Linux.
  return drawn || fs.existsSync('/dev/nvidiactl') || fs.existsSync('/dev/dxg');
}

/** Dawn joins the words of a name by hyphens. */
const cardName = (joined: string): string => joined.split('-').filter(Boolean).join(' ');

/** @returns the reason if Dawn could not be loaded. */
function load(): string | undefined {
  if (instance) return undefined;
  try {
    // The addon itself: the package's entry is an ES module, which not every supported Node can require.
    const folder = path.dirname(require.resolve('webgpu/package.json'));
    const platform = `${process.platform}-${process.platform === 'darwin' ? 'universal' : process.arch}`;
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const dawn = require(path.join(folder, 'dist', platform, 'dawn.node')) as Dawn;
    instance = dawn.create([]);
    Object.assign(globalThis, dawn.globals);
    const navigator = (globalThis as { navigator?: object }).navigator ?? {};
    Object.defineProperty(navigator, 'gpu', { value: instance, configurable: true });
    if (!('navigator' in globalThis)) {
      Object.defineProperty(globalThis, 'navigator', { value: navigator, configurable: true });
    }
    return undefined;
  } catch (error) {
    return `npm's package webgpu could not be loaded (${error instanceof Error ? error.message.split('\n')[0] : String(error)})`;
  }
}
