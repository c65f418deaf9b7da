// @ts-check
import { spawnSync } from 'node:child_process';
import { withTensorflow } from '../common/environment.mjs';
import { ROOT } from '../common/paths.mjs';

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

/**
 * Starts TensorFlow in a process of its own: a library that does not fit can take the whole process down.
 * @returns {{ version: string, gpu: boolean } | { error: string }}
 */
export function probeTensorflow() {
  const run = spawnSync(process.execPath, ['-e', PROBE], {
    cwd: ROOT,
    env: withTensorflow(),
    encoding: 'utf8',
    timeout: 120_000,
  });
  try {
    const answer = JSON.parse(run.stdout.trim().split('\n').pop() ?? '');
    return answer.works ? answer : { error: 'TensorFlow computes a wrong product: 1·1 + 1·1 is not 2.' };
  } catch {
    const said = run.stderr
      ?.trim()
      .split('\n')
      .filter((line) => /error|cannot|not found/i.test(line));
    const reason = said?.slice(0, 3).join('\n') || `it ended with ${run.signal ?? run.status}`;
    return { error: reason };
  }
}
