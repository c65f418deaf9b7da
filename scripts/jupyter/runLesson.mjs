// @ts-check
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../common/paths.mjs';
import { formatSeconds, progressBar } from '../common/progress.mjs';
import { textOf } from './cells.mjs';
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
 * Runs a lesson with a progress bar and checks what came out. The lesson itself stays as it is; the executed copy goes
 * to out/.
 * @param {string} lesson relative to the project's folder
 * @param {{ settings: NodeJS.ProcessEnv, secondsPerCell?: number, signal?: AbortSignal }} options settings: the profile
 *   and the data; secondsPerCell: default as long as it takes; signal: ends the run and its kernel
 * @returns {Promise<LessonRun>}
 */
export async function runLesson(lesson, { settings, secondsPerCell = 0, signal }) {
  const before = readFileSync(join(ROOT, lesson), 'utf8');
  const copy = join(ROOT, 'out', lesson);
  const bar = lessonBar(before);
  const { cells, error } = await runNotebook(join(ROOT, lesson), copy, {
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
