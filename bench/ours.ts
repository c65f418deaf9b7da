import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs';
import { useBackend } from '../src/tensorflow';
import { loadDataset } from '../src/data/loadDataset';
import { countParameters } from '../src/model/accounting';
import { convNet } from '../src/model/network';
import { forecastMemory } from '../src/model/forecastMemory';
import { kerasAdam } from '../src/model/KerasAdam';
import { requireMemory } from '../src/model/requireMemory';
import { trainStep } from '../src/model/trainStep';
import { fit } from '../src/training/fit';
import { converse, peakBytes } from './converse';
import { measurePeak } from './peak';
import type { EpochReply, MemoryReply, WorkerConfig } from './protocol';

// The program that trains with this library, started by the bench command.

void converse(async (config: WorkerConfig) => {
  const { batch, filters, denseUnits, l2, seed } = config;
  const backend = await useBackend();
  const model = convNet({ l2, filters, denseUnits, seed });
  const optimizer = kerasAdam({ learningRate: 1e-4, decay: 1e-6 });
  model.compile({ optimizer, loss: 'categoricalCrossentropy' });
  requireMemory(model, batch);
  const { images, labels } = readBatch(config);

  return {
    description: {
      versions: { tfjs: backend.tfjsVersion, tensorflow: backend.tensorflowVersion ?? 'none' },
      device: backend.device,
      threads: backend.threads,
      parameters: countParameters(model),
      forecastBytes: forecastMemory(model, batch).total,
    },
    // It reads the losses back, which on a GPU waits for everything that was given to the device before.
    step: () => {
      const { dataLoss, penalty } = trainStep(model, optimizer, images, labels);
      return dataLoss + penalty;
    },
    answer: async (request) => {
      if (request.do === 'peak') return measurePeak();
      if (request.do === 'memory') return memory();
      return epoch(model, request.images, batch);
    },
  };
});

function readBatch({ batchFile, batch }: WorkerConfig): { images: tf.Tensor4D; labels: tf.Tensor2D } {
  const data = readFileSync(batchFile);
  const pixels = Float32Array.from(data.subarray(batch), (value) => value / 255);
  const images = tf.tensor4d(pixels, [batch, 32, 32, 3]);
  const labels = tf.tidy(() => tf.oneHot(tf.tensor1d([...data.subarray(0, batch)], 'int32'), 10).toFloat());
  return { images, labels: labels as tf.Tensor2D };
}

/** After a garbage collection, if Node was started with --expose-gc. */
function memory(): MemoryReply {
  global.gc?.();
  const { numTensors, numBytes } = tf.memory();
  const { rss, heapTotal } = process.memoryUsage();
  return { tensors: numTensors, tensorBytes: numBytes, residentBytes: rss, javascriptBytes: heapTotal };
}

/** One epoch of `fit`, as a lesson runs it: shuffled batches from the dataset, progress after every step. */
async function epoch(model: tf.LayersModel, images: number, batchSize: number): Promise<EpochReply> {
  const { train, source } = await loadDataset({ trainImages: images, testImages: 1 });
  let steps = 0;
  const start = performance.now();
  const history = await fit(model, train, { epochs: 1, batchSize, onProgress: () => void steps++ });
  const epochSeconds = (performance.now() - start) / 1000;
  // Without validation an epoch's seconds are those of its steps.
  const stepsSeconds = history.epochs[0]!.seconds;
  return { source, images: train.count, steps, epochSeconds, stepsSeconds, peakBytes: peakBytes() };
}
