import * as tf from '@tensorflow/tfjs';
import type { Adapter } from './dawn';
import type { DawnBackend } from './DawnBackend';

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

/** Opens the adapter and makes it a backend of tfjs; does nothing if that was done before. */
export async function openWebgpu(adapter: Adapter): Promise<void> {
  if (tf.findBackend(WEBGPU)) return;
  // Loaded here: tfjs's file asks for the classes of WebGPU that Dawn has just made global.
  const { DawnBackend: Backend } = await import('./DawnBackend');
  const { limits, features } = adapter.gpu;
  const device = await adapter.gpu.requestDevice({
    requiredLimits: Object.fromEntries(LIMITS.map((name) => [name, limits[name]])),
    requiredFeatures: features.has('timestamp-query') ? ['timestamp-query'] : [],
  });
  const backend = new Backend(device, adapter);
  tf.removeBackend(WEBGPU);
  tf.registerBackend(WEBGPU, () => backend);
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
