import * as tf from '@tensorflow/tfjs';
import { requireWhole } from '../data/requireWhole';
import { ARTICLE_SIZES } from './network';
import type { ConvNetOptions } from './network';
import type { LayerSummary } from './summary';

/** Width and height of a filter; without padding, each convolution takes one less than this off an image's sides. */
const WINDOW = 3;

/**
 * The layers of `convNet(options)` by arithmetic alone: the same rows as `layerSummary` of the network itself, without
 * the network.
 */
export function convNetLayers({
  filters = ARTICLE_SIZES.filters,
  denseUnits = ARTICLE_SIZES.denseUnits,
  inputShape = ARTICLE_SIZES.inputShape,
  classes = ARTICLE_SIZES.classes,
  dropout = 0,
  batchNormalization = false,
}: ConvNetOptions): LayerSummary[] {
  for (const [name, value] of Object.entries({ filters, denseUnits, classes })) {
    requireWhole('layerSummary', name, value, 1);
  }
  const layers: LayerSummary[] = [];
  let [height, width, channels] = inputShape;
  for (const place of [1, 2, 3]) {
    height -= WINDOW - 1;
    width -= WINDOW - 1;
    const outputShape = [height, width, filters];
    layers.push(weighted('Conv2D', place, outputShape, WINDOW * WINDOW * channels, !batchNormalization));
    if (batchNormalization) {
      // Gamma, beta, moving mean and moving variance of each filter.
      layers.push({ ...row('BatchNormalization', place, outputShape), parameters: 4 * filters, flops: 0 });
      layers.push({ ...row('Activation', place, outputShape), parameters: 0, flops: 0 });
    }
    channels = filters;
  }
  const flat = height * width * channels;
  layers.push({ ...row('Flatten', 1, [flat]), parameters: 0, flops: 0 });
  layers.push(weighted('Dense', 1, [denseUnits], flat));
  if (dropout !== 0) layers.push({ ...row('Dropout', 1, [denseUnits]), parameters: 0, flops: 0 });
  layers.push(weighted('Dense', 2, [classes], denseUnits));
  return layers;
}

/** @param inputs how many numbers each output is a weighted sum of. */
function weighted(kind: string, place: number, outputShape: number[], inputs: number, bias = true): LayerSummary {
  // A bias for each filter or unit, and one more addition for each output.
  const parameters = (inputs + (bias ? 1 : 0)) * outputShape.at(-1)!;
  const flops = (2 * inputs + (bias ? 1 : 0)) * tf.util.sizeFromShape(outputShape);
  return { ...row(kind, place, outputShape), parameters, flops };
}

const row = (kind: string, place: number, outputShape: number[]) => ({
  ...{ name: `${kind} ${place}`, kind, outputShape, activationBytes: 4 * tf.util.sizeFromShape(outputShape) },
});
