import * as tf from '@tensorflow/tfjs';
import { describeBackend } from './describeBackend';
import type { BackendInfo } from './describeBackend';
import { noteProgramMemory } from './idleMemory';
import { TENSORFLOW } from './nativeBackend';

export interface BackendOptions {
  /** `tensorflow` (the default) falls back to `cpu` where the native library cannot be loaded; `cpu` never tries. */
  readonly prefer?: 'tensorflow' | 'cpu';
  /** Where the notice goes when TensorFlow is missing; standard error if left out. */
  readonly warn?: (notice: string) => void;
}

/**
 * Chooses what computes: TensorFlow if its native library loads, else tfjs's plain JavaScript, with a notice that says
 * how to mend that.
 *
 * @returns what was chosen, ready to print.
 * @throws if `prefer` is neither `tensorflow` nor `cpu`.
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
  if (prefer === 'tensorflow') {
    const failure = loadTensorFlow();
    if (failure === undefined) {
      await tf.setBackend(TENSORFLOW);
      noteProgramMemory();
      return describeBackend();
    }
    warn(missingTensorFlow(failure));
  }
  await tf.setBackend('cpu');
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
