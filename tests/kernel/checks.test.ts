import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runPython } from './runPython';

/** The checks are Python, as Jupyter's client is; each runs on a real kernel process. */
for (const module of ['output_checks', 'protocol_checks', 'interrupt_checks', 'graded_checks']) {
  describe(module, () => {
    const source = readFileSync(join(__dirname, 'python', `${module}.py`), 'utf8');
    const names = [...source.matchAll(/^def (check_\w+)/gm)].map((match) => match[1]!);
    let results: Record<string, string | null> = {};

    beforeAll(async () => {
      results = await runPython('kernel.py', module);
    }, 600_000);

    it.each(names)('%s', (name) => {
      expect(results[name]).toBeNull();
    });
  });
}
