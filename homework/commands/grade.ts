import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { clockTime } from '../../src/training/progress';
import type { Course } from '../course';
import { chooseAssignments, commandOn } from '../course';
import { gradingProgress } from '../gradingProgress';
import { gradingSummary } from '../gradingSummary';
import { linkLibrary } from '../linkLibrary';
import type { Command } from '../main';
import { readMarks } from '../marks';
import { reasonOf, runNbgrader } from '../nbgrader';
import type { Submission } from '../submissions';
import { readSubmissions } from '../submissions';

/** Less does not even start the library. */
const LEAST_MEGABYTES = 512;

/** How a class is graded. */
interface GradingOptions {
  /** Seconds that a cell may run; undefined: as the course's settings say. */
  readonly seconds?: number;
  /** MB that a student's code may hold. */
  readonly memory?: number;
  /** Also those graded before. */
  readonly again: boolean;
  /** This student alone. */
  readonly student?: string;
}

/** Grades what was handed in. */
export const command: Command = {
  usage: '[ASSIGNMENT …]',
  about: 'runs and marks what was handed in (--student ID, --again, --seconds N, --memory MB)',
  async run(args, course, signal) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        student: { type: 'string' },
        again: { type: 'boolean', default: false },
        seconds: { type: 'string' },
        memory: { type: 'string' },
      },
    });
    const options: GradingOptions = {
      ...{ again: values.again, student: values.student },
      seconds: wholeNumber('--seconds', values.seconds, 1),
      memory: wholeNumber('--memory', values.memory, LEAST_MEGABYTES),
    };
    linkLibrary(course);
    const assignments = chooseAssignments(course, positionals).filter(
      (assignment) => positionals.includes(assignment) || readSubmissions(course, assignment).length > 0,
    );
    if (assignments.length === 0) {
      throw new Error(
        `Nothing was handed in: ${join(course.folder, 'submitted')} holds no submissions; run collect first.`,
      );
    }
    for (const assignment of assignments) {
      await grade(course, assignment, options, signal);
      if (signal.aborted) return void process.stderr.write('Stopped. The same command goes on from here.\n');
    }
  },
};

function wholeNumber(name: string, text: string | undefined, least: number): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (Number.isInteger(value) && value >= least) return value;
  throw new Error(`${name} requires a whole number, ${least} or more, not "${text}".`);
}

async function grade(course: Course, assignment: string, options: GradingOptions, signal: AbortSignal): Promise<void> {
  if (!existsSync(join(course.folder, 'release', assignment)) || !existsSync(join(course.folder, 'gradebook.db'))) {
    throw new Error(`${assignment} was not released yet: ${commandOn(course, `release ${assignment}`)}`);
  }
  const all = readSubmissions(course, assignment);
  const submissions = options.student === undefined ? all : all.filter(({ student }) => student === options.student);
  if (submissions.length === 0) {
    const who = options.student === undefined ? 'Nobody has' : `${options.student} has not`;
    throw new Error(`${who} handed in ${assignment}: submitted/ holds ${all.length} others.`);
  }
  const start = performance.now();
  const { failures, graded, peakBytes } = await gradeAll(course, assignment, submissions, options, signal);
  const marks = (await readMarks(course)).assignments[assignment];
  if (!marks) throw new Error(`${assignment} is not in the gradebook: ${commandOn(course, `release ${assignment}`)}`);
  process.stdout.write(gradingSummary({ course, assignment, submissions, marks, failures, graded }));
  if (graded.length === 0) return;
  const memory = peakBytes > 0 ? `, at most ${(peakBytes / 1e9).toFixed(1)} GB of memory` : '';
  process.stdout.write(`  ${clockTime((performance.now() - start) / 1000)} for ${graded.length}${memory}\n`);
}

/** One nbgrader for each student, so that nobody's code harms another and a run that is cut off costs one notebook. */
async function gradeAll(
  course: Course,
  assignment: string,
  submissions: readonly Submission[],
  { seconds, memory, again }: GradingOptions,
  signal: AbortSignal,
): Promise<{ failures: Map<string, string>; graded: string[]; peakBytes: number }> {
  const failures = new Map<string, string>();
  const graded: string[] = [];
  let peakBytes = 0;
  const pending = submissions.filter(({ problem, isGraded }) => problem === undefined && (again || !isGraded));
  const progress = pending.length > 0 ? gradingProgress(assignment, pending.length) : undefined;
  try {
    for (const { student } of pending) {
      if (signal.aborted) break;
      progress?.begin(student);
      const limit = seconds === undefined ? [] : [`--Execute.timeout=${seconds}`];
      const run = await runNbgrader(
        course,
        ['autograde', `--assignment=${assignment}`, `--student=${student}`, '--force', ...limit],
        {
          env: memory === undefined ? {} : { L2LAB_GRADING_MEMORY: String(memory) },
          onCell: progress?.cell,
          signal,
        },
      );
      if (signal.aborted) break;
      if (run.ok) graded.push(student);
      else failures.set(student, reasonOf(run));
      peakBytes = Math.max(peakBytes, run.peakBytes);
      progress?.end();
    }
  } finally {
    progress?.stop();
  }
  return { failures, graded, peakBytes };
}
