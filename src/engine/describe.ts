import * as tf from '@tensorflow/tfjs';
import { hasTensorFlow, nativeBackend, tensorflowThreads } from './tensorflow/backend';
import type { Precision } from './tensorflow/backend';
import { precisionInUse } from './tensorflow/precision';
import type { AdapterInfo } from './webgpu/AdapterInfo';
import { hasWebgpu, webgpuBackend } from './webgpu/backend';

/** What computes. */
export interface BackendInfo {
  /** tfjs's name of it: `tensorflow`, `webgpu` or `cpu`. */
  readonly name: string;
  /** Where the numbers are really crunched. */
  readonly device: 'CPU' | 'GPU';
  /** Why this one, e.g. `no GPU was found`. */
  readonly reason: string;
  /** Version of TensorFlow's library; absent on other backends. */
  readonly tensorflowVersion?: string;
  readonly tfjsVersion: string;
  /** Threads that one op may use on the CPU; 1 on other backends than TensorFlow. */
  readonly threads: number;
  /** `bfloat16` if it was asked for and the processor rounds products to it. */
  readonly precision: Precision;
  /** On WebGPU. */
  readonly adapter?: AdapterInfo;
  /** One line for people, e.g. `TensorFlow 2.21.0 on CPU, 2 threads; no GPU was found`. */
  readonly description: string;
}

let why = 'chosen by tfjs';

/** Remembers why the backend in use was chosen. */
export function noteReason(reason: string): void {
  why = reason;
}

/** True when a graphics card computes, which has memory of its own. */
export function hasGpu(): boolean {
  return (hasWebgpu() && !webgpuBackend().adapter.software) || (hasTensorFlow() && nativeBackend().isUsingGpuDevice);
}

/**
 * Steps that may be under way while JavaScript reads the numbers of earlier ones. Behind WebGPU numbers come when the card
 * is done; tfjs's TensorFlow waits for them within the call that asks, on a card too.
 */
export const stepsAhead = (): number => (hasWebgpu() ? 3 : 0);

/** Describes the backend that tfjs uses now. */
export function describeBackend(): BackendInfo {
  const about = hasTensorFlow() ? aboutTensorflow() : hasWebgpu() ? aboutWebgpu() : aboutPlain();
  const { line, ...rest } = about;
  return {
    threads: 1,
    precision: 'float32',
    ...rest,
    reason: why,
    tfjsVersion: tf.version.tfjs,
    description: `${line}; ${why}`,
  };
}

type About = Pick<BackendInfo, 'name' | 'device'> & Partial<BackendInfo> & { readonly line: string };

function aboutTensorflow(): About {
  const { binding, isUsingGpuDevice } = nativeBackend();
  const tensorflowVersion = binding.TF_Version;
  const device = isUsingGpuDevice ? 'GPU' : 'CPU';
  const threads = tensorflowThreads();
  const cores = isUsingGpuDevice ? '' : `, ${threads} ${threads === 1 ? 'thread' : 'threads'}`;
  const precision = precisionInUse();
  const rounded = precision === 'bfloat16' ? ', products rounded to bfloat16' : '';
  const line = `TensorFlow ${tensorflowVersion} on ${device}${cores}${rounded}`;
  return { name: tf.getBackend(), device, tensorflowVersion, threads, precision, line };
}

function aboutWebgpu(): About {
  const { name, vendor, driver, software, maxBufferBytes, maxBindingBytes } = webgpuBackend().adapter;
  return {
    name: tf.getBackend(),
    device: software ? 'CPU' : 'GPU',
    adapter: { name, vendor, driver, software, maxBufferBytes, maxBindingBytes },
    line: `WebGPU on ${name}${software ? ', a software renderer' : ''}, tensors up to ${Math.floor(webgpuBackend().largestTensor / 1e6)} MB`,
  };
}

function aboutPlain(): About {
  const name = tf.getBackend();
  return { name, device: 'CPU', line: `plain JavaScript (tfjs ${tf.version.tfjs}, backend '${name}'), 1 thread` };
}
