import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { Sandbox } from './sandbox';

describe('set-up looks for what it needs before it downloads anything', () => {
  let clone: Sandbox;
  beforeEach(() => (clone = new Sandbox()));
  afterEach(() => clone.remove());

  const nothingWasMade = () => !existsSync(clone.path('node_modules')) && !existsSync(clone.path('.venv'));

  test('with an empty PATH it names everything at once, and what to do', () => {
    const { code, output } = clone.run('scripts/setup.mjs', { PATH: clone.folder('empty') });
    expect(code).toBe(1);
    expect(output).toMatch(/Python 3\.10 or newer with its venv module was not found/);
    expect(output).toMatch(/C\+\+ compiler .* and make was not found/);
    expect(output).toMatch(/to mend: .*python[^]*make[^]*same command again/);
    expect(nothingWasMade()).toBe(true);
  });

  test('with Python alone it asks for the compiler only', () => {
    const bin = clone.folder('bin');
    const python = spawnSync('python3', ['-c', 'import sys; print(sys.executable)'], { encoding: 'utf8' });
    symlinkSync(python.stdout.trim(), clone.path('bin', 'python3'));
    const { code, output } = clone.run('scripts/setup.mjs', { PATH: bin });
    expect(code).toBe(1);
    expect(output).not.toMatch(/Python 3\.10/);
    expect(output).toMatch(/C\+\+ compiler/);
    expect(nothingWasMade()).toBe(true);
  });

  test('homework asks for the Python that nbgrader needs', () => {
    const bin = clone.folder('bin');
    // What Python 3.10 answers to the question of findTools.mjs.
    writeFileSync(clone.path('bin', 'python3'), '#!/bin/sh\necho "3.10.12|old"\n', { mode: 0o755 });
    const code = `
      import { printFailure } from './scripts/common/failure.mjs';
      import { setUp } from './scripts/setup/setUp.mjs';
      await setUp({ withHomework: true }).catch(printFailure);`;
    const { output } = clone.evaluate(code, { PATH: bin, L2LAB_TENSORFLOW: 'none' });
    expect(output).toMatch(/Python 3\.11 or newer with its venv module was not found \(found: python3 is 3\.10\.12\)/);
    expect(nothingWasMade()).toBe(true);
  });

  test('without TensorFlow no compiler is needed', () => {
    const { code, output } = clone.run('scripts/setup.mjs', {
      PATH: clone.folder('empty'),
      L2LAB_TENSORFLOW: 'none',
    });
    expect(code).toBe(1);
    expect(output).toMatch(/Python 3\.10/);
    expect(output).not.toMatch(/compiler/);
  });

  test('a Node that is too old is named with its version', () => {
    const description = JSON.parse(readFileSync(clone.path('package.json'), 'utf8'));
    writeFileSync(clone.path('package.json'), JSON.stringify({ ...description, engines: { node: '>=99.1' } }));
    const { code, output } = clone.run('scripts/setup.mjs');
    expect(code).toBe(1);
    expect(output).toContain(`Node 99.1 or newer is needed; this is ${process.versions.node}.`);
    expect(nothingWasMade()).toBe(true);
  });

  test('a wish for TensorFlow that it does not know is refused', () => {
    const { code, output } = clone.run('scripts/setup.mjs', { L2LAB_TENSORFLOW: 'gpu' });
    expect(code).toBe(1);
    expect(output).toMatch(/L2LAB_TENSORFLOW is "gpu"[^]*auto, cpu, cuda or none/);
  });

  test('a disk that refuses links is named before anything is downloaded', () => {
    // Such a disk (exFAT) cannot be had in a test; its answer can.
    writeFileSync(
      clone.path('no-links.mjs'),
      `import fs from 'node:fs';
       import { syncBuiltinESMExports } from 'node:module';
       fs.linkSync = fs.symlinkSync = () => {
         throw Object.assign(new Error('operation not permitted'), { code: 'EPERM' });
       };
       syncBuiltinESMExports();`,
    );
    const { code, output } = clone.run('scripts/setup.mjs', { NODE_OPTIONS: '--import=./no-links.mjs' });
    expect(code).toBe(1);
    expect(output).toMatch(/holds no symbolic links[^]*to mend: .*move the clone/);
    expect(nothingWasMade()).toBe(true);
  });

  test('the doctor works where nothing is installed, and says what to run', () => {
    const { code, output } = clone.run('scripts/doctor.mjs', { PATH: clone.folder('empty') });
    expect(code).toBe(1);
    expect(output).toMatch(/✗ Python/);
    expect(output).toMatch(/✗ tslab +not found\n +→ npm run setup/);
    expect(output).toMatch(/✗ TensorFlow +not installed/);
  });
});
