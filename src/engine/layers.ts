import * as tf from '@tensorflow/tfjs';
import { batchNormalizationLayer } from './batchNormalization';
import type { OpLayer } from './opLayer';
import { FLATTEN, IDENTITY, isMasking, maskingLayer, RELU } from './plainLayers';
import { convolutionLayer, denseLayer } from './weightedLayers';

/** The fields of tfjs's own layers that say how they compute. */
interface LayerFields {
  readonly activityRegularizer?: unknown;
  readonly kernelConstraint?: unknown;
  readonly biasConstraint?: unknown;
}

/** What is known of each model, as of the layers that it had then. */
const known = new WeakMap<tf.LayersModel, { layers: tf.layers.Layer[]; described: OpLayer[] | undefined }>();

/**
 * The layers of a model as an engine's ops, the last one without its softmax; undefined if some layer is of a kind or
 * has an option that is not known here (tfjs's automatic differentiation serves those). Described once a model.
 */
export function opLayers(model: tf.LayersModel): OpLayer[] | undefined {
  const before = known.get(model);
  const same =
    before?.layers.length === model.layers.length &&
    before.layers.every((layer, i) => layer === model.layers[i] && (before.described === undefined || isPlain(layer)));
  if (same) return before.described;
  const described = describe(model);
  known.set(model, { layers: [...model.layers], described });
  return described;
}

function describe(model: tf.LayersModel): OpLayer[] | undefined {
  if (!(model instanceof tf.Sequential)) return undefined;
  const layers: OpLayer[] = [];
  for (const [i, layer] of model.layers.entries()) {
    // It computes nothing.
    if (layer.getClassName() === 'InputLayer') continue;
    const described = describeLayer(layer, i === model.layers.length - 1);
    if (described === undefined) return undefined;
    layers.push(described);
  }
  return layers;
}

function describeLayer(layer: tf.layers.Layer, last: boolean): OpLayer | undefined {
  const kind = layer.getClassName();
  const { activation, dataFormat, maxValue } = layer.getConfig();
  if (!isPlain(layer)) return undefined;
  if (last) return kind === 'Dense' && activation === 'softmax' ? denseLayer(layer, false) : undefined;
  const serves = activation === undefined || activation === 'relu' || activation === 'linear';
  if (!serves) return undefined;
  const relu = activation === 'relu';
  if (kind === 'Conv2D') return convolutionLayer(layer, relu);
  if (kind === 'Dense') return denseLayer(layer, relu);
  if (kind === 'BatchNormalization') return batchNormalizationLayer(layer);
  if (kind === 'Activation') return relu ? RELU : IDENTITY;
  if (kind === 'ReLU') return maxValue == null ? RELU : undefined;
  if (kind === 'Flatten') return (dataFormat ?? 'channelsLast') === 'channelsLast' ? FLATTEN : undefined;
  return kind === 'Dropout' && isMasking(layer) ? maskingLayer(layer) : undefined;
}

/** True without what only tfjs's own layers compute; it can also be given to a layer later. */
function isPlain(layer: tf.layers.Layer): boolean {
  const { activityRegularizer, kernelConstraint, biasConstraint } = layer as unknown as LayerFields;
  return activityRegularizer == null && kernelConstraint == null && biasConstraint == null;
}
