import { runPython } from './runPython';

interface Report {
  tests: number;
  failed: string[];
  skipped: string[];
  log: string[];
}

it("passes Jupyter's conformance suite with every capability filled in", async () => {
  const report = await runPython<Report>('conformance.py', 'ours');
  expect(report).toMatchObject({ tests: 13, failed: [], skipped: [], log: [] });
}, 120_000);
