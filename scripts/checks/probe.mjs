// @ts-check
import { spawnSync } from 'node:child_process';
import { withTensorflow } from '../common/environment.mjs';
import { NATIVE_OPS, ROOT } from '../common/paths.mjs';

/** Loads TensorFlow as the lessons do and says what it found, as one line of JSON. */
const PROBE = `
  const tf = require('@tensorflow/tfjs-node-gpu');
  const backend = tf.backend();
  const one = tf.tidy(() => tf.matMul(tf.ones([2, 2]), tf.ones([2, 2])).dataSync()[0]);
  const answer = {
    version: backend.binding.TF_Version,
    gpu: Boolean(backend.isUsingGpuDevice),
    works: one === 2,
  };
  process.stdout.write('\\n' + JSON.stringify(answer) + '\\n');
`;

/** Loads the ops in C++ after TensorFlow, and asks one of them whether a tensor is its holder's alone. */
const NATIVE_OPS_PROBE = `
  const tf = require('@tensorflow/tfjs-node-gpu');
  require(process.argv[1]);
  const backend = tf.backend();
  const N = [{ name: 'N', type: backend.binding.TF_ATTR_INT, value: 1 }];
  const works = tf.tidy(() => backend.executeSingleOutput('L2labSole', N, [tf.add(tf.ones([8]), 1)]).dataSync()[0]);
  process.stdout.write('\\n' + JSON.stringify({ works: works === 1 }) + '\\n');
`;

/**
 * Looks for a GPU as Dawn finds it. Whether the system has a Vulkan library shows in how loading it as an addon fails.
 */
const WEBGPU_PROBE = `
  const { create } = await import('webgpu');
  const adapter = await create([]).requestAdapter({ powerPreference: 'high-performance' });
  const answer = { vulkan: true };
  if (adapter) {
    const { info, limits } = adapter;
    // Dawn joins the words of a card's name by hyphens; its description is the driver's.
    const words = (joined) => joined.split('-').filter(Boolean).join(' ');
    answer.adapter = {
      name: words(info.device) || words(info.vendor + '-' + info.architecture) || 'unnamed',
      vendor: info.vendor || 'unnamed',
      driver: info.description || 'unnamed',
      software: Boolean(info.isFallbackAdapter),
      maxBufferBytes: limits.maxBufferSize,
      maxBindingBytes: limits.maxStorageBufferBindingSize,
    };
  } else if (process.platform === 'linux') {
    try {
      process.dlopen({ exports: {} }, 'libvulkan.so.1');
    } catch (error) {
      answer.vulkan = !/cannot open shared object/.test(error.message);
    }
  }
  process.stdout.write('\\n' + JSON.stringify(answer) + '\\n', () => process.exit());
`;

/** Lets the compiled library choose as the first cell of a lesson does. */
const BACKEND_PROBE = `
  const answer = (info) => process.stdout.write('\\n' + JSON.stringify(info) + '\\n', () => process.exit());
  Promise.resolve()
    .then(() => require('./dist/index.js').useBackend({ warn: () => {} }))
    .then(({ description, reason }) => answer({ description, reason }))
    .catch((error) => answer({ error: error.message }));
`;

/**
 * @typedef {{ name: string, vendor: string, driver: string, software: boolean, maxBufferBytes: number,
 *   maxBindingBytes: number }} Adapter
 */

/**
 * Runs a probe in a process of its own, whose noise stays there: a library that does not fit can take it down.
 * @param {string[]} args of Node @returns {{ answer?: any, reason: string }} its last line, or why there is none
 */
function probe(args) {
  const run = spawnSync(process.execPath, args, {
    cwd: ROOT,
    env: withTensorflow(),
    encoding: 'utf8',
    timeout: 120_000,
  });
  const said = (run.stderr ?? '')
    .split('\n')
    .filter((line) => /error|cannot|not found/i.test(line) && !/XDG_RUNTIME_DIR/.test(line));
  const reason = said.slice(0, 3).join('\n').trim() || `it ended with ${run.signal ?? run.status}`;
  try {
    return { answer: JSON.parse(run.stdout.trim().split('\n').pop() ?? ''), reason };
  } catch {
    return { reason };
  }
}

/** @returns {{ adapter?: Adapter, vulkan: boolean } | { error: string }} the GPU that WebGPU finds, if it finds one */
export function probeWebgpu() {
  const { answer, reason } = probe(['--input-type=module', '-e', WEBGPU_PROBE]);
  return answer ?? { error: reason };
}

/** @returns {{ description: string, reason?: string } | { error: string }} what `useBackend()` of the library chooses */
export function probeBackend() {
  const { answer, reason } = probe(['-e', BACKEND_PROBE]);
  return answer ?? { error: reason };
}

/** @returns {string | undefined} why the ops in C++ cannot be used, if they cannot */
export function probeNativeOps() {
  const { answer, reason } = probe(['-e', NATIVE_OPS_PROBE, NATIVE_OPS]);
  if (!answer) return reason;
  return answer.works ? undefined : 'this TensorFlow shares the memory of its tensors in another way';
}

/**
 * Starts TensorFlow in a process of its own: a library that does not fit can take the whole process down.
 * @returns {{ version: string, gpu: boolean } | { error: string }}
 */
export function probeTensorflow() {
  const { answer, reason } = probe(['-e', PROBE]);
  if (!answer) return { error: reason };
  return answer.works ? answer : { error: 'TensorFlow computes a wrong product: 1·1 + 1·1 is not 2.' };
}
