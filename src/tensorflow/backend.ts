import * as os from 'os';
import * as tf from '@tensorflow/tfjs';
import { noteProgramMemory } from './memory';

/** The name under which tfjs-node registers TensorFlow. */
const TENSORFLOW = 'tensorflow';

/** What computes. */
export interface BackendInfo {
  /** tfjs's name of it: `tensorflow` or `cpu`. */
  readonly name: string;
  /** Where the numbers are really crunched. */
  readonly device: 'CPU' | 'GPU';
  /** Version of TensorFlow's library; absent on a plain JavaScript backend. */
  readonly tensorflowVersion?: string;
  readonly tfjsVersion: string;
  /** Threads that one op may use; 1 on plain JavaScript. */
  readonly threads: number;
  /** One line for people, e.g. `TensorFlow 2.21.0 on CPU, 2 threads`. */
  readonly description: string;
}

/** How to choose what computes. */
export interface BackendOptions {
  /** `tensorflow` (the default) falls back to `cpu` where the native library cannot be loaded; `cpu` never tries. */
  readonly prefer?: 'tensorflow' | 'cpu';
  /** Where the notice goes when TensorFlow is missing; standard error if left out. */
  readonly warn?: (notice: string) => void;
}

/**
 * Chooses what computes: TensorFlow if its native library loads, else tfjs's plain JavaScript, with a notice that says
 * how to mend that. Call it once, before anything else.
 *
 * @returns what was chosen, ready to print.
 * @throws if `prefer` is neither `tensorflow` nor `cpu`.
 * @example
 * const backend = await useBackend({ prefer: 'cpu' });
 * backend.device; // => 'CPU'
 */
export async function useBackend({
  prefer = 'tensorflow',
  warn = console.warn,
}: BackendOptions = {}): Promise<BackendInfo> {
  if (prefer !== 'tensorflow' && prefer !== 'cpu') {
    throw new Error(`useBackend requires prefer to be 'tensorflow' or 'cpu', got ${JSON.stringify(prefer)}.`);
  }
  // Production mode: tfjs's plain backend otherwise prints an advertisement for its native one.
  tf.enableProdMode();
  const failure = prefer === 'tensorflow' ? loadTensorFlow() : undefined;
  if (failure !== undefined) warn(missingTensorFlow(failure));
  const found = prefer === 'tensorflow' && failure === undefined;
  await tf.setBackend(found ? TENSORFLOW : 'cpu');
  if (found) noteProgramMemory();
  return describeBackend();
}

/** @returns the reason if the native library could not be loaded. */
function loadTensorFlow(): string | undefined {
  // TensorFlow reads this when it is loaded; 2 leaves warnings of its own out and errors in.
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2';
  try {
    // Loaded here and not at the top: the library is usable without it, and loading takes half a second.
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    require('@tensorflow/tfjs-node-gpu');
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message.split('\n')[0]! : String(error);
  }
}

function missingTensorFlow(reason: string): string {
  return [
    '*** TensorFlow could not be loaded: plain JavaScript computes instead, some hundred times slower. ***',
    `    Reason: ${reason}`,
    '    To mend it: npm run doctor says what is missing and what to do.',
    '    Until then use the `tiny` profile; the larger ones would take hours.',
  ].join('\n');
}

/** One attribute of a TensorFlow op; `type` is one of the binding's TF_ATTR_ numbers. */
export interface OpAttribute {
  readonly name: string;
  readonly type: number;
  readonly value: unknown;
}

/** The part of tfjs-node's backend that this project uses: any op of TensorFlow can be run through it, by name. */
interface NativeBackend {
  readonly isUsingGpuDevice: boolean;
  readonly binding: Readonly<Record<string, number>> & { readonly TF_Version: string };
  executeSingleOutput(op: string, attributes: OpAttribute[], inputs: tf.Tensor[]): tf.Tensor;
  executeMultipleOutputs(op: string, attributes: OpAttribute[], inputs: tf.Tensor[], outputs: number): tf.Tensor[];
}

/** True when TensorFlow computes, false when a plain tfjs backend does. */
export function hasTensorFlow(): boolean {
  return tf.getBackend() === TENSORFLOW;
}

/** True when TensorFlow computes on a GPU. */
export function hasGpu(): boolean {
  return hasTensorFlow() && nativeBackend().isUsingGpuDevice;
}

/** @throws unless TensorFlow is the backend in use. */
export function nativeBackend(): NativeBackend {
  if (!hasTensorFlow()) {
    throw new Error(
      `An op of TensorFlow requires the backend '${TENSORFLOW}', got '${tf.getBackend()}'; call useBackend() first.`,
    );
  }
  return tf.backend() as unknown as NativeBackend;
}

/** Describes the backend that tfjs uses now. */
export function describeBackend(): BackendInfo {
  const tfjsVersion = tf.version.tfjs;
  const name = tf.getBackend();
  if (!hasTensorFlow()) {
    const description = `plain JavaScript (tfjs ${tfjsVersion}, backend '${name}'), 1 thread`;
    return { name, device: 'CPU', tfjsVersion, threads: 1, description };
  }
  const { binding, isUsingGpuDevice } = nativeBackend();
  const tensorflowVersion = binding.TF_Version;
  const device = isUsingGpuDevice ? 'GPU' : 'CPU';
  // TensorFlow takes every core it may run on, unless its own environment variable says otherwise.
  const threads = Number(process.env['TF_NUM_INTRAOP_THREADS']) || os.availableParallelism();
  const description =
    `TensorFlow ${tensorflowVersion} on ${device}` +
    (isUsingGpuDevice ? '' : `, ${threads} ${threads === 1 ? 'thread' : 'threads'}`);
  return { name, device, tensorflowVersion, tfjsVersion, threads, description };
}
