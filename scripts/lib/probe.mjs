// @ts-check
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { withTensorflow } from './environment.mjs';
import { ROOT } from './paths.mjs';

const SCRIPT = fileURLToPath(new URL('probe.cjs', import.meta.url));

/**
 * Starts TensorFlow in a process of its own, as the lessons will.
 * @returns {{ version: string, gpu: boolean, tfjs: string } | { error: string }}
 */
export function probeTensorflow() {
  const run = spawnSync(process.execPath, [SCRIPT], {
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
