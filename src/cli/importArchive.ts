import { copyFile, mkdir, realpath, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { readCifar10 } from '../data/cifar10';
import {
  CIFAR10_ARCHIVE,
  DiskFullError,
  explainFullDisk,
  isPublished,
  moveIntoPlace,
  requireSpace,
} from './archiveFile';
import type { PublishedArchive } from './archiveFile';
import { reason } from './download';
import type { ObtainedArchive } from './download';
import { discardPart, downloadPart } from './resumableDownload';
import type { DownloadOptions } from './resumableDownload';

/** What was imported. The image counts are of an archive that is not the official one; that one has 50,000 and 10,000. */
export interface ImportedArchive extends ObtainedArchive {
  readonly trainImages: number;
  readonly testImages: number;
}

/**
 * Brings an archive from a local file or a mirror to `target`. It need not be the official one, but it is read through
 * first, and must be sound; the result says what it is. The file itself stays where it is.
 *
 * @throws if it is no sound CIFAR-10 archive, if it would replace the official one by another, or if the disk is full.
 *   `target` is then untouched.
 */
export async function importCifar10(
  from: string,
  target: string,
  options: DownloadOptions = {},
  archive: PublishedArchive = CIFAR10_ARCHIVE,
): Promise<ImportedArchive> {
  await mkdir(dirname(target), { recursive: true });
  if (/^https?:\/\//i.test(from)) return importFromMirror(from, target, options, archive);
  const bytes = await requireFile(from);
  const contents = await inspect(from, archive);
  const already = (await realpath(from)) === (await realpath(target).catch(() => ''));
  if (already) return { path: target, already, ...contents };
  await requireReplaceable(target, archive, contents.official);
  const copy = `${target}.import`;
  try {
    await requireSpace(copy, bytes);
    await copyFile(from, copy);
    await moveIntoPlace(copy, target);
  } catch (error) {
    await rm(copy, { force: true });
    throw explainFullDisk(copy, error);
  }
  return { path: target, already, ...contents };
}

/** @returns the file's size. @throws unless there is a file. */
async function requireFile(path: string): Promise<number> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile()) return found.size;
  if (!found) throw new Error(`There is no file ${path}; check the path after --from.`);
  throw new Error(
    `--from takes an archive (.tar.gz) or an address, and ${path} is a folder; to use an unpacked ` +
      'cifar-10-batches-bin/, copy it into data/ or set L2LAB_DATA to its path.',
  );
}

async function importFromMirror(
  address: string,
  target: string,
  options: DownloadOptions,
  archive: PublishedArchive,
): Promise<ImportedArchive> {
  const part = `${target}.mirror.part`;
  try {
    await downloadPart(address, part, options);
  } catch (error) {
    options.signal?.throwIfAborted();
    if (error instanceof DiskFullError) throw error;
    throw new Error(`${address} could not be downloaded: ${reason(error)}. Run the command again to go on.`, {
      cause: error,
    });
  }
  try {
    const contents = await inspect(part, archive);
    await requireReplaceable(target, archive, contents.official);
    await moveIntoPlace(part, target);
    return { path: target, already: false, ...contents };
  } catch (error) {
    throw new Error(`The file from ${address} was thrown away: ${reason(error)}`, { cause: error });
  } finally {
    await discardPart(part);
  }
}

/** Reads the archive through, so that nothing unsound gets into data/. */
async function inspect(path: string, archive: PublishedArchive) {
  const official = await isPublished(path, archive);
  const { train, test } = await readCifar10(path);
  return { official, trainImages: train.count, testImages: test.count };
}

async function requireReplaceable(target: string, archive: PublishedArchive, official: boolean): Promise<void> {
  if (official || !(await isPublished(target, archive))) return;
  throw new Error(
    `${target} is the official archive, and the one to import is not; it would replace 60,000 images. ` +
      'Choose another folder with --to, or move the official archive away first.',
  );
}
