import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { CIFAR10_ARCHIVE, DiskFullError, fileSize, isPublished, moveIntoPlace } from './archiveFile';
import type { PublishedArchive } from './archiveFile';
import { discardPart, downloadPart } from './resumableDownload';
import type { DownloadOptions } from './resumableDownload';

interface Options extends DownloadOptions {
  /** Called before the download if another file is at the target. */
  readonly onOther?: () => void;
}

/** What `downloadCifar10` or `importCifar10` did. */
export interface ObtainedArchive {
  readonly path: string;
  /** True if it was there already and nothing was done. */
  readonly already: boolean;
  /** True if the file is the official one, byte for byte. */
  readonly official: boolean;
}

/**
 * Downloads the official archive to `target`, from its authors' addresses in turn. What has arrived lies in
 * `target.part` until size and SHA-256 are right; an interrupted download goes on from there. A file that was at
 * `target` is kept as `target.previous`.
 *
 * @throws if no address gives the right file, or the disk is full. `target` is then untouched.
 */
export async function downloadCifar10(
  target: string,
  options: Options = {},
  archive: PublishedArchive = CIFAR10_ARCHIVE,
): Promise<ObtainedArchive> {
  if (await isPublished(target, archive)) return { path: target, already: true, official: true };
  if ((await fileSize(target)) !== undefined) options.onOther?.();
  await mkdir(dirname(target), { recursive: true });
  const part = `${target}.part`;
  if (((await fileSize(part)) ?? 0) > archive.bytes) await discardPart(part);
  const failures: string[] = [];
  for (const address of archive.addresses) {
    try {
      await downloadVerified(address, part, archive, options);
      await moveIntoPlace(part, target);
      await discardPart(part);
      return { path: target, already: false, official: true };
    } catch (error) {
      options.signal?.throwIfAborted();
      if (error instanceof DiskFullError) throw error;
      failures.push(`${address}: ${reason(error)}`);
    }
  }
  const kept = await fileSize(part);
  throw new Error(
    `CIFAR-10 could not be downloaded. ${failures.join('; ')}. ` +
      (kept ? `${kept} of ${archive.bytes} bytes are kept: run the command again to go on. ` : '') +
      'If you have the archive elsewhere, use npm run data -- --from FILE_OR_ADDRESS.',
  );
}

async function downloadVerified(
  address: string,
  part: string,
  archive: PublishedArchive,
  options: DownloadOptions,
): Promise<void> {
  const begun = (await fileSize(part)) ?? 0;
  await downloadPart(address, part, { ...options, expectedBytes: archive.bytes });
  if (await isPublished(part, archive)) return;
  await discardPart(part);
  // The fault may lie in bytes of an earlier run: these get one new start.
  if (begun > 0) return downloadVerified(address, part, archive, options);
  throw new Error('the file that came has the wrong size or SHA-256, so it was thrown away');
}

/** The network's errors often have an empty message and the cause in `code`, or one for each address of a host. */
export function reason(error: unknown): string {
  const { message, code, errors } = error as NodeJS.ErrnoException & { errors?: unknown[] };
  if (errors?.length) return [...new Set(errors.map(reason))].join(', ');
  return message || code || String(error);
}
