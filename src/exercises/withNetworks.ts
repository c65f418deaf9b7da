import * as tf from '@tensorflow/tfjs';
import { mistake, missing, wrong } from './CheckResult';
import type { CheckResult } from './CheckResult';
import { UNFINISHED } from './checkFunction';

/** A student's function that builds a network: from the article's λ and the seed of the first weights. */
export type NetworkBuilder = (lambda: number, seed: number) => tf.LayersModel;

/** What a network is built with. */
export type NetworkInputs = readonly [lambda: number, seed: number];

/** The sizes that the network is to have. */
export interface NetworkSizes {
  /** Of each convolution. */
  readonly filters: number;
  /** Of the large dense layer. */
  readonly denseUnits: number;
}

/**
 * Builds networks by a student's function, has them judged, and frees them.
 *
 * @param name how the notebook calls the function.
 */
export async function withNetworks(
  name: string,
  build: NetworkBuilder,
  inputs: readonly NetworkInputs[],
  judge: (networks: readonly tf.LayersModel[]) => Promise<CheckResult>,
): Promise<CheckResult> {
  if (typeof build !== 'function') return wrong(`${name} has to be a function.`);
  const networks: tf.LayersModel[] = [];
  try {
    for (const [lambda, seed] of inputs) {
      const network: unknown = build(lambda, seed);
      if (!(network instanceof tf.LayersModel)) {
        return wrong(
          network === undefined
            ? `${name} gives nothing: is there a return?`
            : `${name} has to give a network, e.g. one that tf.sequential makes.`,
        );
      }
      if (networks.includes(network)) {
        // It is the student's: freed here, it would be gone there, too.
        networks.length = 0;
        return mistake({
          misconception: 'one network for all calls',
          say: `${name} gives the same network each time. Build a new one inside the function.`,
        });
      }
      networks.push(network);
    }
    return await judge(networks);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return message === UNFINISHED ? missing(name) : wrong(`${name} stops with an error: ${message}`);
  } finally {
    networks.forEach(disposeNetwork);
  }
}

/** Whether the weights of a network have been freed already; to free them again is an error. */
export function isFreed(network: tf.LayersModel): boolean {
  try {
    network.getWeights();
    return false;
  } catch {
    return true;
  }
}

/** Frees a network, and its optimizer if it is compiled. */
export function disposeNetwork(network: tf.LayersModel): void {
  (network.optimizer as tf.Optimizer | undefined)?.dispose();
  network.dispose();
}
