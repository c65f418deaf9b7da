// @ts-check
// Runs lessons on the real kernel and writes their outputs into them, after setting up what is missing:
// `npm run lessons`, `npm run lessons -- 03 --profile tiny`; or tries their reference answers: `npm run lessons -- --answers 03`.
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Failure, printFailure } from './common/failure.mjs';
import { fromUser } from './common/paths.mjs';
import { formatSeconds } from './common/progress.mjs';
import { chooseLessons } from './jupyter/lessonFiles.mjs';
import { runLesson, tryAnswers, writeLesson } from './jupyter/runLesson.mjs';
import { setUp } from './setup/setUp.mjs';

/** The library's profiles, the default first; the library itself may not be compiled yet. */
const PROFILES = ['quick', 'small', 'tiny', 'article'];

const HELP = `Runs lessons on the real kernel and writes their outputs into them, if nothing is wrong with these.

  npm run lessons                 all lessons
  npm run lessons -- 03           those whose name begins so, in all languages (en/03: in one); or a path
  npm run lessons -- OPTIONS

  --profile NAME   size of the experiments: ${PROFILES.join(', ')} (default ${PROFILES[0]})
  --data FILE      CIFAR-10 archive or folder (default: L2LAB_DATA, then data/, then built-in images)
  --answers        puts the reference answers in place of the starting cells: every check must pass; writes nothing
  --help           shows this`;

/** What the user asks for. */
function readArguments() {
  let parsed;
  try {
    parsed = parseArgs({
      allowPositionals: true,
      options: {
        profile: { type: 'string', default: PROFILES[0] ?? '' },
        data: { type: 'string' },
        answers: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw new Failure('Arguments', /** @type {Error} */ (error).message, 'npm run lessons -- --help lists them.');
  }
  const { profile, answers, help } = parsed.values;
  if (!PROFILES.includes(profile)) {
    throw new Failure('Arguments', `there is no profile "${profile}"`, `Use one of: ${PROFILES.join(', ')}.`);
  }
  const named = parsed.values.data ?? process.env['L2LAB_DATA'];
  const data = named ? fromUser(named) : undefined;
  if (data && !existsSync(data)) {
    throw new Failure('Arguments', `${data} is not there`, 'Name a CIFAR-10 archive, or get it: npm run data');
  }
  const settings = { L2LAB_PROFILE: profile, ...(data ? { L2LAB_DATA: data } : {}) };
  return { names: parsed.positionals, settings, answers, help };
}

/** Ends the run on Ctrl-C; a second one ends this program at once, and the kernel follows. */
function stopSignal() {
  const stop = new AbortController();
  let last = 0;
  const onSignal = () => {
    // npm sends its own copy of a terminal's Ctrl-C.
    const again = stop.signal.aborted && performance.now() - last > 300;
    last = performance.now();
    if (again) process.exit(130);
    stop.abort();
  };
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.on(signal, onSignal);
  return stop.signal;
}

/**
 * @param {string} lesson @param {{ settings: NodeJS.ProcessEnv, signal: AbortSignal }} options
 * @returns {Promise<boolean>} whether it went well
 */
async function refresh(lesson, { settings, signal }) {
  console.log(`… ${lesson}`);
  const start = performance.now();
  const run = await runLesson(lesson, { settings, signal });
  if (signal.aborted) {
    console.log(`Stopped; ${lesson} is as it was.`);
    return false;
  }
  const problems = [...run.problems];
  if (problems.length === 0 && !writeLesson(lesson, run)) {
    problems.push('Somebody has changed the lesson while it ran; run it again.');
  }
  for (const problem of problems) console.log(problem.replace(/^/gm, '    '));
  const time = formatSeconds((performance.now() - start) / 1000);
  const size = `${run.cells} code cells, ${Math.round(Buffer.byteLength(run.after) / 1000)} KB`;
  if (problems.length === 0) console.log(`✓ ${lesson} (${size}): ${time}\n`);
  else console.log(`✗ ${lesson} is as it was; the run is in out/${lesson}: ${time}\n`);
  return problems.length === 0;
}

/**
 * @param {string} lesson @param {{ settings: NodeJS.ProcessEnv, signal: AbortSignal }} options
 * @returns {Promise<boolean>} whether every check says that its reference answer is right
 */
async function answer(lesson, { settings, signal }) {
  console.log(`… ${lesson} with the reference answers`);
  const start = performance.now();
  const { exercises, problems } = await tryAnswers(lesson, { settings, signal });
  if (signal.aborted) {
    console.log('Stopped.');
    return false;
  }
  for (const problem of problems) console.log(problem.replace(/^/gm, '    '));
  const time = formatSeconds((performance.now() - start) / 1000);
  const count = exercises === 0 ? 'it has no exercises' : `${exercises} exercises; the run is in out/answers/${lesson}`;
  console.log(`${problems.length === 0 ? '✓' : '✗'} ${lesson} (${count}): ${time}\n`);
  return problems.length === 0;
}

try {
  const { names, settings, answers, help } = readArguments();
  if (help) console.log(HELP);
  else {
    const lessons = chooseLessons(names);
    await setUp();
    const signal = stopSignal();
    const { L2LAB_PROFILE: profile, L2LAB_DATA: data = 'those of data/, else built-in ones' } = settings;
    console.log(`Profile ${profile}; images: ${data}\n`);
    for (const lesson of lessons) {
      const run = answers ? answer : refresh;
      if (!(await run(lesson, { settings, signal }))) process.exitCode = 1;
      if (signal.aborted) process.exit(130);
    }
  }
} catch (error) {
  printFailure(error);
}
