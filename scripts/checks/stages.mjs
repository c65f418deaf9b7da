// @ts-check
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { withTensorflow } from '../common/environment.mjs';
import { ROOT } from '../common/paths.mjs';
import { formatSeconds } from '../common/progress.mjs';
import { lessonNotebooks } from '../jupyter/lessonFiles.mjs';
import { runLesson, tryAnswers } from '../jupyter/runLesson.mjs';
import { shapeDifferences } from '../jupyter/shape.mjs';

/** @typedef {{ passed: number, failed: number, skipped?: number }} Count */

/** With the profile `tiny` no cell comes near this. */
const SECONDS_PER_CELL = 300;

/** A stage's or the whole run's outcome in words; of skipped ones only if there are any. @param {Count} count */
export function summary({ passed, failed, skipped = 0 }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/** @param {string} title @param {boolean} ok @param {number} start */
function report(title, ok, start) {
  console.log(`${ok ? '✓' : '✗'} ${title}: ${formatSeconds((performance.now() - start) / 1000)}\n`);
  return ok ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/**
 * A check that passes if a script succeeds.
 * @param {string} title @param {string} script relative to the project's folder @param {string[]} args
 * @returns {Count}
 */
export function check(title, script, ...args) {
  console.log(`… ${title}`);
  const start = performance.now();
  const run = spawnSync(process.execPath, [join(ROOT, script), ...args], {
    cwd: ROOT,
    stdio: 'inherit',
  });
  return report(title, run.status === 0, start);
}

/**
 * Runs jest and counts its tests.
 * @param {string[]} args filters and options of jest
 * @param {string} node runs jest, and all that the tests start
 * @returns {Count}
 */
export function jest(args, node = process.execPath) {
  const title = node === process.execPath ? 'jest' : `jest ${args.join(' ')} on ${node}`;
  console.log(`… ${title}`);
  const start = performance.now();
  const file = join(ROOT, 'out', 'jest.json');
  mkdirSync(join(ROOT, 'out'), { recursive: true });
  rmSync(file, { force: true });
  const script = join(ROOT, 'node_modules', 'jest', 'bin', 'jest.js');
  const run = spawnSync(node, [script, '--json', `--outputFile=${file}`, ...args], {
    cwd: ROOT,
    env: { ...withTensorflow(), PATH: `${dirname(node)}${delimiter}${process.env['PATH']}` },
    // jest's report goes to stderr; with --json, stdout holds the same results as one long line.
    stdio: ['inherit', 'ignore', 'inherit'],
  });
  let result;
  try {
    result = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    console.log('jest ended without a result.');
    return report(title, false, start);
  }
  const { numPassedTests: passed, numFailedTests, numRuntimeErrorTestSuites, numPendingTests } = result;
  // A file that cannot even be loaded holds no tests, but it has failed.
  const counted = numFailedTests + numRuntimeErrorTestSuites;
  const failed = counted === 0 && run.status !== 0 ? 1 : counted;
  const count = { passed, failed, skipped: numPendingTests };
  report(`${title} (${summary(count)})`, failed === 0, start);
  return count;
}

/**
 * Runs every lesson on the real kernel, and holds what came out and what is committed to each other in shape; then once
 * more with the reference answers.
 * @param {NodeJS.ProcessEnv} settings the profile and the data
 * @returns {Promise<Count>}
 */
export async function notebooks(settings) {
  const total = { passed: 0, failed: 0 };
  const add = (/** @type {Count} */ count) => {
    total.passed += count.passed;
    total.failed += count.failed;
  };
  const lessons = lessonNotebooks();
  if (lessons.length === 0) console.log('There are no lesson notebooks to run.\n');
  for (const folder of new Set(lessons.map(dirname))) forgetTrainings(join(ROOT, folder, 'out'), settings);
  for (const lesson of lessons) {
    console.log(`… ${lesson}`);
    const start = performance.now();
    const run = await runLesson(lesson, { settings, secondsPerCell: SECONDS_PER_CELL });
    const committed = committedProblems(run);
    for (const problem of [...run.problems, ...committed]) console.log(problem.replace(/^/gm, '    '));
    if (committed.length > 0) console.log(`    To write its outputs anew: npm run lessons -- ${lesson}`);
    const ok = run.problems.length === 0 && committed.length === 0;
    add(report(`${lesson} (${run.cells} code cells)`, ok, start));
    add(await answers(lesson, settings));
  }
  return total;
}

/**
 * Deletes what lessons have trained with the profile of these settings, OUT/LESSON/PROFILE: a lesson would go on from it in
 * place of training, and refuses networks of other images.
 * @param {string} out @param {NodeJS.ProcessEnv} settings
 */
function forgetTrainings(out, { L2LAB_PROFILE: profile }) {
  if (!profile || !existsSync(out)) return;
  for (const lesson of readdirSync(out, { withFileTypes: true })) {
    if (lesson.isDirectory()) rmSync(join(out, lesson.name, profile), { recursive: true, force: true });
  }
}

/** @param {string} lesson @param {NodeJS.ProcessEnv} settings @returns {Promise<Count>} */
async function answers(lesson, settings) {
  const title = `${lesson} with the reference answers`;
  console.log(`… ${title}`);
  const start = performance.now();
  const { exercises, problems } = await tryAnswers(lesson, { settings, secondsPerCell: SECONDS_PER_CELL });
  for (const problem of problems) console.log(problem.replace(/^/gm, '    '));
  if (exercises === 0) console.log('    It has no exercises to answer.');
  return report(`${title} (${exercises} exercises)`, problems.length === 0, start);
}

/** How the shape of a committed lesson differs from its run's. @param {import('../jupyter/runLesson.mjs').LessonRun} run */
function committedProblems({ before, after, failed }) {
  const differences = failed ? [] : shapeDifferences(JSON.parse(before), JSON.parse(after));
  return differences.map((problem) => `As committed: ${problem}`);
}
