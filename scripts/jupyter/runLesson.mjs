// @ts-check
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT } from '../common/paths.mjs';
import { formatSeconds, progressBar } from '../common/progress.mjs';
import { readAnswers, withSources } from './answers.mjs';
import { textOf } from './cells.mjs';
import { checkProblems } from './checkResults.mjs';
import { replaceFile, withOutputs } from './lessonFiles.mjs';
import { runNotebook } from './notebooks.mjs';
import { outputProblems } from './outputChecks.mjs';

/**
 * @typedef {object} LessonRun
 * @property {number} cells code cells
 * @property {boolean} failed whether it did not come to its end
 * @property {string[]} problems what is wrong with the run or its outputs; [] if nothing
 * @property {string} before the lesson's text as it was run
 * @property {string} after the same with new outputs; as before if the run failed
 */

/**
 * @typedef {object} LessonOptions
 * @property {NodeJS.ProcessEnv} settings the profile and the data
 * @property {number} [secondsPerCell] default: as long as it takes
 * @property {AbortSignal} [signal] ends the run and its kernel
 */

/**
 * Runs a lesson with a progress bar and checks what came out. The lesson itself stays as it is; the executed copy goes
 * to out/.
 * @param {string} lesson relative to the project's folder
 * @param {LessonOptions} options
 * @returns {Promise<LessonRun>}
 */
export async function runLesson(lesson, options) {
  const before = readFileSync(join(ROOT, lesson), 'utf8');
  const run = await runText(before, lesson, { notebook: join(ROOT, lesson), copy: join(ROOT, 'out', lesson) }, options);
  return run.failed ? run : { ...run, problems: [...run.problems, ...checkProblems(run.after, 'starting')] };
}

/**
 * Runs a copy of a lesson, in out/answers/, in which the reference answers stand in place of the starting cells: every
 * check must say that they are right.
 * @param {string} lesson relative to the project's folder
 * @param {LessonOptions} options
 * @returns {Promise<{ exercises: number, problems: string[] }>} nothing runs if there are no exercises, or if an answer
 *   is missing or of no use
 */
export async function tryAnswers(lesson, options) {
  const { answers, exercises, problems } = await readAnswers(lesson);
  if (exercises === 0 || problems.length > 0) return { exercises, problems };
  const before = withSources(readFileSync(join(ROOT, lesson), 'utf8'), answers);
  const copy = join(ROOT, 'out', 'answers', lesson);
  mkdirSync(dirname(copy), { recursive: true });
  writeFileSync(copy, before);
  const run = await runText(before, lesson, { notebook: copy, copy }, options);
  return {
    exercises,
    problems: run.failed ? run.problems : [...run.problems, ...checkProblems(run.after, 'answered')],
  };
}

/**
 * @param {string} before the notebook's text @param {string} lesson in whose folder it runs
 * @param {{ notebook: string, copy: string }} files where that text is, and where its executed copy goes
 * @param {LessonOptions} options
 * @returns {Promise<LessonRun>}
 */
async function runText(before, lesson, { notebook, copy }, { settings, secondsPerCell = 0, signal }) {
  const bar = lessonBar(before);
  const { cells, error } = await runNotebook(notebook, copy, {
    folder: join(ROOT, dirname(lesson)),
    settings,
    secondsPerCell,
    onCell: bar.show,
    ...(signal ? { signal } : {}),
  });
  bar.stop();
  if (error !== null) return { cells, failed: true, problems: [error], before, after: before };
  const after = withOutputs(before, JSON.parse(readFileSync(copy, 'utf8')));
  return { cells, failed: false, problems: outputProblems(after), before, after };
}

/**
 * Writes the outputs of a run into its lesson.
 * @param {string} lesson @param {LessonRun} run
 * @returns {boolean} false if somebody has changed the lesson since the run began; it is then left alone
 */
export function writeLesson(lesson, { before, after }) {
  const file = join(ROOT, lesson);
  if (readFileSync(file, 'utf8') !== before) return false;
  replaceFile(file, after);
  return true;
}

/** A bar that counts code cells, names the one at work and shows the time so far. @param {string} text of the lesson */
function lessonBar(text) {
  const names = JSON.parse(text)
    .cells.filter((/** @type {any} */ cell) => cell.cell_type === 'code' && textOf(cell.source).trim())
    .map((/** @type {any} */ cell) => cell.id ?? '');
  const bar = progressBar('cells');
  const start = performance.now();
  let done = 0;
  const draw = () => {
    const time = formatSeconds((performance.now() - start) / 1000);
    bar.update(done, names.length, `${done}/${names.length}  ${time}  ${names[done] ?? ''}`);
  };
  // A cell may train for minutes: the time shows that it is at work.
  const timer = process.stderr.isTTY ? setInterval(draw, 1000) : undefined;
  draw();
  return {
    show(/** @type {number} */ now) {
      done = now;
      draw();
    },
    stop() {
      clearInterval(timer);
      bar.clear();
    },
  };
}
