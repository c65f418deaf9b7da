import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { killed, said, Sandbox } from './sandbox';

/** Two steps that write a file each, the second out of the first; SLOW stops the first half-way. */
const STEPS = `
  import { existsSync, readFileSync, writeFileSync } from 'node:fs';
  import { runSteps, pendingSteps } from './scripts/setup/runSteps.mjs';
  const needs = { npm: false, python: false, compiler: false, megabytes: 0 };
  const missing = (file) => () => (existsSync(file) ? undefined : file);
  const steps = [
    { name: 'one', title: 'One', needs, inputs: () => [{ file: 'input' }], missing: missing('one'), async run() {
        writeFileSync('one', 'half');
        console.log('half-way');
        if (globalThis.SLOW) await new Promise((resolve) => setTimeout(resolve, 60_000));
        writeFileSync('one', 'whole ' + readFileSync('input', 'utf8'));
    } },
    { name: 'two', title: 'Two', needs, after: ['one'], inputs: () => [], missing: missing('two'), async run() {
        writeFileSync('two', readFileSync('one', 'utf8'));
    } },
  ];
`;
const RUN = `${STEPS} console.log('pending: ' + pendingSteps(steps).map((step) => step.name));
  await runSteps(steps);`;

describe('steps of set-up', () => {
  let clone: Sandbox;
  const pending = () => /pending: (.*)/.exec(clone.evaluate(RUN).output)?.[1];
  beforeEach(() => {
    clone = new Sandbox();
    writeFileSync(clone.path('input'), 'a');
  });
  afterEach(() => clone.remove());

  test('run once', () => {
    expect(pending()).toBe('one,two');
    expect(pending()).toBe('');
  });

  test('a step that was killed half-way runs again, and its half result is replaced', async () => {
    const child = clone.start(`globalThis.SLOW = true; ${RUN}`);
    await said(child, 'half-way');
    await killed(child);
    expect(readFileSync(clone.path('one'), 'utf8')).toBe('half');
    expect(pending()).toBe('one,two');
    expect(readFileSync(clone.path('two'), 'utf8')).toBe('whole a');
    expect(pending()).toBe('');
  });

  test('a step that is killed while it runs again loses its old stamp', async () => {
    pending();
    writeFileSync(clone.path('input'), 'b');
    const child = clone.start(`globalThis.SLOW = true; ${RUN}`);
    await said(child, 'half-way');
    await killed(child);
    // With the old input its stamp would fit again, but the result is half made of the new one.
    writeFileSync(clone.path('input'), 'a');
    expect(pending()).toBe('one,two');
  });

  test('a step whose input changes while it runs, runs again', () => {
    clone.evaluate(`${STEPS}
      const run = steps[0].run;
      steps[0].run = async () => { await run(); writeFileSync('input', 'b'); };
      await runSteps(steps);`);
    expect(readFileSync(clone.path('one'), 'utf8')).toBe('whole a');
    expect(pending()).toBe('one,two');
    expect(readFileSync(clone.path('two'), 'utf8')).toBe('whole b');
  });

  test('other inputs run a step again, and what is built from it', () => {
    pending();
    writeFileSync(clone.path('input'), 'b');
    expect(pending()).toBe('one,two');
    expect(readFileSync(clone.path('two'), 'utf8')).toBe('whole b');
  });

  test('a result that was deleted is made again', () => {
    pending();
    rmSync(clone.path('two'));
    expect(pending()).toBe('two');
    expect(existsSync(clone.path('two'))).toBe(true);
  });

  test('a damaged stamp counts as none', () => {
    pending();
    writeFileSync(clone.path('.l2lab', 'stamps', 'two.json'), '{"inputs": "');
    expect(pending()).toBe('two');
  });
});
