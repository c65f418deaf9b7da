import { requireFinished } from '../../src/training/requireFinished';
import { baseline, historyOf, l2 } from '../charts/histories';

test('finished runs of the same length may be compared', () => {
  expect(() => requireFinished([baseline, l2])).not.toThrow();
});

test('a run that was stopped is named, with how far it came and what to do', () => {
  const stopped = historyOf('L2', [{ train: [2, 0.2], validation: [2, 0.3] }], 50);
  expect(() => requireFinished([baseline, stopped])).toThrow(
    /L2 was stopped after 1 of 50 epochs; run its cell again, and then this one\.$/,
  );
});

test('a run that is not there is missing', () => {
  expect(() => requireFinished([baseline, undefined])).toThrow(/number 2 of them is missing: it was stopped or never/);
});

test('a run may be given with what belongs to it', () => {
  const stopped = historyOf('L2', [{ train: [2, 0.2], validation: [2, 0.3] }], 50);
  expect(() => requireFinished([{ history: baseline }, { history: l2 }])).not.toThrow();
  expect(() => requireFinished([{ history: baseline }, { history: stopped }])).toThrow(/L2 was stopped after 1 of 50/);
});

test.each([
  ['epochs', 1, 'number of epochs'],
  ['batchSize', 8, 'batchSize'],
  ['trainData', 'others', 'training images'],
  ['validationData', 'others', 'validation images'],
] as const)('runs with different %s are refused', (key, value, name) => {
  const other = { ...l2, settings: { ...l2.settings, [key]: value } };
  expect(() => requireFinished([baseline, other])).toThrow(`requires the same ${name}, and baseline and L2 have`);
});
