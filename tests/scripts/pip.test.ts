import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { Sandbox } from './sandbox';

describe('packages of which files are missing', () => {
  let clone: Sandbox;
  const forgotten = () =>
    JSON.parse(
      clone.evaluate(`import { forgetDamagedPackages } from './scripts/setup/pip.mjs';
        console.log(JSON.stringify(forgetDamagedPackages('site')));`).output,
    );

  beforeEach(() => {
    clone = new Sandbox();
    clone.folder('site', 'whole');
    clone.folder('site', 'whole-1.0.dist-info');
    for (const file of ['a.py', 'b, c.py']) writeFileSync(clone.path('site', 'whole', file), '');
    writeFileSync(
      clone.path('site', 'whole-1.0.dist-info', 'RECORD'),
      'whole/a.py,sha256=x,1\n"whole/b, c.py",sha256=x,1\nwhole/__pycache__/a.cpython-311.pyc,,\nwhole-1.0.dist-info/RECORD,,\n',
    );
  });
  afterEach(() => clone.remove());

  test('a whole one stays, also without its compiled files', () => {
    expect(forgotten()).toEqual([]);
    expect(existsSync(clone.path('site', 'whole-1.0.dist-info'))).toBe(true);
  });

  test('one with a file missing is installed anew', () => {
    rmSync(clone.path('site', 'whole', 'b, c.py'));
    expect(forgotten()).toEqual(['whole']);
    expect(existsSync(clone.path('site', 'whole-1.0.dist-info'))).toBe(false);
  });

  test('one whose unpacking was cut off before its list was written is installed anew', () => {
    rmSync(clone.path('site', 'whole-1.0.dist-info', 'RECORD'));
    expect(forgotten()).toEqual(['whole']);
  });
});
