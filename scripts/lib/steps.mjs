// @ts-check
import { join } from 'node:path';
import { Failure } from './failure.mjs';
import { progressBar, formatSeconds } from './progress.mjs';
import { STATE } from './paths.mjs';
import { hash, readStamp, removeStamp, writeStamp } from './stamps.mjs';

/**
 * One step of set-up.
 * @typedef {object} Step
 * @property {string} name names its stamp
 * @property {string} title what the user reads
 * @property {string[]} [after] steps whose result this one is built in: if one of them runs again, so does this
 * @property {import('./preflight.mjs').Needs} needs what must be on the machine to run it
 * @property {() => Array<string | { file: string }>} inputs what the result depends on; must be cheap to read
 * @property {() => string | undefined} missing a cheap look at the result: what is not there, or undefined
 * @property {(bar: ReturnType<typeof progressBar>) => Promise<Record<string, string> | void>} run makes the result
 *   whatever half of it is there; may return facts for later (see `factsOf`)
 */

const BEGIN_AFRESH =
  'To begin afresh, delete the folders node_modules, .venv and .l2lab, and run the same command again.';
const STAMPS = join(STATE, 'stamps');

/** @param {Step} step */
function inputsOf(step) {
  const before = (step.after ?? []).map((name) => readStamp(STAMPS, name)?.id ?? 'none');
  return hash([...step.inputs(), ...before]);
}

/** What a step noted when it was done. @param {string} name @returns {Record<string, string>} */
export function factsOf(name) {
  return readStamp(STAMPS, name)?.facts ?? {};
}

/** @param {Step} step @returns {boolean} */
export function isDone(step) {
  return readStamp(STAMPS, step.name)?.inputs === inputsOf(step) && step.missing() === undefined;
}

/** Steps that will have to run, with those that must run again after them. @param {Step[]} steps */
export function pendingSteps(steps) {
  /** @type {Set<string>} */
  const names = new Set();
  for (const step of steps) {
    if (!isDone(step) || step.after?.some((name) => names.has(name))) names.add(step.name);
  }
  return steps.filter((step) => names.has(step.name));
}

/**
 * Runs the steps that are not done, each printed with its time. The stamp comes off before a step starts and is
 * written when all of it is there, so a step that was killed runs again.
 * @param {Step[]} steps
 */
export async function runSteps(steps) {
  const before = steps.filter(isDone).length;
  if (before > 0) console.log(`✓ ${before} of ${steps.length} steps were done before`);
  for (const step of steps) {
    if (isDone(step)) continue;
    console.log(`… ${step.title}`);
    const start = performance.now();
    removeStamp(STAMPS, step.name);
    const bar = progressBar(step.title);
    let facts;
    try {
      facts = await step.run(bar);
    } finally {
      bar.clear();
    }
    writeStamp(STAMPS, step.name, inputsOf(step), facts ?? {});
    const absent = step.missing();
    if (absent !== undefined) {
      removeStamp(STAMPS, step.name);
      throw new Failure(step.title, `${absent} is still missing after it`, BEGIN_AFRESH);
    }
    console.log(`✓ ${step.title}: ${formatSeconds((performance.now() - start) / 1000)}`);
  }
}
