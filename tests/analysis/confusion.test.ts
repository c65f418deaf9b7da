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
