import * as tf from '@tensorflow/tfjs';
import { describeBackend, hasGpu, noteReason } from './describe';
import type { BackendInfo } from './describe';
import { noteProgramMemory } from './memory';
import { loadTensorFlow, TENSORFLOW } from './tensorflow/backend';
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
  /** Where a notice goes when something that was asked for is missing; standard error if left out. */
  readonly warn?: (notice: string) => void;
}

/**
 * Chooses what computes. Where both a graphics card behind WebGPU and TensorFlow on the CPU are there, a short trial
 * decides, the first time. Call it once, before anything else.
 *
 * @returns what was chosen and why, ready to print.
 * @throws if `prefer` or L2LAB_BACKEND is none of the choices.
 * @example
 * const backend = await useBackend({ prefer: 'cpu' });
 * backend.device; // => 'CPU'
 */
export async function useBackend({
  prefer,
  deterministic = process.env['L2LAB_DETERMINISTIC'] === '1',
  warn = console.warn,
}: BackendOptions = {}): Promise<BackendInfo> {
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
  const missing = loadTensorFlow(deterministic);
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
  const info = await take(TENSORFLOW, reason);
  noteProgramMemory();
  return info;
}

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
