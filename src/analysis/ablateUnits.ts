import * as tf from '@tensorflow/tfjs';
import { epochBatches } from '../data/batches';
import type { ImageDataset } from '../data/dataset';
import { requireWhole } from '../data/requireWhole';
import { uninterrupted } from '../engine';
import { requireMatch } from '../training/requireModel';
import { layerParts, runLayers } from './layerParts';
import { batchSums, ScoreSums } from './scoreSums';
import type { Scores } from './scoreSums';

/** What a network is worth without one of its units. */
export interface AblatedUnit extends Scores {
  /** Number of the unit that was switched off, from 0; of a convolution, the number of a filter. */
  readonly unit: number;
  /** Data loss without the unit − data loss of the whole network: above 0 if the unit helps. */
  readonly lossIncrease: number;
}

/** What the units of one layer are worth, one by one. */
export interface Ablation {
  /** Kind and number of the layer among its kind, e.g. `Dense 1`. */
  readonly layer: string;
  /** Of the whole network. */
  readonly whole: Scores;
  readonly units: readonly AblatedUnit[];
}

/** Which units `ablateUnits` switches off. */
export interface AblateUnitsOptions {
  /** A Dense or Conv2D layer but the last one, e.g. `Dense 1`. */
  readonly layer: string;
  /** Numbers of units, from 0. Default all of the layer. */
  readonly units?: readonly number[];
  /** Images at a time; decides the memory needed, not the result. Default 128. */
  readonly batchSize?: number;
}

/** Units that are switched off between two reads, so that an interrupt does not wait for long. */
const UNITS_AT_ONCE = 16;

/**
 * Switches off the units of a layer, one after the other: the output of the one is set to 0, all others stay as they are,
 * and the network is measured. The layers before are computed once a batch. No weight is touched. A unit that is dead on
 * these images changes nothing. (With a batch normalization directly behind the layer, what it makes of a 0 goes on.)
 *
 * @param model a sequential model.
 * @throws if the model is not sequential, has no such layer or does not match the images, the layer is the last one, or it
 *   has no such unit.
 * @example
 * const { test } = syntheticShapes({ trainImages: 1, testImages: 10 });
 * const { units } = await ablateUnits(convNet({ filters: 1, denseUnits: 2 }), test, { layer: 'Dense 1' });
 * units.map(({ unit }) => unit); // => [ 0, 1 ]
 */
export async function ablateUnits(
  model: tf.LayersModel,
  dataset: ImageDataset,
  { layer, units: wanted, batchSize = 128 }: AblateUnitsOptions,
): Promise<Ablation> {
  requireWhole('ablateUnits', 'batchSize', batchSize, 1);
  requireMatch('ablateUnits', model, dataset);
  const parts = layerParts('ablateUnits', 'the model', model, layer);
  if (parts.behind.length === 0) {
    throw new Error(`ablateUnits requires a layer with others behind it, and ${layer} is the last one.`);
  }
  const count = (parts.layer.outputShape as number[]).at(-1)!;
  const units = wanted ?? Array.from({ length: count }, (_, unit) => unit);
  for (const unit of units) requireWhole('ablateUnits', `each unit of ${layer}`, unit, 0, count - 1);
  // −1 is no unit: with it, nothing is switched off.
  const variants = [-1, ...units];
  const sums = new ScoreSums(variants.length);
  for (const batch of epochBatches(dataset, { batchSize, epoch: 1, shuffle: false })) {
    let outputs: tf.Tensor | undefined;
    try {
      outputs = uninterrupted(() => runLayers([...parts.before, parts.layer], batch.images));
      for (let first = 0; first < variants.length; first += UNITS_AT_ONCE) {
        const some = variants.slice(first, first + UNITS_AT_ONCE);
        sums.add(await sumsWithout(some, outputs, parts.behind, batch.labels), first);
        await new Promise((resolve) => setImmediate(resolve));
      }
      sums.count(batch.count);
    } finally {
      tf.dispose([batch.images, batch.labels, ...(outputs ? [outputs] : [])]);
    }
  }
  const [whole, ...ablated] = sums.scores();
  return {
    ...{ layer, whole: whole! },
    units: ablated.map((scores, i) => ({
      ...{ unit: units[i]!, ...scores, lossIncrease: scores.dataLoss - whole!.dataLoss },
    })),
  };
}

/** The sums of a batch with each of some units switched off. */
async function sumsWithout(
  units: readonly number[],
  outputs: tf.Tensor,
  behind: readonly tf.layers.Layer[],
  labels: tf.Tensor2D,
): Promise<ArrayLike<number>> {
  const count = outputs.shape.at(-1)!;
  const measured = uninterrupted(() =>
    tf.tidy(() => {
      const one = (unit: number) =>
        tf.tidy(() => {
          const others = tf.tensor1d(Float32Array.from({ length: count }, (_, i) => (i === unit ? 0 : 1)));
          return batchSums(runLayers(behind, tf.mul(outputs, others)), labels);
        });
      return tf.concat(units.map(one));
    }),
  );
  return measured.data().finally(() => measured.dispose());
}
