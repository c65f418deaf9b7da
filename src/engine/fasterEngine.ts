import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import * as tf from '@tensorflow/tfjs';
import { requireOps } from './currentOps';
import type { Geometry } from './ops';
import { TENSORFLOW } from './tensorflow/backend';
import { WEBGPU } from './webgpu/backend';
import type { Adapter } from './webgpu/dawn';

// A graphics card inside a laptop's processor may be slower than TensorFlow on its cores. So the two are measured once.

/** Beside what set-up remembers, in the project's folder; Git leaves it out. */
const FILE = path.join(__dirname, '..', '..', '.l2lab', 'backend.json');

interface Measured {
  readonly of: string;
  /** Seconds of the ops below. */
  readonly webgpu: number;
  readonly tensorflow: number;
}

/**
 * Which of the two is faster here: measured the first time, remembered for this card, processor and version of tfjs. Both
 * must be there; the one in use afterwards is either.
 *
 * @param file where it is remembered.
 * @param batch images of the measurement.
 */
export async function fasterEngine(
  adapter: Adapter,
  { file = FILE, batch = 64 } = {},
): Promise<{ engine: string; reason: string }> {
  const of = `${adapter.name}; ${os.cpus()[0]?.model}, ${os.availableParallelism()} cores; tfjs ${tf.version.tfjs}`;
  let measured = remembered(file);
  if (measured?.of !== of) {
    measured = { of, webgpu: await secondsOn(WEBGPU, batch), tensorflow: await secondsOn(TENSORFLOW, batch) };
    remember(file, measured);
  }
  const { webgpu, tensorflow } = measured;
  const times = (Math.max(webgpu, tensorflow) / Math.min(webgpu, tensorflow)).toFixed(1);
  return webgpu < tensorflow
    ? { engine: WEBGPU, reason: `measured ${times} × as fast as TensorFlow on the CPU` }
    : { engine: TENSORFLOW, reason: `measured ${times} × as fast as ${adapter.name} by WebGPU` };
}

function remembered(file: string): Measured | undefined {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8')) as Measured;
  } catch {
    // Not measured yet, or the file was damaged.
    return undefined;
  }
}

function remember(file: string, measured: Measured): void {
  try {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, `${JSON.stringify(measured, null, 2)}\n`);
  } catch {
    // A folder that cannot be written: the next session measures again.
  }
}

/** Of a small step's heaviest ops, once the engine has warmed up. */
async function secondsOn(backend: string, batch: number): Promise<number> {
  await tf.setBackend(backend);
  await someOps(batch);
  const start = performance.now();
  await someOps(batch);
  return (performance.now() - start) / 1000;
}

const GEOMETRY: Geometry = { strides: [1, 1], padding: 'valid' };

/** A convolution of the `quick` profile, forward and backward; a number is read back. */
async function someOps(batch: number): Promise<void> {
  const ops = requireOps();
  const sum = tf.tidy(() => {
    const images = tf.ones([batch, 30, 30, 32]);
    const filter = tf.ones([3, 3, 32, 32]);
    const y = ops.conv2d(images, filter, GEOMETRY, { bias: tf.zeros([32]), relu: true });
    const dx = ops.conv2dImageGradient(images.shape, filter, y, GEOMETRY);
    const gradient = ops.conv2dFilterGradient(images, filter.shape, y, GEOMETRY);
    return tf.add(tf.sum(dx), tf.sum(gradient));
  });
  await sum.data();
  sum.dispose();
}
