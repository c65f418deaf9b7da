import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Sandbox } from './sandbox';

const SOURCES = join(__dirname, '..', '..', 'src', 'engine', 'tensorflow', 'native');

describe('the ops in C++', () => {
  let clone: Sandbox;
  beforeEach(() => (clone = new Sandbox()));
  afterEach(() => clone.remove());

  test('are built anew when one of their sources changes', () => {
    const { output } = clone.evaluate(`
      import { nativeOps } from './scripts/setup/steps/nativeOps.mjs';
      console.log(nativeOps.inputs().map(({ file }) => file.split(/[\\\\/]/).pop()).sort().join());`);
    expect(output).toBe(readdirSync(SOURCES).sort().join());
  });

  test('that do not compile leave set-up standing; the reason is said and kept, an older build is gone', () => {
    // What the step before leaves, and a compiler that is there and fails.
    writeFileSync(
      join(clone.folder('.l2lab', 'stamps'), 'tensorflow-library.json'),
      JSON.stringify({ inputs: '', id: '1', facts: { source: 'wheel', cuda: 'false' } }),
    );
    const old = join(clone.folder('.l2lab', 'native'), 'l2lab_ops.node');
    writeFileSync(old, 'for another TensorFlow');
    const compiler = clone.path('c++');
    writeFileSync(
      compiler,
      '#!/bin/sh\nif [ "$1" = --version ]; then echo "c++ 4.2"; else echo "error: -std=c++17 is unknown" >&2; exit 1; fi\n',
      { mode: 0o755 },
    );
    const { output } = clone.evaluate(
      `import { nativeOps } from './scripts/setup/steps/nativeOps.mjs';
       console.log(JSON.stringify(await nativeOps.run()), nativeOps.missing());`,
      { CXX: compiler },
    );
    expect(output).toContain('not built; lessons run without them, training more slowly');
    expect(output).toContain('{"without":"error: -std=c++17 is unknown"} undefined');
    expect(existsSync(old)).toBe(false);
  });
});
