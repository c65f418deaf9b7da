import * as tf from '@tensorflow/tfjs';
import type { Ops } from './ops';
import { hasTensorFlow } from './tensorflow/backend';
import { tensorflowOps } from './tensorflow/nativeOps';
import { hasWebgpu } from './webgpu/backend';
import { WEBGPU_OPS } from './webgpu/ops';

/** The ops of the engine in use; undefined on plain JavaScript, which has tfjs's own alone. */
export function currentOps(): Ops | undefined {
  if (hasTensorFlow()) return tensorflowOps();
  return hasWebgpu() ? WEBGPU_OPS : undefined;
}

/** @throws on plain JavaScript. */
export function requireOps(): Ops {
  const ops = currentOps();
  if (ops) return ops;
  throw new Error(
    `A fast pass requires the backend 'tensorflow' or 'webgpu', got '${tf.getBackend()}'; call useBackend() first.`,
  );
}
