import type * as tf from '@tensorflow/tfjs';
import type { ImageDataset } from '../data/dataset';
import type { History } from '../training/history';

/** A network and the history of its training. */
export interface TrainedNetwork {
  readonly network: tf.LayersModel;
  readonly history: History;
}

/** How networks are to be trained that are compared with each other. */
export interface TrainingPlan {
  readonly train: ImageDataset;
  readonly validation: ImageDataset;
  readonly epochs: number;
  readonly batchSize: number;
  /** Of the first weights and of the order of the images. */
  readonly seed: number;
  readonly learningRate: number;
  /** Keras's old `decay` of the learning rate. */
  readonly decay: number;
}
