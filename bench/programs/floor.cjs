// @ts-check
// Measures what the machine can do at best: a large product and a pass over memory, both by TensorFlow on all threads.
const tf = require('@tensorflow/tfjs-node-gpu');
const { median } = require('simple-statistics');
const { converse } = require('./converse.cjs');

/** Rows and columns of the product: large enough that threads and caches are used as well as they can be. */
const SIDE = 2048;
const REPEATS = 5;

void converse((config) => {
  const backend = /** @type {any} */ (tf.backend());
  return Promise.resolve({
    description: {
      versions: { tfjs: tf.version.tfjs, tensorflow: backend.binding.TF_Version },
      device: /** @type {const} */ ('CPU'),
      threads: config.threads,
      parameters: 0,
    },
    answer: ({ numbers }) => ({
      operationsPerSecond: (2 * SIDE ** 3) / seconds(product()),
      // It reads two numbers for each that it writes, in the place of one of them.
      bytesPerSecond: (3 * 4 * numbers) / seconds(pass(backend, numbers)),
    }),
  });
});

/** @type {{ run: () => void } | undefined} */
let productOnce;
function product() {
  if (productOnce) return productOnce.run;
  const [a, b] = [1, 2].map((seed) => tf.randomUniform([SIDE, SIDE], -1, 1, 'float32', seed));
  productOnce = { run: () => tf.matMul(/** @type {any} */ (a), /** @type {any} */ (b)).dispose() };
  return productOnce.run;
}

/** @type {{ numbers: number, run: () => void } | undefined} */
let passOnce;

/**
 * w ← w − α·g in place, on as many numbers as the network has.
 * @param {any} backend
 * @param {number} numbers
 */
function pass(backend, numbers) {
  if (passOnce?.numbers === numbers) return passOnce.run;
  const { binding } = backend;
  const type = (/** @type {string} */ name) => ({ name, type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT });
  const text = (/** @type {string} */ name, value = '') => ({ name, type: binding.TF_ATTR_STRING, value });
  const shape = { name: 'shape', type: binding.TF_ATTR_SHAPE, value: [numbers] };
  const variable = [type('dtype'), shape, text('container'), text('shared_name', `l2lab/bench/${numbers}`)];
  const handle = backend.executeSingleOutput('VarHandleOp', variable, []);
  const w = tf.fill([numbers], 1);
  backend.executeMultipleOutputs('AssignVariableOp', [type('dtype')], [handle, w], 0);
  // Else the variable would be copied before the first write.
  w.dispose();
  const [alpha, g] = [tf.scalar(1e-6), tf.fill([numbers], 1)];
  const run = () => backend.executeMultipleOutputs('ResourceApplyGradientDescent', [type('T')], [handle, alpha, g], 0);
  passOnce = { numbers, run };
  return run;
}

/**
 * Of a call: the median of some, after one that is not counted. (The median, as of steps, so that what disturbs the
 * machine disturbs both.)
 * @param {() => void} run
 */
function seconds(run) {
  const times = Array.from({ length: REPEATS + 1 }, () => {
    const start = performance.now();
    run();
    return (performance.now() - start) / 1000;
  });
  return median(times.slice(1));
}
