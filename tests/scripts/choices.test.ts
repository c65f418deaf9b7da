import { writeFileSync } from 'node:fs';
import { Sandbox } from './sandbox';

describe('what an earlier set-up was told', () => {
  let clone: Sandbox;
  beforeEach(() => (clone = new Sandbox()));
  afterEach(() => clone.remove());

  /** What set-up would do about TensorFlow, and the hash that decides whether it does it again. */
  const wish = (env: NodeJS.ProcessEnv = {}) =>
    clone.evaluate(
      `import { wish } from './scripts/setup/tensorflowPlan.mjs';
       import { tensorflowLibrary } from './scripts/setup/steps/tensorflowLibrary.mjs';
       console.log(wish(), tensorflowLibrary.inputs()[0]);`,
      env,
    ).output;

  /** Carries a choice out; `none` needs no download. */
  const carryOut = (env: NodeJS.ProcessEnv) =>
    clone.evaluate(
      `import { tensorflowLibrary } from './scripts/setup/steps/tensorflowLibrary.mjs';
       await tensorflowLibrary.run();`,
      env,
    );

  test('holds for the next one, unless that is told something else', () => {
    expect(wish()).toBe('auto auto');
    carryOut({ L2LAB_TENSORFLOW: 'none' });
    expect(wish()).toBe('none none');
    expect(wish({ L2LAB_TENSORFLOW: '' })).toBe('none none');
    expect(wish({ L2LAB_TENSORFLOW: 'cpu' })).toBe('cpu cpu');
    expect(wish({ L2LAB_TENSORFLOW: 'auto' })).toBe('auto auto');
  });

  test('is taken back by "auto", once that is carried out', () => {
    carryOut({ L2LAB_TENSORFLOW: 'none' });
    clone.evaluate(
      `import { rememberChoice } from './scripts/setup/choices.mjs'; rememberChoice('L2LAB_TENSORFLOW');`,
      { L2LAB_TENSORFLOW: 'auto' },
    );
    expect(wish()).toBe('auto auto');
  });

  test('is not kept if it was only asked for, or cannot be read', () => {
    expect(wish({ L2LAB_TENSORFLOW: 'cuda' })).toBe('cuda cuda');
    expect(wish()).toBe('auto auto');
    carryOut({ L2LAB_TENSORFLOW: 'none' });
    writeFileSync(clone.path('.l2lab', 'choices.json'), '{"L2LAB_TENS');
    expect(wish()).toBe('auto auto');
  });

  test('names the Python too, and the doctor and failures say so', () => {
    clone.folder('.l2lab');
    writeFileSync(clone.path('.l2lab', 'choices.json'), '{"L2LAB_PYTHON": "/gone/python3"}');
    const kept = clone.run('scripts/doctor.mjs').output;
    expect(kept).toContain('✓ kept choices           L2LAB_PYTHON=/gone/python3 from an earlier set-up');
    expect(kept).toMatch(/✗ Python +L2LAB_PYTHON=\/gone\/python3, kept from an earlier set-up, does not start/);
    const taken = clone.run('scripts/doctor.mjs', { L2LAB_PYTHON: 'auto' }).output;
    expect(taken).not.toContain('kept');
    expect(taken).toMatch(/✓ Python /);
  });
});
