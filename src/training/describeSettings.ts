import type * as tf from '@tensorflow/tfjs';
import { layerNames } from '../model/layerNames';

/** Kind and settings of the optimizer that a model was compiled with. */
export function describeOptimizer({ optimizer }: tf.LayersModel): string {
  return `${optimizer.getClassName()} ${JSON.stringify(optimizer.getConfig())}`;
}

/** The penalties of a model, layer by layer; empty without any. */
export function describePenalties(model: tf.LayersModel): string[] {
  return [...layerNames(model)].flatMap(([layer, name]) => {
    const { kernelRegularizer, biasRegularizer } = layer.getConfig() as Record<string, Serialized | null>;
    return [
      ...(kernelRegularizer ? [`${name}: ${describe(kernelRegularizer)}`] : []),
      ...(biasRegularizer ? [`${name}, bias: ${describe(biasRegularizer)}`] : []),
    ];
  });
}

/** How tfjs writes down a regularizer. */
interface Serialized {
  readonly className: string;
  readonly config: unknown;
}

const describe = ({ className, config }: Serialized): string => `${className} ${JSON.stringify(config)}`;
