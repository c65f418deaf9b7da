// @ts-check
// The straightforward port to tfjs-node: tfjs's layers, its `l2`, its Adam, `trainOnBatch`. Nothing of this project but
// the native library underneath. Initializers are Keras's, so that the arithmetic begins alike.
const tf = require('@tensorflow/tfjs-node-gpu');
const { converse, readBatch } = require('./converse.cjs');

void converse(async (config) => {
  const { filters, denseUnits, l2, seed } = config;
  let layer = 0;
  const kernelInitializer = () => tf.initializers.glorotUniform({ seed: seed * 100 + layer++ });
  const convolution = (options = {}) =>
    tf.layers.conv2d({
      ...options,
      filters,
      kernelSize: 3,
      activation: 'relu',
      kernelInitializer: kernelInitializer(),
    });
  const model = tf.sequential({
    layers: [
      convolution({ inputShape: [32, 32, 3] }),
      convolution(),
      convolution(),
      tf.layers.flatten(),
      tf.layers.dense({
        units: denseUnits,
        activation: 'relu',
        kernelInitializer: kernelInitializer(),
        ...(l2 > 0 && { kernelRegularizer: tf.regularizers.l2({ l2 }) }),
      }),
      tf.layers.dense({ units: 10, activation: 'softmax', kernelInitializer: kernelInitializer() }),
    ],
  });
  model.compile({ optimizer: tf.train.adam(1e-4), loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
  const { images, labels } = readBatch(tf, config);

  return {
    description: {
      versions: { tfjs: tf.version.tfjs, tensorflow: /** @type {any} */ (tf.backend()).binding.TF_Version },
      device: /** @type {any} */ (tf.backend()).isUsingGpuDevice ? 'GPU' : 'CPU',
      threads: config.threads,
      parameters: model.countParams(),
    },
    // Returns numbers, so on a GPU it has waited for the device, after every step: tfjs-node reads no other way.
    steps: async (count) => {
      let loss = NaN;
      for (let i = 0; i < count; i++) {
        const losses = await model.trainOnBatch(images, labels);
        loss = Number(/** @type {number[]} */ (losses)[0]);
      }
      return loss;
    },
  };
});
