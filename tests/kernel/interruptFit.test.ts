import { runPython } from './runPython';

interface Report {
  readonly interrupts: number;
  readonly failures: unknown[];
  readonly failed: number;
  readonly steps: { readonly short: number; readonly long: number };
}

it('an interrupted fit ends after a whole step, 200 times at random moments, with its history', async () => {
  const report = await runPython<Report>('interrupt_fit.py', '200');
  expect(report).toMatchObject({ interrupts: 200, failures: [], failed: 0 });
  // 160 times in steps that are shorter than the time that the kernel leaves to other code, 40 times in longer ones.
  expect(report.steps.short).toBeGreaterThan(200);
  expect(report.steps.long).toBeGreaterThan(20);
}, 600_000);
