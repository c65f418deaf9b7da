import * as tf from '@tensorflow/tfjs';
import type { Adapter } from './dawn';
import type { DawnBackend } from './DawnBackend';
import { replaceKernels } from './productKernels';

/** tfjs's name of it. */
export const WEBGPU = 'webgpu';

/** The limits that grow with the card; a device has the smallest ones of all cards unless it asks. */
const LIMITS = [
  'maxBufferSize',
  'maxStorageBufferBindingSize',
  'maxComputeWorkgroupStorageSize',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
  'maxComputeWorkgroupsPerDimension',
] as const;

/**
 * Opens the adapter and makes it a backend of tfjs; does nothing if that was done before.
 *
 * @returns the reason if it cannot be used.
 */
export async function openWebgpu(adapter: Adapter): Promise<string | undefined> {
  try {
    const before = tf.findBackend(WEBGPU) as DawnBackend | null;
    if (before) {
      before.requireHealth();
      return undefined;
    }
    // Loaded here: tfjs's file asks for the classes of WebGPU that Dawn has just made global.
    const { DawnBackend: Backend } = await import('./DawnBackend');
    replaceKernels();
    const { limits, features } = adapter.gpu;
    const device = await adapter.gpu.requestDevice({
      requiredLimits: Object.fromEntries(LIMITS.map((name) => [name, limits[name]])),
      requiredFeatures: features.has('timestamp-query') ? ['timestamp-query'] : [],
    });
    const backend = new Backend(device, adapter);
    // tfjs's file registers one of its own when it is loaded.
    if (WEBGPU in tf.engine().registryFactory) tf.removeBackend(WEBGPU);
    tf.registerBackend(WEBGPU, () => backend);
    return undefined;
  } catch (error) {
    return (error as Error).message.split('\n')[0]!;
  }
}

/** Gives the card back, if it was opened. Tensors on it are gone. */
export function closeWebgpu(): void {
  const backend = tf.findBackend(WEBGPU) as DawnBackend | null;
  if (!backend) return;
  tf.removeBackend(WEBGPU);
  backend.device.destroy();
}

/** True when WebGPU computes. */
export function hasWebgpu(): boolean {
  return tf.getBackend() === WEBGPU;
}

/** @throws unless WebGPU is the backend in use. */
export function webgpuBackend(): DawnBackend {
  if (!hasWebgpu()) {
    throw new Error(`This requires the backend '${WEBGPU}', got '${tf.getBackend()}'; call useBackend() first.`);
  }
  return tf.backend() as unknown as DawnBackend;
}
