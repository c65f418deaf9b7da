import { describeWebgpu } from '../engines';
import { runPython } from './runPython';

interface Report {
  readonly failures: unknown[];
  /** Steps taken in the cells: one by one, and by `fit`. */
  readonly steps: readonly [number, number];
  /** By the way of training: tensors, and bytes on the card. */
  readonly leaks: Readonly<Record<string, readonly [number, number]>>;
  /** Seconds from a request to shut down in the middle of a step until the processes are gone. */
  readonly shutdown: number;
}

describeWebgpu('interrupts while WebGPU computes', () => {
  it('28 at random moments of seven ways to compute leave session, networks and card usable, until the shutdown', async () => {
    const report = await runPython<Report>('interrupt_webgpu.py', '28');
    expect(report).toMatchObject({ interrupts: 28, backend: 'webgpu', failures: [], stray: 0, different: '0' });
    // More than those before the first interrupt.
    expect(Math.min(...report.steps)).toBeGreaterThan(2);
    const { minimize, stuck, awaits, ...whole } = report.leaks;
    expect(Object.values(whole)).toEqual([1, 2, 3, 4].map(() => [0, 0]));
    expect(report.shutdown).toBeLessThan(1);
    for (const [tensors] of [minimize!, stuck!, awaits!]) expect(tensors).toBeLessThanOrEqual(100);
  }, 600_000);
});
