import { bytesOfAdam, floorOf, workOfStep } from '../../bench/floor';

const tiny = { network: 'L2', batch: 4, filters: 2, denseUnits: 5 } as const;

test('the products of a step: outputs, gradients of weights, and of inputs but for the first layer', () => {
  const first = 30 * 30 * (3 * 3 * 3) * 2;
  const others = 28 * 28 * (3 * 3 * 2) * 2 + 26 * 26 * (3 * 3 * 2) * 2 + 26 * 26 * 2 * 5 + 5 * 10;
  expect(workOfStep(tiny).operations).toBe(4 * 2 * (2 * first + 3 * others));
});

test("the parameters are the article's", () => {
  const article = workOfStep({ network: 'baseline', batch: 128, filters: 128, denseUnits: 1024 });
  expect(article.parameters).toBe(3_584 + 147_584 + 147_584 + 88_605_696 + 10_250);
  expect(article.operations / 1e9).toBeCloseTo(235, 0);
});

test('the share is the median of the rounds, each by its own speed of the machine', () => {
  const work = workOfStep(tiny);
  // Operations for 3 s and Adam for 1 s; then on a machine half as fast.
  const fast = { operationsPerSecond: work.operations / 3, bytesPerSecond: bytesOfAdam(work) };
  const slow = { operationsPerSecond: work.operations / 6, bytesPerSecond: bytesOfAdam(work) / 2 };
  const floor = floorOf(tiny, [fast, slow, slow], [[5], [9, 10, 10], [10]]);
  expect(floor.share.median).toBeCloseTo((3 + 1) / 5, 12);
  expect(floor.share.upperQuartile).toBeCloseTo((6 + 2) / 10, 12);
  expect(floor.seconds.operations.median).toBeCloseTo(6, 12);
  expect(floor.seconds.adam.median).toBeCloseTo(2, 12);
  expect(floor.seconds.step.median).toBe(10);
  expect(floor.peak.operations.median).toBe(work.operations / 6);
});

test('Adam reads and writes each weight and both its moments', () => {
  expect(bytesOfAdam({ operations: 0, parameters: 10 })).toBe(10 * 6 * 4);
});
