import { median } from 'simple-statistics';
import type { Configuration, FloorReply } from './protocol';
import { summarize } from './statistics';
import type { Summary } from './statistics';

/** Rows and columns of the images, and of a filter; channels of the images; classes. */
const [SIDE, FILTER, COLORS, CLASSES] = [32, 3, 3, 10];
const CONVOLUTIONS = 3;

/** What one training step cannot do without. */
export interface StepWork {
  /** Floating-point operations of all products, a multiplication and an addition each counted as one. */
  readonly operations: number;
  /** Weights and biases. */
  readonly parameters: number;
}

/**
 * Counts the products of a training step: each layer's output, the gradient of its weights and, but for the first layer,
 * of its input. All are done directly, as sums of products.
 */
export function workOfStep({ batch, filters, denseUnits }: Configuration): StepWork {
  // Each layer as a product: how many results, how many terms in each, how often its weights are used.
  const layers = Array.from({ length: CONVOLUTIONS }, (_, i) => {
    const side = SIDE - (FILTER - 1) * (i + 1);
    return { places: side * side, terms: FILTER * FILTER * (i === 0 ? COLORS : filters), results: filters };
  });
  const flat = (SIDE - (FILTER - 1) * CONVOLUTIONS) ** 2 * filters;
  layers.push({ places: 1, terms: flat, results: denseUnits }, { places: 1, terms: denseUnits, results: CLASSES });
  const operations = layers.map(({ places, terms, results }, i) => (i === 0 ? 2 : 3) * 2 * places * terms * results);
  return {
    operations: batch * operations.reduce((sum, one) => sum + one, 0),
    parameters: layers.reduce((sum, { terms, results }) => sum + (terms + 1) * results, 0),
  };
}

/** Weights and both of Adam's moments are read and written, 4 bytes each. */
export function bytesOfAdam({ parameters }: StepWork): number {
  return 4 * (3 + 3) * parameters;
}

/** What there is of a step, by what the machine can do at best. */
export interface FloorResult extends Configuration, StepWork {
  /** Operations a second, and bytes a second. */
  readonly peak: { readonly operations: Summary; readonly bytes: Summary };
  /** Seconds: of the operations, of the pass of Adam, and of a step of l2lab. */
  readonly seconds: { readonly operations: Summary; readonly adam: Summary; readonly step: Summary };
  /** Floor by step: 1 is a step that cannot be faster. */
  readonly share: Summary;
}

/**
 * Puts together what was measured in turns. The share is the median of the rounds' own, as ratios are.
 *
 * @param steps seconds of steps, by round.
 */
export function floorOf(configuration: Configuration, rounds: readonly FloorReply[], steps: number[][]): FloorResult {
  const { network, batch, filters, denseUnits } = configuration;
  const work = workOfStep(configuration);
  const each = steps.map((seconds, i) => {
    const { operationsPerSecond, bytesPerSecond } = rounds[i]!;
    const operations = work.operations / operationsPerSecond;
    const adam = bytesOfAdam(work) / bytesPerSecond;
    const step = median(seconds);
    return { operationsPerSecond, bytesPerSecond, operations, adam, step, share: (operations + adam) / step };
  });
  const of = (name: keyof (typeof each)[number]) => summarize(each.map((round) => round[name]));
  return {
    ...{ network, batch, filters, denseUnits, ...work },
    peak: { operations: of('operationsPerSecond'), bytes: of('bytesPerSecond') },
    seconds: { operations: of('operations'), adam: of('adam'), step: of('step') },
    share: of('share'),
  };
}
