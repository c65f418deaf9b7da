import * as tf from '@tensorflow/tfjs';
import { describeBackend, hasGpu, noteReason } from './describe';
import type { BackendInfo } from './describe';
import { noteProgramMemory } from './memory';
import { loadTensorFlow, TENSORFLOW } from './tensorflow/backend';
import type { LoadOptions, Precision } from './tensorflow/backend';
import { tryPrecision, wantedPrecision } from './tensorflow/precision';
import { tryCard } from './trial';
import { openWebgpu, WEBGPU } from './webgpu/backend';
import { findAdapter, mayHaveCard } from './webgpu/dawn';
import type { Adapter } from './webgpu/dawn';

const CHOICES = ['auto', 'tensorflow', 'webgpu', 'cpu'] as const;

/** How to choose what computes. */
export interface BackendOptions {
  /**
   * `auto` takes the first of these that is there: TensorFlow on an NVIDIA card, a graphics card by WebGPU, TensorFlow on
   * the CPU, plain JavaScript. `tensorflow` and `webgpu` take that one; where it is not there, they say so and take the
   * next of TensorFlow and plain JavaScript. `cpu` is plain JavaScript. Default: what the environment variable L2LAB_BACKEND names, else `auto`.
   */
  readonly prefer?: (typeof CHOICES)[number];
  /**
   * TensorFlow's ops on an NVIDIA card then give the same numbers each time, some of them slower. It holds for the whole
   * session, from the first call on. Elsewhere they do so anyway. Default: true if L2LAB_DETERMINISTIC is 1.
   */
  readonly deterministic?: boolean;
  /**
   * `bfloat16` trades exactness for speed where TensorFlow computes on a processor with Intel's AMX; elsewhere it changes
   * nothing, and a notice says so. Convolutions of more than a few channels, their gradients, and the gradients of dense
   * layers' inputs then round their factors to 8 significant bits, about 2.4 digits; sums, weights, Adam and losses stay
   * float32. A step of the article's network then takes about 0.8 of its time, and after ten of them the total loss is
   * 0.01 to 0.03 % off. It holds for the whole session, from the first call on. Default: what the environment variable
   * L2LAB_PRECISION names, else `float32`.
   */
  readonly precision?: Precision;
  /** Where a notice goes when something that was asked for is missing; standard error if left out. */
  readonly warn?: (notice: string) => void;
}

/**
 * Chooses what computes. Where both a graphics card behind WebGPU and TensorFlow on the CPU are there, a short trial
 * decides, the first time. Call it once, before anything else.
 *
 * @returns what was chosen and why, ready to print.
 * @throws if `prefer` or L2LAB_BACKEND, `precision` or L2LAB_PRECISION is none of the choices, or another precision is
 *   asked for than TensorFlow computes in already.
 * @example
 * const backend = await useBackend({ prefer: 'cpu' });
 * backend.device; // => 'CPU'
 */
export async function useBackend({
  prefer,
  deterministic = process.env['L2LAB_DETERMINISTIC'] === '1',
  precision,
  warn = console.warn,
}: BackendOptions = {}): Promise<BackendInfo> {
  const loading = { deterministic, precision: wantedPrecision(precision) };
  const info = await choose(prefer, loading, warn);
  if (loading.precision !== info.precision) warn(NOTHING_ROUNDS);
  return info;
}

async function choose(
  prefer: BackendOptions['prefer'],
  loading: LoadOptions,
  warn: (notice: string) => void,
): Promise<BackendInfo> {
  const [wanted, asked] = wish(prefer);
  // Production mode: tfjs's plain backend otherwise prints an advertisement for its native one.
  tf.enableProdMode();
  if (wanted === 'cpu') return take('cpu', asked);
  let withoutCard = 'no GPU was found';
  if (wanted === 'webgpu') {
    const adapter = await findAdapter();
    const failure = typeof adapter === 'string' ? adapter : await openWebgpu(adapter);
    if (typeof adapter !== 'string' && failure === undefined) {
      if (adapter.software) warn(softwareRenderer(adapter));
      return take(WEBGPU, asked);
    }
    withoutCard = failure!;
    warn(`*** WebGPU was asked for and cannot be used: ${failure} npm run doctor says what there is. ***`);
  }
  const missing = loadTensorFlow(loading);
  if (missing === undefined) {
    await tf.setBackend(TENSORFLOW);
    if (wanted === 'tensorflow') return takeTensorflow(asked);
    if (hasGpu()) return takeTensorflow('an NVIDIA card by CUDA');
  }
  if (wanted === 'auto' && mayHaveCard()) {
    const adapter = await findAdapter();
    if (typeof adapter !== 'string' && !adapter.software) {
      const { engine, reason } = missing === undefined ? await tryCard(adapter) : NO_TENSORFLOW;
      const failure = engine === WEBGPU ? await openWebgpu(adapter) : undefined;
      if (engine === WEBGPU && failure === undefined) return take(WEBGPU, reason);
      withoutCard = failure === undefined ? reason : `${adapter.name} cannot be used: ${failure}`;
    }
  }
  if (missing === undefined) return takeTensorflow(withoutCard);
  warn(missingTensorFlow(missing));
  return take('cpu', NO_TENSORFLOW.reason);
}

/** Where there is no TensorFlow, a card needs no trial. */
const NO_TENSORFLOW = { engine: WEBGPU, reason: 'TensorFlow could not be loaded' } as const;

/** What is wanted, and who says so. */
function wish(prefer: BackendOptions['prefer']): [(typeof CHOICES)[number], string] {
  const environment = process.env['L2LAB_BACKEND'];
  const value = (prefer ?? (environment || 'auto')) as (typeof CHOICES)[number];
  const asked = prefer === undefined ? `L2LAB_BACKEND=${value}` : `asked for by prefer: '${value}'`;
  if (CHOICES.includes(value)) return [value, asked];
  const where = prefer === undefined ? 'the environment variable L2LAB_BACKEND' : 'prefer';
  throw new Error(
    `useBackend requires ${where} to be ${CHOICES.map((choice) => `'${choice}'`).join(', ')}, got ${JSON.stringify(value)}.`,
  );
}

async function take(name: string, reason: string): Promise<BackendInfo> {
  await tf.setBackend(name);
  noteReason(reason);
  return describeBackend();
}

async function takeTensorflow(reason: string): Promise<BackendInfo> {
  await tf.setBackend(TENSORFLOW);
  await tryPrecision();
  const info = await take(TENSORFLOW, reason);
  noteProgramMemory();
  return info;
}

const NOTHING_ROUNDS = [
  "*** precision: 'bfloat16' changes nothing here, everything is computed in float32. ***",
  "    Only TensorFlow on a processor with Intel's AMX rounds products to bfloat16.",
].join('\n');

const softwareRenderer = ({ name }: Adapter): string =>
  [
    `*** ${name} is a program that plays a graphics card: it computes the same, and much slower than the CPU. ***`,
    "    It serves to try things out. useBackend({ prefer: 'auto' }) never chooses it.",
  ].join('\n');

function missingTensorFlow(reason: string): string {
  return [
    '*** TensorFlow could not be loaded: plain JavaScript computes instead, some hundred times slower. ***',
    `    Reason: ${reason}`,
    '    To mend it: npm run doctor says what is missing and what to do.',
    '    Until then use the `tiny` profile; the larger ones would take hours.',
  ].join('\n');
}
