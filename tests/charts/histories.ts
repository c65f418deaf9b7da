import type { History, Metrics } from '../../src/training/history';

type LossAndAccuracy = readonly [dataLoss: number, accuracy: number];

/** A history with these numbers, as `fit` would return it. */
export function historyOf(
  label: string,
  epochs: readonly { train: LossAndAccuracy; validation?: LossAndAccuracy }[],
  planned = Math.max(epochs.length, 1),
): History {
  const metrics = ([dataLoss, accuracy]: LossAndAccuracy): Metrics => ({
    ...{ dataLoss, penalty: 0, totalLoss: dataLoss, accuracy },
  });
  return {
    label,
    epochs: epochs.map(({ train, validation }, i) => ({
      epoch: i + 1,
      train: metrics(train),
      ...(validation && { validation: metrics(validation) }),
      ...{ seconds: 1, stepSeconds: 0.1 },
    })),
    snapshots: [],
    settings: {
      epochs: planned,
      batchSize: 16,
      seed: 1,
      weightSeed: 1,
      trainImages: 50,
      trainData: 'test images',
      validationImages: 21,
      validationData: 'other test images',
      parameters: 99,
      layers: [],
      optimizer: 'test',
      penalties: [],
    },
    environment: { backend: 'test', machine: 'test', versions: {} },
    stopped: false,
  };
}

/** Two runs of two epochs: the first one overfits. */
export const baseline = historyOf('baseline', [
  { train: [2, 0.2], validation: [2.1, 0.25] },
  { train: [1, 0.7], validation: [3.5, 0.3] },
]);
export const l2 = historyOf('L2', [
  { train: [2, 0.2], validation: [2.1, 0.25] },
  { train: [1.5, 0.5], validation: [1.8, 0.4] },
]);
