import * as tf from '@tensorflow/tfjs';
import type { Ops } from '../ops';
import { eachItem, forEach, registerOp, run } from './shader';
import type { Shader } from './shader';

// Random numbers as TensorFlow's StatelessRandomUniform draws them, bit by bit: Philox 4×32 with 10 rounds (Salmon et al.
// 2011), a generator that turns a key and a counter into four random words. The seeds are first stirred by one call.

const MULTIPLIERS = [0xd2511f53, 0xcd9e8d57] as const;
const KEY_STEPS = [0x9e3779b9, 0xbb67ae85] as const;
const ROUNDS = 10;

/** The key with which TensorFlow stirs the seeds. */
const STIRRING_KEY = [0x3ec8f720, 0x02461e29] as const;

type Words = readonly [number, number, number, number];

/** Four random words, in JavaScript. */
function philox(counter: Words, key: readonly [number, number]): Words {
  let words = counter;
  let [key0, key1]: readonly [number, number] = key;
  for (let round = 0; round < ROUNDS; round++) {
    const [a, b] = [BigInt(MULTIPLIERS[0]) * BigInt(words[0]), BigInt(MULTIPLIERS[1]) * BigInt(words[2])];
    const high = (product: bigint): number => Number(product >> 32n);
    const low = (product: bigint): number => Number(product & 0xffffffffn);
    words = [(high(b) ^ words[1] ^ key0) >>> 0, low(b), (high(a) ^ words[3] ^ key1) >>> 0, low(a)];
    [key0, key1] = [(key0 + KEY_STEPS[0]) >>> 0, (key1 + KEY_STEPS[1]) >>> 0];
  }
  return words;
}

/** A whole number as the low and the high word of 64 bits, as TensorFlow reads a seed. */
const wordsOf = (seed: number): [number, number] => [seed >>> 0, seed < 0 ? 0xffffffff : 0];

// A thread draws four numbers: the number of the thread is the low half of the counter. WGSL has no product of two words
// in full, so its high word is put together from halves.
const UNIFORM: Shader = {
  name: 'Uniform',
  buffers: [{ name: 'result', type: 'f32', writes: true }],
  scalars: { key0: 'u32', key1: 'u32', counter2: 'u32', counter3: 'u32' },
  code: `
fn high(a: u32, b: u32) -> u32 {
  let lowLow = (a & 0xffffu) * (b & 0xffffu);
  let highLow = (a >> 16u) * (b & 0xffffu);
  let lowHigh = (a & 0xffffu) * (b >> 16u);
  let middle = (lowLow >> 16u) + (highLow & 0xffffu) + (lowHigh & 0xffffu);
  return (a >> 16u) * (b >> 16u) + (highLow >> 16u) + (lowHigh >> 16u) + (middle >> 16u);
}
${eachItem(
  '(arrayLength(&result) + 3u) / 4u',
  `
  var words = vec4<u32>(i, 0u, u.counter2, u.counter3);
  var key = vec2<u32>(u.key0, u.key1);
  for (var round = 0; round < ${ROUNDS}; round++) {
    words = vec4<u32>(
      high(${MULTIPLIERS[1]}u, words.z) ^ words.y ^ key.x, ${MULTIPLIERS[1]}u * words.z,
      high(${MULTIPLIERS[0]}u, words.x) ^ words.w ^ key.y, ${MULTIPLIERS[0]}u * words.x,
    );
    key += vec2<u32>(${KEY_STEPS[0]}u, ${KEY_STEPS[1]}u);
  }
  // 23 random bits behind the exponent of 1 are a number from 1 to below 2.
  let numbers = bitcast<vec4<f32>>((words & vec4<u32>(0x7fffffu)) | vec4<u32>(0x3f800000u)) - 1.0;
  for (var j = 0u; j < 4u; j++) {
    if (4u * i + j < arrayLength(&result)) { result[4u * i + j] = numbers[j]; }
  }`,
)}`,
};

interface Uniform {
  readonly shape: readonly number[];
  readonly seeds: readonly [number, number];
}

const uniformOp = registerOp<Uniform>('Uniform', (backend, _, { shape, seeds: [first, second] }) => {
  const [key0, key1, counter2, counter3] = philox([...wordsOf(first), ...wordsOf(second)], STIRRING_KEY);
  const result = backend.makeTensorInfo([...shape], 'float32');
  const threads = Math.ceil(tf.util.sizeFromShape([...shape]) / 4);
  run(backend, UNIFORM, [result], [key0, key1, counter2, counter3], forEach(threads));
  return [result];
});

/** Uniform in [0, 1), as in `Ops`: TensorFlow's numbers. */
export const uniform: Ops['uniform'] = (shape, seeds) => uniformOp({}, { shape, seeds })[0]!;
