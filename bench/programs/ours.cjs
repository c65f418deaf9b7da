// @ts-check
// The program that trains with this library, which it takes from 'l2lab' as a notebook does.
const { converse, readBatch, readBytes } = require('./converse.cjs');

void converse(async (config) => {
  const { batch, filters, denseUnits, l2, seed } = config;
  /** @type {typeof import('l2lab')} */
  const { tf, useBackend, convNet, kerasAdam, trainStep, fit, loadDataset } = require(config.library);
  const info = await useBackend({ prefer: config.engine });
  const { device, threads, tfjsVersion, tensorflowVersion, adapter, reason } = info;
  const model = convNet({ l2, filters, denseUnits, seed });
  const optimizer = kerasAdam({ learningRate: 1e-4, decay: 1e-6 });
  model.compile({ optimizer, loss: 'categoricalCrossentropy' });
  const one = readBatch(tf, config);
  /** @type {import('l2lab').ImageDataset | undefined} */
  let fitted;

  return {
    description: {
      versions: {
        tfjs: tfjsVersion,
        ...(config.engine === 'tensorflow' && { tensorflow: tensorflowVersion ?? 'none' }),
      },
      ...{ device, threads, parameters: model.countParams(), backend: info.name, reason },
      ...(adapter && {
        card: { name: adapter.name, ...(adapter.driver && { driver: adapter.driver }), software: adapter.software },
      }),
    },
    // A call gives its step to the device before it returns; its promise is kept when the numbers have been read back.
    // They are read in order, so the last waits for everything that was given to the device.
    steps: async (count) => {
      const results = await Promise.all(Array.from({ length: count }, () => trainStep(model, one)));
      const { dataLoss, penalty } = /** @type {(typeof results)[number]} */ (results.at(-1));
      return dataLoss + penalty;
    },
    fit: async (epoch) => {
      fitted ??= dataset(epoch);
      const history = await fit(model, fitted, { epochs: 1, batchSize: batch });
      return history.epochs[0]?.train.totalLoss ?? NaN;
    },
    cardBytes,
    answer: (request) => (request.do === 'growth' ? growth(request.last) : epoch(request.images)),
  };

  /**
   * @param {import('../protocol').EpochImages} epoch
   * @returns {import('l2lab').ImageDataset}
   */
  function dataset({ file, images: count }) {
    const { labels, pixels } = readBytes(file, count);
    const classNames = Array.from({ length: 10 }, (_, i) => `class ${i}`);
    return { name: 'built-in images', images: pixels, labels, count, height: 32, width: 32, channels: 3, classNames };
  }

  /** By WebGPU the buffers of tfjs, which it keeps for further use; TensorFlow's memory is not known from here. */
  function cardBytes() {
    const { numBytesAllocatedInGPU } = /** @type {{ numBytesAllocatedInGPU?: number }} */ (tf.memory());
    return numBytesAllocatedInGPU;
  }

  /**
   * Tensors and memory after 1, 10, 100 and `last` steps, as far as `last` goes; after a garbage collection, if Node was
   * started with --expose-gc.
   * @param {number} last
   */
  async function growth(last) {
    const after = [];
    for (let steps = 1; steps <= last; steps++) {
      await trainStep(model, one);
      if (![1, 10, 100, last].includes(steps)) continue;
      global.gc?.();
      const { numTensors: tensors, numBytes: tensorBytes } = tf.memory();
      after.push({ steps, tensors, tensorBytes, residentBytes: process.memoryUsage.rss(), cardBytes: cardBytes() });
    }
    return { after };
  }

  /**
   * One epoch of `fit`, as a lesson runs it: shuffled batches from the dataset, progress after every step.
   * @param {number} trainImages
   */
  async function epoch(trainImages) {
    const { train: images, source } = await loadDataset({ trainImages, testImages: 1 });
    let steps = 0;
    const start = performance.now();
    const history = await fit(model, images, {
      epochs: 1,
      batchSize: batch,
      onProgress: () => void steps++,
    });
    const epochSeconds = (performance.now() - start) / 1000;
    // Without validation an epoch's seconds are those of its steps.
    const stepsSeconds = history.epochs[0]?.seconds ?? NaN;
    return { source, images: images.count, steps, epochSeconds, stepsSeconds };
  }
});
