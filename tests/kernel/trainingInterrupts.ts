import { runPython } from './runPython';

interface Report {
  interrupts: number;
  failures: unknown[];
  alive: boolean;
  runs: string;
  stray: number;
  state: string;
  leakedByCleanLoops: number;
  mostLeakedByCutStep: number;
  slowest: number;
}

/** Interrupts a training run so many times at random moments, and looks at what is left of it. */
export async function interruptTraining(times: number): Promise<void> {
  const report = await runPython<Report>('interrupt_training.py', String(times));
  expect(report).toMatchObject({ interrupts: times, failures: [], alive: true, runs: String(times) });
  // Nothing trains on in the background, and tfjs neither records a gradient nor waits for a scope to end.
  expect(report).toMatchObject({ stray: 0, state: '[0,0,0]' });
  // A loop that stops between two steps leaves no tensor; one that is cut leaves at most those of one step's gradient.
  expect(report.leakedByCleanLoops).toBe(0);
  expect(report.mostLeakedByCutStep).toBeLessThanOrEqual(100);
}
