import * as tf from '@tensorflow/tfjs';
import { median } from 'simple-statistics';
import { epochBatches } from '../data/batches';
import type { ImageDataset } from '../data/dataset';
import { syntheticShapes } from '../data/synthetic';
import { kerasAdam } from '../model/KerasAdam';
import { convNet } from '../model/network';
import { trainStep } from '../model/trainStep';
import { describeBackend } from '../engine';
import { stepWork } from './stepWork';

/** How fast training is here, by what there is to do. `Infinity`: too fast to be told apart from the rest. */
export interface TrainingSpeed {
  /** Multiplications and additions of convolutions and dense layers. */
  readonly flopsPerSecond: number;
  /** Numbers in layers' outputs, passed through bias, ReLU and their gradients. */
  readonly outputsPerSecond: number;
  /** Weights penalized and updated by Adam. */
  readonly weightsPerSecond: number;
  /** What a step costs whatever its size. */
  readonly secondsPerStep: number;
}

/** How to measure. */
export interface MeasureSpeedOptions {
  /** Measuring goes on that long, and for at least three steps of each network. Default 2. */
  readonly seconds?: number;
}

/** A network whose step is mostly one kind of work, and its batch. */
interface Probe {
  readonly filters: number;
  readonly denseUnits: number;
  readonly batchSize: number;
}

/**
 * In turn: hardly any work, many outputs for the arithmetic, much arithmetic, many weights. More than 16 filters, so that
 * convolutions are those of the profiles `quick` and `article`: with fewer they are another op, which is faster.
 */
const PROBES: readonly Probe[] = [
  { filters: 2, denseUnits: 4, batchSize: 1 },
  { filters: 20, denseUnits: 16, batchSize: 64 },
  { filters: 64, denseUnits: 16, batchSize: 32 },
  { filters: 8, denseUnits: 1024, batchSize: 1 },
];

/** The same for plain JavaScript, where those would take minutes. */
const SMALL_PROBES: readonly Probe[] = [
  { filters: 1, denseUnits: 2, batchSize: 1 },
  { filters: 2, denseUnits: 4, batchSize: 4 },
  { filters: 8, denseUnits: 8, batchSize: 1 },
  { filters: 2, denseUnits: 128, batchSize: 1 },
];

/** The first step of a network is slower: TensorFlow prepares its ops, and Adam makes its means. */
const WARM_UP_STEPS = 1;
const LEAST_STEPS = 3;

/**
 * Measures for about two seconds how fast the backend in use trains, for `forecastTime`: steps of four small networks
 * whose work differs in kind (see `stepWork`), in turn, so that a short disturbance meets all of them alike. The median
 * step of each gives one equation; the four speeds are what solves them best without going below zero.
 *
 * The forecast is for the machine as it was while this measured: other programs slow down both, and what comes or goes
 * in between makes it wrong. Seen on two cores with little else going on: forecasts of runs of `fit` with networks of
 * the profiles `quick` and `article`, and sizes between, with batches of 32 and 128, were 0.9 to 1.2 times what the runs
 * took; once, disturbed, 1.8 times. Runs of `tiny`, which last a second, took up to twice as long as forecast: its narrow
 * convolutions are slower than their arithmetic says. Small networks do not fill a GPU, so that forecasts there
 * will be too long; untried.
 *
 * @throws if seconds is not a number of at least 0.
 * @example
 * const { secondsPerStep } = await measureSpeed({ seconds: 0.1 });
 * secondsPerStep < 1; // => true
 */
export async function measureSpeed({ seconds = 2 }: MeasureSpeedOptions = {}): Promise<TrainingSpeed> {
  if (!(seconds >= 0)) throw new Error(`measureSpeed requires seconds to be a number of at least 0, got ${seconds}.`);
  const { name, adapter } = describeBackend();
  const probes = name === 'cpu' || adapter?.software ? SMALL_PROBES : PROBES;
  const { train } = syntheticShapes({
    trainImages: Math.max(...probes.map(({ batchSize }) => batchSize)),
    testImages: 1,
  });
  const end = performance.now() + 1000 * seconds;
  const models: tf.LayersModel[] = [];
  try {
    for (const { filters, denseUnits } of probes) models.push(compiled(convNet({ filters, denseUnits, l2: 0.01 })));
    const times: number[][] = probes.map(() => []);
    for (let round = 0; round < WARM_UP_STEPS + LEAST_STEPS || performance.now() < end; round++) {
      for (const [i, { batchSize }] of probes.entries()) {
        const time = await timeStep(models[i]!, train, batchSize);
        if (round >= WARM_UP_STEPS) times[i]!.push(time);
      }
    }
    return solve(probes, times.map(median));
  } finally {
    for (const model of models) {
      model.optimizer.dispose();
      model.dispose();
    }
  }
}

function compiled(model: tf.LayersModel): tf.LayersModel {
  model.compile({ optimizer: kerasAdam({ learningRate: 1e-4 }), loss: 'categoricalCrossentropy' });
  return model;
}

/** Seconds of one step as `fit` takes it: the batch made, the step, the batch freed. */
async function timeStep(model: tf.LayersModel, images: ImageDataset, batchSize: number): Promise<number> {
  const start = performance.now();
  const [batch] = epochBatches(images, { batchSize, epoch: 1 });
  try {
    await trainStep(model, batch!);
  } finally {
    tf.dispose(batch!);
  }
  return (performance.now() - start) / 1000;
}

function solve(probes: readonly Probe[], times: readonly number[]): TrainingSpeed {
  const rows = probes.map((probe) => {
    const { flops, outputs, weights } = stepWork(probe, probe.batchSize);
    return [flops, outputs, weights, 1];
  });
  const [perFlop, perOutput, perWeight, perStep] = solveNonNegative(rows, times);
  return {
    flopsPerSecond: 1 / perFlop!,
    outputsPerSecond: 1 / perOutput!,
    weightsPerSecond: 1 / perWeight!,
    secondsPerStep: perStep!,
  };
}

/**
 * The factors x ≥ 0 with the smallest squared relative errors of Σⱼ rows[i][j]·xⱼ against times[i], by going from factor
 * to factor until they rest.
 */
export function solveNonNegative(rows: readonly number[][], times: readonly number[]): number[] {
  // Divided by its time, each equation counts alike, and reads Σⱼ a[j]·xⱼ = 1.
  const equations = rows.map((row, i) => row.map((value) => value / times[i]!));
  const factors = rows[0]!.map(() => 0);
  for (let sweep = 0; sweep < 20_000; sweep++) {
    for (const j of factors.keys()) {
      let [projection, square] = [0, 0];
      for (const a of equations) {
        const rest = 1 - a.reduce((sum, value, k) => (k === j ? sum : sum + value * factors[k]!), 0);
        projection += rest * a[j]!;
        square += a[j]! ** 2;
      }
      factors[j] = Math.max(0, projection / square);
    }
  }
  return factors;
}
