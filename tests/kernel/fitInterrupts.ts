import { runPython } from './runPython';

interface Report {
  readonly interrupts: number;
  readonly failures: unknown[];
  readonly failed: number;
  readonly steps: { readonly short: number; readonly long: number };
}

/** Interrupts `fit` so many times at random moments: each must end after a whole step, with its history. */
export async function interruptFit(times: number): Promise<void> {
  const report = await runPython<Report>('interrupt_fit.py', String(times));
  expect(report).toMatchObject({ interrupts: times, failures: [], failed: 0 });
  // Four of five times in steps that are shorter than the time that the kernel leaves to other code, else in longer ones.
  expect(report.steps.short).toBeGreaterThan(times);
  expect(report.steps.long).toBeGreaterThan(times / 10);
}
