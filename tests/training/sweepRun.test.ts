import { lambdaGrid } from '../../src/training/lambdaGrid';
import { getProfile } from '../../src/training/profiles';
import { folderName } from '../../src/training/sweepRun';

test.each([
  ['λ = 0.02, seed 1', 'lambda-0.02-seed-1'],
  ['Größe: 8/16 «más»', 'große-8-16-mas'],
  ['NUL.txt', 'nul-run.txt'],
  ['console', 'console'],
  ['... ../..\\up.', 'up'],
])('the folder of %j is %s', (label, name) => {
  expect(folderName(label)).toBe(name);
});

test('a grid takes of a profile what a run needs', () => {
  const { filters, denseUnits, epochs, batchSize, learningRate, decay } = getProfile('article');
  const [run] = lambdaGrid({ ...getProfile('article'), lambdas: [0.2], seeds: [7] });
  expect(run).toEqual({
    ...{ label: 'λ = 0.2, seed 7', l2: 0.1, seed: 7 },
    ...{ filters, denseUnits, epochs, batchSize, learningRate, decay },
  });
  expect(() => lambdaGrid({ ...getProfile('tiny'), lambdas: [-1], seeds: [1] })).toThrow('at least 0, got -1');
});
