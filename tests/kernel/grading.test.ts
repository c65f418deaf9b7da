import { runPython } from './runPython';

it('is graded by nbgrader as the tests of a notebook end, in both orders', async () => {
  const report = await runPython<{ executed: string[][][]; scores: Record<string, number>[] }>('grading.py');
  expect(report.executed).toEqual([
    [[], ['Error'], []],
    [[], [], ['Error']],
  ]);
  expect(report.scores).toEqual([
    { failing: 0, passing: 2 },
    { passing: 2, failing: 0 },
  ]);
}, 120_000);
