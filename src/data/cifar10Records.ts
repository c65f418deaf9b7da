import { CIFAR10, recordCount } from './cifar10Format';

/**
 * Decodes a batch file: each record's planes (red, green, blue) become interleaved pixels (NHWC).
 *
 * @param file named in errors.
 * @param images where the pixels go, from image number `first` on.
 * @param labels where the class numbers go, from image number `first` on.
 * @throws if a record is cut off or a label is over 9.
 */
export function decodeRecords(
  file: string,
  records: Uint8Array,
  images: Uint8Array,
  labels: Uint8Array,
  first = 0,
): void {
  const { recordBytes, imageBytes, classNames } = CIFAR10;
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

/**
 * The class names in batches.meta.txt: one a line.
 *
 * @throws unless there are ten.
 */
export function parseClassNames(file: string, text: string): string[] {
  const names = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  if (names.length !== CIFAR10.classNames.length) {
    throw new Error(`${file} names ${names.length} classes; CIFAR-10 has ${CIFAR10.classNames.length}.`);
  }
  return names;
}
