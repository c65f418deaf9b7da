/**
 * CIFAR-10's binary layout, as its authors describe it (Krizhevsky, "Learning Multiple Layers of Features from Tiny
 * Images", 2009): a record is 1 label byte, then the 32×32 red plane, the green and the blue, row by row.
 */
export const CIFAR10 = {
  folder: 'cifar-10-batches-bin',
  trainFiles: [1, 2, 3, 4, 5].map((n) => `data_batch_${n}.bin`) as readonly string[],
  testFile: 'test_batch.bin',
  namesFile: 'batches.meta.txt',
  width: 32,
  height: 32,
  channels: 3,
  imageBytes: 32 * 32 * 3,
  recordBytes: 1 + 32 * 32 * 3,
  /** Records in each of the official files; a longer file is not CIFAR-10. */
  mostRecords: 10_000,
  /** The names in batches.meta.txt, for a copy without that file. */
  classNames: ['airplane', 'automobile', 'bird', 'cat', 'deer', 'dog', 'frog', 'horse', 'ship', 'truck'] as const,
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
    throw new Error(`${file} has ${bytes / recordBytes} records; a CIFAR-10 batch has at most ${mostRecords}.`);
  }
  return bytes / recordBytes;
}
