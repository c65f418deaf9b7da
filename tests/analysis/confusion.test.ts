import { confusionCounts } from '../../src/analysis/confusion';

const answers = { dataset: 'pets', classNames: ['cat', 'dog', 'fox'], probabilities: new Float32Array(0) };

test('a row is a true class, a column a predicted one', () => {
  const labels = Uint8Array.of(0, 0, 0, 1, 2);
  const predicted = Uint8Array.of(0, 1, 1, 1, 0);
  expect(confusionCounts({ ...answers, labels, predicted })).toEqual([
    [1, 2, 0],
    [0, 1, 0],
    [1, 0, 0],
  ]);
});

test('no images give zeros', () => {
  const none = new Uint8Array(0);
  expect(confusionCounts({ ...answers, labels: none, predicted: none }).flat()).toEqual(new Array(9).fill(0));
});

test('asks for a prediction for each label, and for a name for each class', () => {
  const labels = Uint8Array.of(0, 1);
  expect(() => confusionCounts({ ...answers, labels, predicted: Uint8Array.of(0) })).toThrow(/got 1 for 2/);
  expect(() => confusionCounts({ ...answers, labels, predicted: Uint8Array.of(0, 3) })).toThrow(/from 0 to 2, got 3/);
  expect(() => confusionCounts({ ...answers, labels: Uint8Array.of(7), predicted: Uint8Array.of(0) })).toThrow(/got 7/);
});
