import { SingleBar } from 'cli-progress';
import { clockTime } from '../src/training/progress';

/** How far the grading of a class is, with names and the time that is left. */
export interface GradingProgress {
  /** Another student's turn. */
  begin(student: string): void;
  /** The student's notebook has come so far. */
  cell(done: number, total: number): void;
  end(): void;
  /** Takes the bar away and gives the cursor back. */
  stop(): void;
}

/** A bar on a terminal; elsewhere (in a log file) a line for each student. */
export function gradingProgress(
  assignment: string,
  students: number,
  stream: NodeJS.WriteStream = process.stderr,
): GradingProgress {
  const format = '{assignment} {bar} {count}/{total} | {student} | {left} left';
  const bar = new SingleBar({ format, stream, barsize: 24, hideCursor: true, clearOnComplete: true });
  const start = performance.now();
  const seconds = () => (performance.now() - start) / 1000;
  let done = 0;
  let student = '';
  const show = (part = 0) => {
    const at = done + part;
    const left = at === 0 ? '–' : clockTime((seconds() / at) * (students - at));
    if (stream.isTTY) bar.update(at, { assignment, student, left, count: done });
  };
  if (stream.isTTY) bar.start(students, 0, { assignment, student: '', left: '–', count: 0 });
  return {
    begin(name) {
      student = name;
      show();
    },
    cell: (cells, total) => show(total > 0 ? cells / total : 0),
    end() {
      done++;
      show();
      if (stream.isTTY) return;
      const left = clockTime((seconds() / done) * (students - done));
      stream.write(`${assignment} ${done}/${students} ${student}, ${left} left\n`);
    },
    stop: () => bar.stop(),
  };
}
