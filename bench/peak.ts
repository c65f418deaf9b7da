import * as tf from '@tensorflow/tfjs';
import type { PeakReply } from './protocol';

const SIDE = 2048;
const IMAGES = [32, 28, 28, 128] as const;
const REPEATS = 3;

/**
 * The machine's own best speed in the two operations that a training step consists of: a product of square matrices,
 * and a convolution like the network's. The best of a few tries, because here any disturbance only slows down.
 */
export function measurePeak(): PeakReply {
  return tf.tidy(() => {
    const square = tf.randomUniform([SIDE, SIDE]);
    const images = tf.randomUniform([...IMAGES]) as tf.Tensor4D;
    const [count, height, width, channels] = IMAGES;
    const filter = tf.randomUniform([3, 3, channels, channels]) as tf.Tensor4D;
    const outputs = count * (height - 2) * (width - 2) * channels;
    return {
      matrixProduct: (2 * SIDE ** 3) / best(() => tf.matMul(square, square)),
      convolution: (2 * outputs * 9 * channels) / best(() => tf.conv2d(images, filter, 1, 'valid')),
    };
  });
}

function best(compute: () => tf.Tensor): number {
  let seconds = Infinity;
  // The first try also prepares the kernel.
  for (let i = 0; i <= REPEATS; i++) {
    const start = performance.now();
    tf.tidy(() => {
      const y = compute();
      // Reading one number back waits for a GPU to finish.
      y.reshape([-1]).slice([0], [1]).dataSync();
    });
    if (i > 0) seconds = Math.min(seconds, (performance.now() - start) / 1000);
  }
  return seconds;
}
