// Loads TensorFlow the way the lessons do and says what it found, as one line of JSON. Started as a process of its
// own by probe.mjs: a library that does not fit can take the whole process down.
const tf = require('@tensorflow/tfjs-node-gpu');
const backend = tf.backend();
const one = tf.tidy(() => tf.matMul(tf.ones([2, 2]), tf.ones([2, 2])).dataSync()[0]);
const answer = {
  version: backend.binding.TF_Version,
  gpu: Boolean(backend.isUsingGpuDevice),
  works: one === 2,
  tfjs: tf.version.tfjs ?? tf.version_core,
};
process.stdout.write(`\n${JSON.stringify(answer)}\n`);
