import * as tf from '@tensorflow/tfjs';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { op } from '../interrupts';
import { multiply } from './product';
import {
  AS_THEY_ARE,
  CONVOLUTION,
  FILTER_GRADIENT,
  FIRST_TRANSPOSED,
  IMAGE_GRADIENT,
  SECOND_TRANSPOSED,
} from './readers';
import type { Data, KernelArguments } from './shader';

// tfjs's kernels for products and convolutions give way to those of product.ts: in the fast pass, and where tfjs's own
// layers compute. What these do not know (other activations, dilations, …) tfjs goes on to compute.

type Inputs = Readonly<Record<string, Data | undefined>>;
type Compute = (backend: WebGPUBackend, inputs: Inputs, attributes: never) => Data | undefined;

/** tfjs's own kernels, by name: a few cases are theirs, and the bench compares. */
export const TFJS_KERNELS = new Map<string, tf.KernelFunc>();

/** Puts ours in the place of tfjs's. Call it once tfjs has registered its own. */
export function replaceKernels(): void {
  if (TFJS_KERNELS.size > 0) return;
  for (const [kernelName, compute] of Object.entries(OURS)) {
    const config = tf.getKernel(kernelName, 'webgpu')!;
    TFJS_KERNELS.set(kernelName, config.kernelFunc);
    tf.unregisterKernel(kernelName, 'webgpu');
    tf.registerKernel({
      ...config,
      kernelFunc: (given) => {
        const { inputs, attrs, backend } = given as unknown as KernelArguments;
        // As one: an interrupt of the notebook comes before its first pass or after its last.
        const ours = isKnownData(inputs) ? op(() => compute(backend, inputs, attrs as never)) : undefined;
        return ours ?? config.kernelFunc(given);
      },
    });
  }
}

/** Whether there are numbers, and all of them float32. */
const isKnownData = (inputs: Inputs): boolean =>
  Object.values(inputs).every(
    (input) => input == null || (input.dtype === 'float32' && tf.util.sizeFromShape(input.shape) > 0),
  );

interface Activation {
  readonly activation?: string;
}

const isKnown = (activation: string | undefined): boolean =>
  activation == null || ['linear', 'relu'].includes(activation);

/** One number for each column, or none at all. */
const isBias = (bias: Data | undefined, columns: number): boolean =>
  bias == null || tf.util.sizeFromShape(bias.shape) === columns;

interface MatMul extends Activation {
  readonly transposeA?: boolean;
  readonly transposeB?: boolean;
}

function matMul(backend: WebGPUBackend, { a, b, bias }: Inputs, { transposeA, transposeB, activation }: MatMul) {
  const batches = [...a!.shape.slice(0, -2), ...b!.shape.slice(0, -2)];
  if (!isKnown(activation) || (transposeA && transposeB) || batches.some((size) => size !== 1)) return undefined;
  const reader = transposeA ? FIRST_TRANSPOSED : transposeB ? SECOND_TRANSPOSED : AS_THEY_ARE;
  const [rows, inner] = transposeA ? [...a!.shape.slice(-2)].reverse() : a!.shape.slice(-2);
  const columns = b!.shape.at(transposeB ? -2 : -1)!;
  if (!isBias(bias, columns)) return undefined;
  const outer = a!.shape.length > b!.shape.length ? a!.shape : b!.shape;
  return multiply(backend, reader, {
    ...{ a: a!, b: b!, bias: bias ?? undefined, relu: activation === 'relu' },
    ...{ rows: rows!, columns, inner: inner!, sizes: [] },
    shape: [...outer.slice(0, -2), rows!, columns],
  });
}

interface Convolution extends Activation {
  readonly strides: number | [number, number];
  readonly pad: unknown;
  readonly dataFormat?: string;
  readonly dilations?: number | [number, number];
}

/** The sizes of a convolution; undefined if it has an option that is not known here. */
function sizesOf(images: number[], filter: number[], { strides, pad, dataFormat, dilations, activation }: Convolution) {
  const isPlain = [dilations ?? 1].flat().every((dilation) => dilation === 1) && (dataFormat ?? 'NHWC') === 'NHWC';
  if (!isPlain || !isKnown(activation) || (pad !== 'valid' && pad !== 'same')) return undefined;
  type Shape = [number, number, number, number];
  const info = tf.backend_util.computeConv2DInfo(images as Shape, filter as Shape, strides, 1, pad);
  const { inHeight, inWidth, inChannels, outHeight, outWidth, outChannels, filterHeight, filterWidth } = info;
  return {
    inputs: info.batchSize * inHeight * inWidth,
    outputs: info.batchSize * outHeight * outWidth,
    window: filterHeight * filterWidth,
    ...{ inChannels, outChannels, outShape: info.outShape },
    // As CONVOLUTION, FILTER_GRADIENT and IMAGE_GRADIENT name them.
    sizes: [
      ...[inHeight, inWidth, inChannels, outHeight, outWidth, outChannels, filterWidth],
      ...[info.strideHeight, info.strideWidth, info.padInfo.top, info.padInfo.left],
    ],
  };
}

function convolve(backend: WebGPUBackend, { x, filter, bias }: Inputs, attributes: Convolution) {
  const of = sizesOf(x!.shape, filter!.shape, attributes);
  if (!of || !isBias(bias, of.outChannels)) return undefined;
  const { outputs: rows, outChannels: columns, sizes, outShape: shape } = of;
  const [inner, relu] = [of.window * of.inChannels, attributes.activation === 'relu'];
  const factors = { a: x!, b: filter!, bias: bias ?? undefined };
  return multiply(backend, CONVOLUTION, { ...factors, relu, rows, columns, inner, sizes, shape });
}

function filterGradient(
  backend: WebGPUBackend,
  { x, dy }: Inputs,
  attributes: Convolution & { readonly filterShape: number[] },
) {
  const of = sizesOf(x!.shape, attributes.filterShape, attributes);
  if (!of) return undefined;
  const { outputs: inner, outChannels: columns, sizes } = of;
  const rows = of.window * of.inChannels;
  const shape = attributes.filterShape;
  return multiply(backend, FILTER_GRADIENT, { a: x!, b: dy!, rows, columns, inner, sizes, shape });
}

function imageGradient(
  backend: WebGPUBackend,
  { dy, filter }: Inputs,
  attributes: Convolution & { readonly inputShape: number[] },
) {
  const of = sizesOf(attributes.inputShape, filter!.shape, attributes);
  if (!of) return undefined;
  const { inputs: rows, inChannels: columns, sizes } = of;
  const inner = of.window * of.outChannels;
  const shape = attributes.inputShape;
  return multiply(backend, IMAGE_GRADIENT, { a: dy!, b: filter!, rows, columns, inner, sizes, shape });
}

const OURS: Readonly<Record<string, Compute>> = {
  BatchMatMul: matMul,
  _FusedMatMul: matMul,
  Conv2D: convolve,
  FusedConv2D: convolve,
  Conv2DBackpropFilter: filterGradient,
  Conv2DBackpropInput: imageGradient,
};
