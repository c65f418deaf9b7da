import * as tf from '@tensorflow/tfjs';
import type { ImageDataset } from '../../src/data/dataset';
import { convNet } from '../../src/model/network';
import { kerasAdam } from '../../src/model/KerasAdam';

/** Three classes of 8×8 images that differ in brightness, with a pattern on top so that no two are alike. */
export function brightnessDataset(count: number): ImageDataset {
  const size = 8 * 8 * 3;
  const images = Uint8Array.from({ length: count * size }, (_, i) => {
    const image = Math.floor(i / size);
    return (image % 3) * 80 + ((i * 7919 + image * 31) % 64);
  });
  const labels = Uint8Array.from({ length: count }, (_, i) => i % 3);
  const classNames = ['dark', 'middle', 'bright'];
  return { name: 'brightness', images, labels, count, height: 8, width: 8, channels: 3, classNames };
}

/** A compiled narrow copy of the article's network. */
export function smallNetwork({ l2 = 0, learningRate = 0.003, seed = 5 } = {}): tf.Sequential {
  const model = convNet({ l2, filters: 3, denseUnits: 6, inputShape: [8, 8, 3], classes: 3, seed });
  model.compile({ optimizer: kerasAdam({ learningRate, decay: 1e-6 }), loss: 'categoricalCrossentropy' });
  return model;
}

/** Frees a network with the state of its optimizer. */
export function disposeNetwork(model: tf.LayersModel): void {
  model.optimizer.dispose();
  model.dispose();
}
