/** A file that its authors publish: where it is, and how to know that it has arrived whole. */
export interface PublishedArchive {
  /** Tried in this order. */
  readonly addresses: readonly string[];
  readonly bytes: number;
  /** SHA-256 of the file, in hexadecimal. */
  readonly sha256: string;
}

/** CIFAR-10's binary version as Alex Krizhevsky publishes it. */
export const CIFAR10_ARCHIVE: PublishedArchive = {
  addresses: [
    'https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz',
    'https://cave.cs.toronto.edu/kriz/cifar-10-binary.tar.gz',
  ],
  bytes: 170_052_171,
  sha256: 'c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd',
};
