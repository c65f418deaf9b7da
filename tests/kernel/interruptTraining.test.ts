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

it('survives 500 interrupts at random moments of a training run', async () => {
  const report = await runPython<Report>('interrupt_training.py', '500');
  expect(report).toMatchObject({ interrupts: 500, failures: [], alive: true, runs: '500' });
  // Nothing trains on in the background, and tfjs neither records a gradient nor waits for a scope to end.
  expect(report).toMatchObject({ stray: 0, state: '[0,0,0]' });
  // A loop that stops between two steps leaves no tensor; one that is cut leaves at most those of one step's gradient.
  expect(report.leakedByCleanLoops).toBe(0);
  expect(report.mostLeakedByCutStep).toBeLessThanOrEqual(100);
}, 600_000);
