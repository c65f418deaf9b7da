import * as tf from '@tensorflow/tfjs';
import type { DeadUnits } from './deadUnits';
import { hasKernel, kernelOf, layerParts } from './layerParts';

/** How large the weights of each unit of one layer are. */
export interface UnitNorms {
  /** Name under which the network was given. */
  readonly network: string;
  /** Kind and number of the layer among its kind, e.g. `Dense 1`. */
  readonly layer: string;
  /** √Σw² over the kernel weights that lead into each unit. NaN or infinite where the weights are. */
  readonly incoming: readonly number[];
  /** √Σw² over the kernel weights of the next layer that each unit's output is multiplied with; null for the last layer. */
  readonly outgoing: readonly number[] | null;
  /** The numbers of the dead units, from 0; left out where nobody counted them. */
  readonly dead?: readonly number[];
}

/** Which units `unitNorms` measures. */
export interface UnitNormsOptions {
  /** A Dense or Conv2D layer, e.g. `Dense 1`. */
  readonly layer: string;
  /** What `deadUnits` returned, by the name of the network. */
  readonly dead?: Readonly<Record<string, readonly DeadUnits[]>>;
}

/** Weights that are squared at once: 16 MB, where the whole kernel of the article's network would need 354. */
const WEIGHTS_AT_ONCE = 4 << 20;

/**
 * The norm of the weights that lead into each unit of a layer, and of those that lead out of it. A unit of a convolution
 * is a filter. Where a Flatten stands between a convolution and a dense layer, a filter's outgoing weights are those of
 * all its positions. Biases are left out.
 *
 * @param networks by the name that figures show; sequential models.
 * @returns a row for each network.
 * @throws if there is no network, one has no such layer, or its layers are not in a row.
 * @example
 * const hidden = tf.layers.dense({ inputShape: [9], units: 2, kernelInitializer: 'ones' });
 * const last = tf.layers.dense({ units: 4, kernelInitializer: 'ones' });
 * const model = tf.sequential({ layers: [hidden, last] });
 * const [norms] = await unitNorms({ ones: model }, { layer: 'Dense 1' });
 * norms.incoming; // => [ 3, 3 ]
 * norms.outgoing; // => [ 2, 2 ]
 */
export async function unitNorms(
  networks: Readonly<Record<string, tf.LayersModel>>,
  { layer, dead = {} }: UnitNormsOptions,
): Promise<UnitNorms[]> {
  const entries = Object.entries(networks);
  if (entries.length === 0) {
    throw new Error(
      "unitNorms requires at least one network; write unitNorms({ baseline: model }, { layer: 'Dense 1' }).",
    );
  }
  const rows: UnitNorms[] = [];
  for (const [network, model] of entries) {
    const { kernel, next } = kernelsOf(network, model, layer);
    const units = kernel.shape.at(-1)!;
    const which = dead[network]?.find((row) => row.layer === layer)?.which;
    rows.push({
      ...{ network, layer },
      incoming: (await sumSquares(kernel, 'columns', units)).map(Math.sqrt),
      outgoing: next ? (await sumSquares(next, 'rows', units)).map(Math.sqrt) : null,
      ...(which && { dead: which }),
    });
  }
  return rows;
}

/** The kernel weights of a layer and of the next one that has some. They belong to the model. */
function kernelsOf(network: string, model: tf.LayersModel, wanted: string): { kernel: tf.Tensor; next?: tf.Tensor } {
  const { layer, behind } = layerParts('unitNorms', network, model, wanted);
  const kernel = kernelOf(layer);
  const following = behind.find(hasKernel);
  const next = following && kernelOf(following);
  if (next && next.shape.at(-2)! % kernel.shape.at(-1)! !== 0) {
    throw new Error(
      `unitNorms requires that the layer after ${wanted} takes its units as they are, and in ${network} something ` +
        'between them changes their number.',
    );
  }
  return next ? { kernel, next } : { kernel };
}

/**
 * Σw² for each unit, some rows at a time. Seen as a matrix with the outputs as columns, every kernel has its inputs as
 * rows in turn: input 0, 1, … of the first position, then of the second one.
 */
async function sumSquares(kernel: tf.Tensor, of: 'columns' | 'rows', units: number): Promise<number[]> {
  const columns = kernel.shape.at(-1)!;
  const rows = kernel.size / columns;
  const step = Math.max(1, Math.floor(WEIGHTS_AT_ONCE / columns));
  const sums = new Array<number>(units).fill(0);
  for (let row = 0; row < rows; row += step) {
    const part = tf.tidy(() => {
      const matrix = kernel.reshape([rows, columns]).slice([row, 0], [Math.min(step, rows - row), columns]);
      return matrix.square().sum(of === 'columns' ? 0 : 1);
    });
    try {
      const values = await part.data();
      values.forEach((value, i) => (sums[(of === 'columns' ? i : row + i) % units]! += value));
    } finally {
      part.dispose();
    }
    // Everything else gets its turn, an interrupt among it.
    await new Promise((resolve) => setImmediate(resolve));
  }
  return sums;
}
