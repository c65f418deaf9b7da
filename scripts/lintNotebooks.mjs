// @ts-check
// Checks lessons, their reference answers and the sources of homework without running them: `npm run lint:notebooks`,
// `npm run lint:notebooks -- 03`, `npm run lint:notebooks -- penalty`.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { printFailure } from './common/failure.mjs';
import { ROOT } from './common/paths.mjs';
import { answersFile, answersWithoutLesson } from './jupyter/answers.mjs';
import { chooseLessons, homeworkNotebooks, lessonNotebooks } from './jupyter/lessonFiles.mjs';
import { homeworkProblems } from './jupyter/lint/homeworkProblems.mjs';
import { knownMisconceptions } from './jupyter/lint/knownMisconceptions.mjs';
import { markdownProblems, notebookProblems } from './jupyter/lint/notebookProblems.mjs';

/** @param {string} file @param {string[]} problems */
function report(file, problems) {
  console.log(`${problems.length === 0 ? '✓' : '✗'} ${file}`);
  for (const problem of problems) console.log(problem.replace(/^/gm, '    '));
  if (problems.length > 0) process.exitCode = 1;
}

const read = (/** @type {string} */ file) => readFileSync(join(ROOT, file), 'utf8');

try {
  const names = process.argv.slice(2);
  const homework = homeworkNotebooks();
  for (const lesson of chooseLessons(names, [...lessonNotebooks(), ...homework])) {
    if (homework.includes(lesson)) {
      report(lesson, await homeworkProblems(read(lesson), lesson, knownMisconceptions()));
      continue;
    }
    report(lesson, await notebookProblems(read(lesson), lesson));
    const answers = answersFile(lesson);
    if (answers) report(answers, await markdownProblems(read(answers), answers));
  }
  const others = names.length === 0 ? answersWithoutLesson() : [];
  for (const file of others) report(file, ['No lesson has this name; rename it.']);
} catch (error) {
  printFailure(error);
}
