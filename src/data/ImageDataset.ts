/**
 * A labelled set of small images, held as bytes so that a full CIFAR-10 training set is 154 MB and not 614 MB.
 * Batches become float32 in [0, 1] one at a time.
 */
export interface ImageDataset {
  /** Where the images come from, for titles and reports, e.g. `CIFAR-10`. */
  readonly name: string;
  /** Pixels, 0 to 255, in NHWC order: image by image, row by row, then red, green, blue. Length count·height·width·channels. */
  readonly images: Uint8Array;
  /** One class number per image, from 0. Length count. */
  readonly labels: Uint8Array;
  /** Number of images. */
  readonly count: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** Class names in the order of the class numbers. */
  readonly classNames: readonly string[];
}

/** The two official parts of a dataset. The test part is opened once, at the very end. */
export interface TrainAndTest {
  readonly train: ImageDataset;
  readonly test: ImageDataset;
}
