import { writeFileSync } from 'node:fs';
import { Sandbox } from './sandbox';

describe('a relative L2LAB_DATA', () => {
  let clone: Sandbox;
  beforeEach(() => (clone = new Sandbox()));
  afterEach(() => clone.remove());

  const forLessons = (env: NodeJS.ProcessEnv) =>
    clone.evaluate(
      `import { jupyterEnvironment } from './scripts/jupyter/config.mjs';
       console.log(jupyterEnvironment().L2LAB_DATA);`,
      env,
    ).output;
  const doctor = (env: NodeJS.ProcessEnv) => clone.run('scripts/doctor.mjs', env).output;

  test('starts where the user stands, for lessons and for the doctor', () => {
    const there = clone.folder('elsewhere');
    writeFileSync(clone.path('elsewhere', 'images.tar.gz'), '');
    // npm itself goes to the project's folder and says in INIT_CWD where it was called.
    const env = { INIT_CWD: there, L2LAB_DATA: 'images.tar.gz' };
    expect(forLessons(env)).toBe(clone.path('elsewhere', 'images.tar.gz'));
    expect(doctor(env)).toMatch(/✓ CIFAR-10 +images\.tar\.gz/);
  });

  test('is named in full by the doctor if nothing is there', () => {
    const env = { INIT_CWD: clone.root, L2LAB_DATA: 'images.tar.gz' };
    expect(doctor(env)).toContain(`L2LAB_DATA names ${clone.path('images.tar.gz')}, which is not there`);
  });

  test('stays as it is where it is absolute or unset', () => {
    expect(forLessons({ INIT_CWD: '/', L2LAB_DATA: '/data/images.tar.gz' })).toBe('/data/images.tar.gz');
    expect(forLessons({ INIT_CWD: '/' })).toBe('undefined');
    expect(forLessons({ INIT_CWD: '/', L2LAB_DATA: '' })).toBe('');
  });
});
