import type { ImageDataset, TrainAndTest } from './dataset';

/**
 * CIFAR-10's binary layout, as its authors describe it (Krizhevsky, "Learning Multiple Layers of Features from Tiny
 * Images", 2009): a record is 1 label byte, then the 32×32 red plane, the green and the blue, row by row.
 */
export const CIFAR10 = {
  folder: 'cifar-10-batches-bin',
  trainFiles: [1, 2, 3, 4, 5].map((n) => `data_batch_${n}.bin`) as readonly string[],
  testFile: 'test_batch.bin',
  namesFile: 'batches.meta.txt',
  /** Pixels and colors of every image. */
  shape: { height: 32, width: 32, channels: 3 },
  imageBytes: 32 * 32 * 3,
  recordBytes: 1 + 32 * 32 * 3,
  /** Records in each of the official files; a longer file is not CIFAR-10. */
  mostRecords: 10_000,
  /** The names in batches.meta.txt, for a copy without that file. */
  classNames: 'airplane automobile bird cat deer dog frog horse ship truck'.split(' ') as readonly string[],
} as const;

/** True for the six files that hold images. */
export function isBatchFile(name: string): boolean {
  return name === CIFAR10.testFile || CIFAR10.trainFiles.includes(name);
}

/**
 * @returns the number of records in a batch file of so many bytes.
 * @throws if that is no whole number of records from 1 to 10,000.
 */
export function recordCount(file: string, bytes: number): number {
  const { recordBytes, mostRecords } = CIFAR10;
  if (bytes === 0) throw new Error(`${file} is empty; a CIFAR-10 batch has at least one record.`);
  if (bytes % recordBytes !== 0) {
    throw new Error(
      `${file} has ${bytes} bytes, which is no multiple of ${recordBytes}: its last record is cut off after ` +
        `${bytes % recordBytes} bytes. The file is truncated or is not CIFAR-10's binary version.`,
    );
  }
  if (bytes > mostRecords * recordBytes) {
    const count = bytes / recordBytes;
    throw new Error(`${file} has ${count} records; a CIFAR-10 batch has at most ${mostRecords}.`);
  }
  return bytes / recordBytes;
}

/**
 * Parses the records of a batch file: each record's planes (red, green, blue) become interleaved pixels (NHWC).
 *
 * @param file named in errors.
 * @param into where pixels and class numbers go, from image number `first` on.
 * @throws if a record is cut off or a label is over 9.
 */
function decodeRecords(file: string, records: Uint8Array, into: ImageDataset, first = 0): void {
  const { recordBytes, imageBytes, classNames } = CIFAR10;
  const { images, labels } = into;
  const plane = imageBytes / 3;
  const count = recordCount(file, records.length);
  for (let record = 0; record < count; record++) {
    const start = record * recordBytes;
    const label = records[start]!;
    if (label >= classNames.length) {
      throw new Error(
        `${file} has label ${label} in record ${record}; CIFAR-10's labels are 0 to 9. ` +
          'The file is damaged or is not CIFAR-10 (CIFAR-100 has two label bytes in a record).',
      );
    }
    labels[first + record] = label;
    let to = (first + record) * imageBytes;
    for (let red = start + 1; red < start + 1 + plane; red++) {
      images[to++] = records[red]!;
      images[to++] = records[red + plane]!;
      images[to++] = records[red + 2 * plane]!;
    }
  }
}

/** The class names in batches.meta.txt: one a line. @throws unless there are ten. */
function parseClassNames(file: string, text: string): string[] {
  const names = text.trim().split(/\s*\n\s*/);
  if (names.length !== CIFAR10.classNames.length) {
    throw new Error(`${file} names ${names.length} classes; CIFAR-10 has ${CIFAR10.classNames.length}.`);
  }
  return names;
}

const emptyDataset = (name: string, count: number): ImageDataset => ({
  name: `CIFAR-10 ${name} images`,
  images: new Uint8Array(count * CIFAR10.imageBytes),
  labels: new Uint8Array(count),
  count,
  ...CIFAR10.shape,
  classNames: CIFAR10.classNames,
});

/**
 * Puts CIFAR-10 together from its files, which may come in any order. Each batch is decoded straight into its place in
 * the training set, so the whole needs no second copy.
 */
export class Cifar10Assembly {
  private readonly seen = new Set<string>();
  private train: ImageDataset | undefined;
  private test: ImageDataset | undefined;
  private classNames = CIFAR10.classNames;

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
      this.test = emptyDataset('test', recordCount(file, bytes.length));
      decodeRecords(file, bytes, this.test);
    } else {
      this.addTrainingBatch(file, CIFAR10.trainFiles.indexOf(name), bytes);
    }
  }

  private addTrainingBatch(file: string, batch: number, bytes: Uint8Array): void {
    const count = recordCount(file, bytes.length);
    const batches = CIFAR10.trainFiles.length;
    this.train ??= emptyDataset('training', count * batches);
    const expected = this.train.count / batches;
    if (count !== expected) {
      throw new Error(
        `${file} has ${count} records where another training batch has ${expected}; ` +
          'CIFAR-10 has the same number in each, so a file is incomplete.',
      );
    }
    decodeRecords(file, bytes, this.train, batch * count);
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
    const { train, test, classNames } = this;
    return { train: { ...train, classNames }, test: { ...test, classNames } };
  }
}
