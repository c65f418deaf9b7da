import { useBackend } from '../../src/engine';
import { imageHits } from '../../src/analysis/imageHits';
import { imageLosses } from '../../src/analysis/imageLosses';
import { median } from '../../src/analysis/median';
import { pairedDifference } from '../../src/analysis/pairedDifference';
import { predictions } from '../../src/analysis/predictions';
import { mean } from 'simple-statistics';
import { evaluate } from '../../src/training/evaluate';
import { brightnessDataset, disposeNetwork, smallNetwork } from '../training/smallRun';

beforeAll(() => useBackend());

test('the means of the images are what evaluate measures', async () => {
  const [model, images] = [smallNetwork({ l2: 0.01 }), brightnessDataset(21)];
  const predicted = await predictions(model, images, { batchSize: 8 });
  const { dataLoss, accuracy } = await evaluate(model, images);
  expect(imageLosses(predicted)).toHaveLength(21);
  expect(mean(imageLosses(predicted))).toBeCloseTo(dataLoss, 5);
  expect(mean(imageHits(predicted))).toBeCloseTo(accuracy, 10);
  disposeNetwork(model);
});

test('a true class with probability 0 costs much, and not infinitely much', () => {
  const answer = { dataset: 'one', classNames: ['a', 'b'], labels: Uint8Array.of(0), predicted: Uint8Array.of(1) };
  const [loss] = imageLosses({ ...answer, probabilities: Float32Array.of(0, 1) });
  expect(loss).toBeCloseTo(126 * Math.LN2, 6);
});

test('pairedDifference is the mean of the differences, with the standard error of that mean', () => {
  // Differences 1, −1, 3: mean 1, sum of squares about it 0 + 4 + 4, over n − 1 = 2, over n = 3.
  const { difference, standardError, count } = pairedDifference([10, 20, 30], [11, 19, 33]);
  expect([difference, count]).toEqual([1, 3]);
  expect(standardError).toBeCloseTo(Math.sqrt(8 / 2 / 3), 12);
  const same = { difference: 1, standardError: 0, interval: [1, 1], count: 2 };
  expect(pairedDifference([1, 5], [2, 6])).toEqual(same);
});

test('pairedDifference asks for pairs', () => {
  expect(() => pairedDifference([1, 2], [1])).toThrow(/equal length .* got 2 and 1/);
  expect(() => pairedDifference([1], [1])).toThrow(/at least two numbers/);
});

test('median takes the middle, whatever the order, and leaves the list as it is', () => {
  const values = [5, 1, 3, 2];
  expect(median(values)).toBe((2 + 3) / 2);
  expect(values).toEqual([5, 1, 3, 2]);
  expect(() => median([])).toThrow(/at least one number/);
});
