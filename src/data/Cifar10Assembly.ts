import { CIFAR10, recordCount } from './cifar10Format';
import { decodeRecords, parseClassNames } from './cifar10Records';
import type { ImageDataset, TrainAndTest } from './ImageDataset';

interface Part {
  readonly images: Uint8Array;
  readonly labels: Uint8Array;
}

const newPart = (count: number): Part => ({
  images: new Uint8Array(count * CIFAR10.imageBytes),
  labels: new Uint8Array(count),
});

/**
 * Puts CIFAR-10 together from its files, which may come in any order. Each batch is decoded straight into its place in
 * the training set, so the whole needs no second copy.
 */
export class Cifar10Assembly {
  private readonly seen = new Set<string>();
  private train: Part | undefined;
  private test: Part | undefined;
  private classNames: readonly string[] = CIFAR10.classNames;

  /** @param source the archive or folder, named in errors. */
  constructor(private readonly source: string) {}

  /**
   * Takes one file; those that hold neither images nor class names are passed over.
   *
   * @throws if the file has come before, is damaged, or is not of the same length as the other training batches.
   */
  add(name: string, bytes: Uint8Array): void {
    const file = `${name} in ${this.source}`;
    if (this.seen.has(name)) throw new Error(`${file} is there twice; the archive is not CIFAR-10's.`);
    this.seen.add(name);
    if (name === CIFAR10.namesFile) {
      this.classNames = parseClassNames(file, Buffer.from(bytes).toString('utf8'));
    } else if (name === CIFAR10.testFile) {
      this.test = newPart(recordCount(file, bytes.length));
      decodeRecords(file, bytes, this.test.images, this.test.labels);
    } else {
      this.addTrainingBatch(file, CIFAR10.trainFiles.indexOf(name), bytes);
    }
  }

  private addTrainingBatch(file: string, batch: number, bytes: Uint8Array): void {
    const count = recordCount(file, bytes.length);
    const batches = CIFAR10.trainFiles.length;
    this.train ??= newPart(count * batches);
    const expected = this.train.labels.length / batches;
    if (count !== expected) {
      throw new Error(
        `${file} has ${count} records where another training batch has ${expected}; ` +
          'CIFAR-10 has the same number in each, so a file is incomplete.',
      );
    }
    decodeRecords(file, bytes, this.train.images, this.train.labels, batch * count);
  }

  /** @throws if a batch file has not come. */
  finish(): TrainAndTest {
    const missing = [...CIFAR10.trainFiles, CIFAR10.testFile].filter((name) => !this.seen.has(name));
    if (!this.train || !this.test || missing.length > 0) {
      throw new Error(
        `${this.source} lacks ${missing.join(', ')}; the binary version of CIFAR-10 has ` +
          'data_batch_1.bin to data_batch_5.bin and test_batch.bin (the versions for Python and Matlab do not).',
      );
    }
    return {
      train: this.dataset('CIFAR-10 training images', this.train),
      test: this.dataset('CIFAR-10 test images', this.test),
    };
  }

  private dataset(name: string, { images, labels }: Part): ImageDataset {
    const { height, width, channels } = CIFAR10;
    return { name, images, labels, count: labels.length, height, width, channels, classNames: this.classNames };
  }
}
