// @ts-check
import { existsSync } from 'node:fs';
import { choice } from './choices.mjs';
import { usesGlibc } from '../common/environment.mjs';
import { Failure } from '../common/failure.mjs';
import { ask, onPath } from './findTools.mjs';

export const TENSORFLOW_VERSION = '2.21.0';

/**
 * Where TensorFlow's library comes from. `wheel`: out of a Python package; `stock`: what @tensorflow/tfjs-node-gpu
 * fetches by itself; `none`: lessons run on plain JavaScript.
 * @typedef {{ source: 'wheel', wheel: string, cuda: boolean } | { source: 'stock', cuda: boolean } |
 *   { source: 'none', why: string }} Plan
 */

/** The user's choice, now or at an earlier set-up. @returns {string} auto, cpu, cuda or none */
export function wish() {
  const value = (choice('L2LAB_TENSORFLOW') ?? 'auto').toLowerCase();
  if (['auto', 'cpu', 'cuda', 'none'].includes(value)) return value;
  throw new Failure(
    'TensorFlow',
    `L2LAB_TENSORFLOW is "${value}"`,
    'Set it to auto, cpu, cuda or none, or leave it unset (then what an earlier set-up was told holds, else auto).',
  );
}

/** A cheap hint of an NVIDIA driver, for every start; `nvidia-smi` itself takes seconds. */
export function mayHaveNvidia() {
  const signs = ['/proc/driver/nvidia/version', '/dev/nvidiactl', '/dev/dxg'];
  return signs.some((path) => existsSync(path)) || onPath('nvidia-smi') !== undefined;
}

/** @returns {boolean} whether an NVIDIA driver answers and names a card */
function nvidiaAnswers() {
  if (!mayHaveNvidia()) return false;
  const places = ['nvidia-smi', '/usr/lib/wsl/lib/nvidia-smi'];
  return places.some((command) => /GPU \d+:/.test(ask(command, ['-L']) ?? ''));
}

/** @returns {Plan} for this machine and the user's wish */
export function tensorflowPlan() {
  const wanted = wish();
  const machine = `${process.platform}-${process.arch}`;
  if (wanted === 'none') return { source: 'none', why: 'L2LAB_TENSORFLOW=none asks for it' };
  if (machine === 'linux-x64' && usesGlibc()) {
    const cuda = wanted === 'cuda' || (wanted === 'auto' && nvidiaAnswers());
    return { source: 'wheel', wheel: cuda ? 'tensorflow' : 'tensorflow-cpu', cuda };
  }
  // Untried: on Windows the addon's own set-up, which fetches TensorFlow 2.9 ready-made.
  if (machine === 'win32-x64') return { source: 'stock', cuda: wanted === 'cuda' };
  if (wanted === 'cuda') {
    throw new Failure(
      'TensorFlow',
      `there is no TensorFlow ${TENSORFLOW_VERSION} with CUDA for ${machine}`,
      'Set L2LAB_TENSORFLOW to auto or cpu.',
    );
  }
  // Untried: the same steps on 64-bit ARM, with Linux and macOS.
  if (machine === 'darwin-arm64' || (machine === 'linux-arm64' && usesGlibc())) {
    return { source: 'wheel', wheel: 'tensorflow', cuda: false };
  }
  return { source: 'none', why: `there is no TensorFlow ${TENSORFLOW_VERSION} for ${machine}` };
}
