// @ts-check
import { Failure } from '../common/failure.mjs';
import { describeWheels, diskFor, missingCudaWheels } from './cudaWheels.mjs';
import { takeLock } from './lock.mjs';
import { preflight } from './preflight.mjs';
import { formatSeconds } from '../common/progress.mjs';
import { pendingSteps, runSteps } from './runSteps.mjs';
import { addon } from './steps/addon.mjs';
import { compile } from './steps/compile.mjs';
import { homeworkSteps } from './steps/homework.mjs';
import { kernelspec } from './steps/kernelspec.mjs';
import { nativeOps } from './steps/nativeOps.mjs';
import { npmPackages } from './steps/npmPackages.mjs';
import { jupyterPackages, pythonEnvironment, testPackages } from './steps/python.mjs';
import { selfLink } from './steps/selfLink.mjs';
import { tensorflowLibrary } from './steps/tensorflowLibrary.mjs';
import { tensorflowPlan } from './tensorflowPlan.mjs';

/**
 * Every step, in the order in which they run.
 * @param {{ withTests?: boolean, withHomework?: boolean }} [options] withTests: also what only the tests need; withHomework:
 *   also nbgrader, in an environment of its own
 */
export function allSteps({ withTests = false, withHomework = false } = {}) {
  const steps = [
    npmPackages,
    pythonEnvironment,
    jupyterPackages,
    tensorflowLibrary,
    addon,
    nativeOps,
    selfLink,
    kernelspec,
  ];
  if (withTests) steps.push(testPackages);
  if (withHomework) steps.push(...homeworkSteps);
  // Last, so that an error in the sources leaves everything else ready.
  return [...steps, compile];
}

/**
 * What the pending steps need together; says what CUDA will take, since it is gigabytes.
 * @param {import('./runSteps.mjs').Step[]} pending
 */
function needsOf(pending) {
  const plan = pending.some((step) => step.name === 'addon') ? tensorflowPlan() : undefined;
  /** @type {import('./preflight.mjs').Needs} */
  const total = { npm: false, python: false, compiler: false, megabytes: 0 };
  for (const { name, needs } of pending) {
    total.npm ||= needs.npm;
    total.python ||= needs.python;
    total.leastPython = Math.max(total.leastPython ?? 0, needs.leastPython ?? 0);
    total.compiler ||= needs.compiler && name === 'addon' && plan?.source === 'wheel';
    if (name === 'tensorflow-library' && plan?.source === 'wheel' && plan.cuda) {
      const wheels = missingCudaWheels();
      if (wheels.length > 0) console.log(describeWheels(wheels));
      total.megabytes += diskFor(wheels);
    } else if (name !== 'tensorflow-library' || plan?.source !== 'none') total.megabytes += needs.megabytes;
  }
  return total;
}

/**
 * Sets up what is missing; prints nothing if nothing is.
 * @param {Parameters<typeof allSteps>[0]} [options]
 * @returns {Promise<boolean>} whether there was anything to do
 * @throws {Failure}
 */
export async function setUp(options) {
  const steps = allSteps(options);
  if (pendingSteps(steps).length === 0) return false;
  const start = performance.now();
  const release = await takeLock((pid) =>
    console.log(`Another set-up is at work (process ${pid}); waiting for it. Ctrl-C gives up.`),
  );
  try {
    preflight(needsOf(pendingSteps(steps)));
    await runSteps(steps);
    console.log(`Set-up is complete: ${formatSeconds((performance.now() - start) / 1000)}\n`);
    return true;
  } catch (error) {
    throw asFailure(error);
  } finally {
    release();
  }
}

/** Errors of the file system in the same form as all others. @param {unknown} error */
function asFailure(error) {
  const code = /** @type {NodeJS.ErrnoException} */ (error)?.code;
  const remedies = /** @type {Record<string, string>} */ ({
    ENOSPC: 'Free some disk space and run the same command again.',
    EACCES: 'Give yourself the right to write in the project folder (an earlier run as another user?).',
    EPERM: 'Give yourself the right to write in the project folder, and close programs that use its files.',
    ENOTSUP: 'Move the clone to a disk of your own machine: this one lacks something that set-up needs.',
    EROFS: 'Move the clone to a disk that can be written.',
  });
  const remedy = code && remedies[code];
  return remedy ? new Failure('Set-up', /** @type {Error} */ (error).message, remedy) : error;
}
