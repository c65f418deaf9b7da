import * as os from 'os';
import * as tf from '@tensorflow/tfjs';

/** The name under which tfjs-node registers TensorFlow. */
export const TENSORFLOW = 'tensorflow';

/** How exactly products are computed; see `BackendOptions`. */
export type Precision = 'float32' | 'bfloat16';

/** How TensorFlow is loaded; see `BackendOptions`. */
export interface LoadOptions {
  readonly deterministic: boolean;
  readonly precision: Precision;
}

let loadedFor: Precision | undefined;

/** The precision that TensorFlow was loaded for, whether or not the processor has it; undefined before. */
export const loadedPrecision = (): Precision | undefined => loadedFor;

/** oneDNN's ops read it at their first use, and keep what they read. */
export const ONEDNN_PRECISION = 'TF_SET_ONEDNN_FPMATH_MODE';

/**
 * Loads TensorFlow's native library, unless it is loaded; tfjs then knows it as a backend.
 *
 * @returns the reason if it could not be loaded.
 */
export function loadTensorFlow({ deterministic, precision }: LoadOptions): string | undefined {
  // TensorFlow reads these when it is loaded. 2 leaves warnings of its own out and errors in.
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2';
  // Without this one the first notebook would take the whole memory of a card.
  process.env['TF_FORCE_GPU_ALLOW_GROWTH'] ??= 'true';
  if (deterministic) {
    process.env['TF_DETERMINISTIC_OPS'] ??= '1';
    process.env['TF_CUDNN_DETERMINISTIC'] ??= '1';
  }
  if (loadedFor === undefined) {
    if (precision === 'bfloat16') process.env[ONEDNN_PRECISION] = 'BF16';
    else delete process.env[ONEDNN_PRECISION];
  }
  try {
    // Loaded here and not at the top: the library is usable without it, and loading takes half a second.
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    require('@tensorflow/tfjs-node-gpu');
    loadedFor ??= precision;
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message.split('\n')[0]! : String(error);
  }
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

/** True when TensorFlow computes, false when another backend does. */
export function hasTensorFlow(): boolean {
  return tf.getBackend() === TENSORFLOW;
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

/** Threads that one op may use. */
export function tensorflowThreads(): number {
  // TensorFlow takes every core it may run on, unless its own environment variable says otherwise.
  return Number(process.env['TF_NUM_INTRAOP_THREADS']) || os.availableParallelism();
}
