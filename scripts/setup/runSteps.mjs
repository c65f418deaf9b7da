// @ts-check
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../common/failure.mjs';
import { progressBar, formatSeconds } from '../common/progress.mjs';
import { STATE } from '../common/paths.mjs';

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
  'To begin afresh, delete the folders node_modules, .venv, .venv-homework and .l2lab, and run the same command again.';

/**
 * What a finished step leaves behind.
 * @typedef {{ inputs: string, id: string, facts: Record<string, string> }} Stamp
 */

/** @param {string} step */
const stampFile = (step) => join(STATE, 'stamps', `${step}.json`);

/** @param {string} step @returns {Stamp | undefined} undefined also for a damaged stamp */
function readStamp(step) {
  try {
    const stamp = JSON.parse(readFileSync(stampFile(step), 'utf8'));
    return typeof stamp?.inputs === 'string' && typeof stamp?.id === 'string' ? stamp : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Says that a step is done. Written last and in one move: a step that was killed half-way has no stamp.
 * @param {string} step @param {string} inputs @param {Record<string, string>} facts
 */
function writeStamp(step, inputs, facts) {
  mkdirSync(join(STATE, 'stamps'), { recursive: true });
  const draft = `${stampFile(step)}.new`;
  writeFileSync(draft, JSON.stringify({ inputs, id: randomUUID(), facts }, null, 2) + '\n');
  renameSync(draft, stampFile(step));
}

/** Hash of what a step depends on: texts, whole files (a missing one counts as such) and steps before. @param {Step} step */
function inputsOf(step) {
  const sum = createHash('sha256');
  for (const part of [...step.inputs(), ...(step.after ?? []).map((name) => readStamp(name)?.id ?? 'none')]) {
    if (typeof part === 'string') sum.update(`text ${part.length} ${part}\n`);
    else if (existsSync(part.file)) sum.update('file ').update(readFileSync(part.file)).update('\n');
    else sum.update('missing\n');
  }
  return sum.digest('hex').slice(0, 32);
}

/** What a step noted when it was done. @param {string} name @returns {Record<string, string>} */
export function factsOf(name) {
  return readStamp(name)?.facts ?? {};
}

/** @param {Step} step @returns {boolean} */
export function isDone(step) {
  return readStamp(step.name)?.inputs === inputsOf(step) && step.missing() === undefined;
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
    rmSync(stampFile(step.name), { force: true });
    // What it reads may change while it runs; then it must run again.
    const inputs = inputsOf(step);
    const bar = progressBar(step.title);
    let facts;
    try {
      facts = await step.run(bar);
    } finally {
      bar.clear();
    }
    writeStamp(step.name, inputs, facts ?? {});
    const absent = step.missing();
    if (absent !== undefined) {
      rmSync(stampFile(step.name), { force: true });
      throw new Failure(step.title, `${absent} is still missing after it`, BEGIN_AFRESH);
    }
    console.log(`✓ ${step.title}: ${formatSeconds((performance.now() - start) / 1000)}`);
  }
}
