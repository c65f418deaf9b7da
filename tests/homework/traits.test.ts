import { join } from 'node:path';
import { ROOT } from '../../homework/course';
import { runScript } from './runScript';

/** What `traits.py` finds of graded cells, by name. */
interface Graded {
  readonly points: Readonly<Record<string, number>>;
  readonly errors: Readonly<Record<string, string[]>>;
}

interface Report {
  readonly plain: Graded;
  readonly grading: Graded;
  readonly timeout: Graded;
  readonly timeouts: readonly [number, number];
  readonly kernel: string;
  readonly stubs: Readonly<Record<string, string>>;
}

/** Real nbgrader on real kernels: the reasons for what this project's settings, kernel and `release` do. */
describe('nbgrader and TypeScript', () => {
  let report: Report;
  beforeAll(async () => {
    report = await runScript<Report>('traits.py', join(ROOT, 'homework', 'nbgrader_config.json'));
  }, 300_000);

  test('a test that throws gives 0 and one that ends gives all points, in both orders', () => {
    for (const { points, errors } of [report.plain, report.grading]) {
      expect(points).toMatchObject({ failing: 0, passing: 2, 'failing again': 0 });
      expect(errors).toMatchObject({ failing: ['Error'], passing: [], 'failing again': ['Error'] });
    }
  });

  test('a number as the last value is partial credit', () => {
    expect(report.plain.points).toMatchObject({ number: 1.5, zero: 0 });
  });

  test('any other last value gives all points, so release wants gradePoints', () => {
    expect(report.plain.points).toMatchObject({ false: 2, text: 2, nothing: 2, negative: 2 });
  });

  test('stderr gives 0, but on the grading kernel nothing goes there', () => {
    expect(report.plain.points).toMatchObject({ error: 0, warn: 0, log: 2 });
    expect(report.grading.points).toMatchObject({ error: 2, warn: 2, log: 2 });
  });

  test('a cell that never ends costs its points, and the next finds what was there before', () => {
    expect(report.timeout.points).toEqual({ endless: 0, after: 2 });
  });

  test('a cell may run for 120 s in place of 30, on the grading kernel', () => {
    expect(report.timeouts).toEqual([30, 120]);
    expect(report.kernel).toBe('tslab-grading');
  });

  test('the stub for TypeScript is ours: nbgrader has none, and goes by the language in the metadata', () => {
    expect(report.stubs['asItIs']).toMatch(/^ValueError: language 'typescript'/);
    expect(report.stubs['asPython']).toContain('raise NotImplementedError()');
    expect(report.stubs['ours']).toBe(
      "const f = () => {\n  // Write here, in place of the next line.\n  throw new Error('not done yet');\n};",
    );
  });
});
