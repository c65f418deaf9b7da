import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rename, stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';

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

/** Size of a file in bytes, or undefined if there is none. */
export async function fileSize(path: string): Promise<number | undefined> {
  const found = await stat(path).catch(() => undefined);
  return found?.isFile() ? found.size : undefined;
}

/** True if the file at `path` is the published one, byte for byte (by size, then SHA-256). */
export async function isPublished(path: string, archive: PublishedArchive): Promise<boolean> {
  if ((await fileSize(path)) !== archive.bytes) return false;
  const hash = createHash('sha256');
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash);
  return hash.digest('hex') === archive.sha256;
}

/** Moves a finished file to its place. A file that was there is kept beside it, as `….previous`. */
export async function moveIntoPlace(finished: string, target: string): Promise<void> {
  if ((await fileSize(target)) !== undefined) {
    let previous = `${target}.previous`;
    for (let n = 2; (await fileSize(previous)) !== undefined; n++) previous = `${target}.previous-${n}`;
    await rename(target, previous);
  }
  await rename(finished, target);
}

/** The disk has no room for what is to be written. */
export class DiskFullError extends Error {}

/** @throws DiskFullError if the disk of `path` has no room for `bytes` more. */
export async function requireSpace(path: string, bytes: number): Promise<void> {
  const folder = dirname(path);
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize >= bytes) return;
  const megabytes = (count: number): string => `${(count / 1e6).toFixed(1)} MB`;
  throw new DiskFullError(
    `The disk of ${folder} has ${megabytes(bavail * bsize)} free, but ${megabytes(bytes)} are needed; ` +
      'free some space and run the command again, or choose another folder with --to.',
  );
}

/** The same error, or one that says in words that the disk filled up while writing. */
export function explainFullDisk(path: string, error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code !== 'ENOSPC' && code !== 'EDQUOT') return error;
  return new DiskFullError(
    `The disk of ${dirname(path)} became full while ${path} was written; free some space and run the command again.`,
    { cause: error },
  );
}
