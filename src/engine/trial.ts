import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import * as tf from '@tensorflow/tfjs';
import { requireOps } from './currentOps';
import type { Geometry } from './ops';
import { nativeBackend, TENSORFLOW, tensorflowThreads } from './tensorflow/backend';
import { closeWebgpu, openWebgpu, WEBGPU } from './webgpu/backend';
import type { Adapter } from './webgpu/dawn';

// A graphics card inside a laptop's processor may be slower than TensorFlow on its cores, and a driver may fail. So a card
// is tried once: the heaviest ops of a small training step, on both engines.

/** Beside what set-up remembers, in the project's folder; Git leaves it out. */
const FILE = path.join(__dirname, '..', '..', '.l2lab', 'backend.json');

/** Another trial, or other shaders, count from here. */
const EDITION = 1;

/** What a trial found. */
interface Verdict {
  /** Card, processor, threads and versions: with others the trial is made anew. */
  readonly of: string;
  /** Seconds of the ops, or why the card is of no use. */
  readonly webgpu: number | string;
  readonly tensorflow: number;
}

/** A measurement on one engine: its time, and a number that both engines must agree on. */
export interface Measurement {
  readonly seconds: number;
  readonly sum: number;
}

/** So far may the sums of two engines be apart, as a share. */
const TOLERANCE = 1e-3;

/**
 * Decides between a graphics card and TensorFlow on the CPU, by a trial the first time and from memory afterwards.
 * TensorFlow must be the backend in use, and is afterwards.
 *
 * @param options file: where the verdict is remembered; measure: how an engine is measured.
 */
export async function tryCard(
  adapter: Adapter,
  { file = FILE, measure = measureEngine } = {},
): Promise<{ readonly engine: string; readonly reason: string }> {
  const processor = `${os.cpus()[0]?.model}, ${tensorflowThreads()} threads`;
  const versions = `TensorFlow ${nativeBackend().binding.TF_Version}, tfjs ${tf.version.tfjs}, trial ${EDITION}`;
  const of = [adapter.name, adapter.driver, processor, versions].join('; ');
  let verdict = remembered(file);
  if (verdict?.of !== of) {
    verdict = { of, ...(await compare(adapter, measure)) };
    remember(file, verdict);
  }
  const { webgpu, tensorflow } = verdict;
  if (typeof webgpu === 'string') return { engine: TENSORFLOW, reason: `${adapter.name} by WebGPU failed: ${webgpu}` };
  const times = (Math.max(webgpu, tensorflow) / Math.min(webgpu, tensorflow)).toFixed(1);
  return webgpu < tensorflow
    ? { engine: WEBGPU, reason: `measured ${times} × as fast as TensorFlow on the CPU` }
    : { engine: TENSORFLOW, reason: `measured ${times} × as fast as ${adapter.name} by WebGPU` };
}

async function compare(adapter: Adapter, measure: typeof measureEngine): Promise<Omit<Verdict, 'of'>> {
  const expected = await measure(TENSORFLOW);
  const found = await onCard(adapter, measure);
  await tf.setBackend(TENSORFLOW);
  const tensorflow = expected.seconds;
  const agrees = typeof found !== 'string' && Math.abs(found.sum - expected.sum) <= TOLERANCE * Math.abs(expected.sum);
  // Nobody will ask it again in this session.
  if (!agrees || found.seconds >= tensorflow) closeWebgpu();
  if (typeof found === 'string') return { webgpu: found, tensorflow };
  return { webgpu: agrees ? found.seconds : `it computes ${found.sum} in place of ${expected.sum}`, tensorflow };
}

async function onCard(adapter: Adapter, measure: typeof measureEngine): Promise<Measurement | string> {
  const failure = await openWebgpu(adapter);
  if (failure !== undefined) return failure;
  try {
    return await measure(WEBGPU);
  } catch (error) {
    // Whatever a driver refuses: the processor computes, too.
    return (error as Error).message.split('\n')[0]!;
  }
}

function remembered(file: string): Verdict | undefined {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8')) as Verdict;
  } catch {
    // Not tried yet, or the file was damaged.
    return undefined;
  }
}

function remember(file: string, verdict: Verdict): void {
  try {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, `${JSON.stringify(verdict, null, 2)}\n`);
  } catch {
    // A folder that cannot be written: the next session tries again.
  }
}

/** The fastest of three rounds, once the engine has warmed up. */
async function measureEngine(backend: string): Promise<Measurement> {
  await tf.setBackend(backend);
  const sum = await someOps();
  let seconds = Infinity;
  for (let round = 0; round < 3; round++) {
    const start = performance.now();
    await someOps();
    seconds = Math.min(seconds, (performance.now() - start) / 1000);
  }
  return { seconds, sum };
}

const GEOMETRY: Geometry = { strides: [1, 1], padding: 'valid' };
const PLAIN = { bias: undefined, relu: true };

/** A convolution and a dense layer about as large as those of the `quick` profile, forward and backward, 64 images. */
async function someOps(): Promise<number> {
  const ops = requireOps();
  const sum = tf.tidy(() => {
    const images = ops.uniform([64, 30, 30, 32], [1, 2]);
    const filter = ops.uniform([3, 3, 32, 32], [3, 4]);
    const y = ops.conv2d(images, filter, GEOMETRY, PLAIN);
    const flat = tf.reshape(y, [64, -1]);
    const kernel = ops.uniform([flat.shape[1]!, 64], [5, 6]);
    const dense = ops.matMul(flat, kernel, PLAIN);
    const gradients = [
      ops.matMulFirstTransposed(flat, dense),
      ops.conv2dImageGradient(images.shape, filter, y, GEOMETRY),
      ops.conv2dFilterGradient(images, filter.shape, y, GEOMETRY),
    ];
    return tf.addN(gradients.map((gradient) => tf.sqrt(tf.mean(tf.square(gradient)))));
  });
  const [number] = await sum.data().finally(() => sum.dispose());
  return number!;
}
