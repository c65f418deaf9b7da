import * as tf from '@tensorflow/tfjs';
import { hasTensorFlow, nativeBackend, tensorflowThreads } from './tensorflow/backend';
import { hasWebgpu, webgpuBackend } from './webgpu/backend';

/** The graphics card behind WebGPU. */
export interface AdapterInfo {
  readonly name: string;
  readonly vendor: string;
  /** Name and version; empty where WebGPU does not tell. */
  readonly driver: string;
  /** True for a program on the CPU that plays a graphics card: right, and slower than the CPU itself. */
  readonly software: boolean;
  /** Bytes of the largest buffer, and of the largest part of one that an op reads: a tensor fits into both. */
  readonly maxBufferBytes: number;
  readonly maxBindingBytes: number;
}

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

/** True when a graphics card computes, or what plays one for WebGPU: memory of its own, and results that come later. */
export function hasGpu(): boolean {
  return hasWebgpu() || (hasTensorFlow() && nativeBackend().isUsingGpuDevice);
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
  return { threads: 1, ...rest, reason: why, tfjsVersion: tf.version.tfjs, description: `${line}; ${why}` };
}

type About = Pick<BackendInfo, 'name' | 'device'> & Partial<BackendInfo> & { readonly line: string };

function aboutTensorflow(): About {
  const { binding, isUsingGpuDevice } = nativeBackend();
  const tensorflowVersion = binding.TF_Version;
  const device = isUsingGpuDevice ? 'GPU' : 'CPU';
  const threads = tensorflowThreads();
  const cores = isUsingGpuDevice ? '' : `, ${threads} ${threads === 1 ? 'thread' : 'threads'}`;
  const line = `TensorFlow ${tensorflowVersion} on ${device}${cores}`;
  return { name: tf.getBackend(), device, tensorflowVersion, threads, line };
}

function aboutWebgpu(): About {
  const { name, vendor, driver, software, maxBufferBytes, maxBindingBytes } = webgpuBackend().adapter;
  return {
    name: tf.getBackend(),
    device: software ? 'CPU' : 'GPU',
    adapter: { name, vendor, driver, software, maxBufferBytes, maxBindingBytes },
    line: `WebGPU on ${name}${software ? ', a software renderer' : ''}`,
  };
}

function aboutPlain(): About {
  const name = tf.getBackend();
  return { name, device: 'CPU', line: `plain JavaScript (tfjs ${tf.version.tfjs}, backend '${name}'), 1 thread` };
}
