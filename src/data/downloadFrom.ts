import { setTimeout as pause } from 'node:timers/promises';
import { DiskFullError, fileSize } from './files';
import { HttpStatusError } from './httpGet';
import { downloadRest } from './resumableDownload';
import type { DownloadOptions } from './resumableDownload';

/** Attempts in a row that bring no byte before an address counts as failed. */
const IDLE_ATTEMPTS = 2;

/**
 * Downloads a file into `part` from one address, going on after every break as long as each attempt brings something.
 *
 * @throws DiskFullError, the abort, or an Error with the cause of the last failure.
 */
export async function downloadFrom(
  address: string,
  part: string,
  expectedBytes: number | undefined,
  options: DownloadOptions,
): Promise<void> {
  const { signal, retrySeconds = 2 } = options;
  for (let idle = 0; ; ) {
    const before = (await fileSize(part)) ?? 0;
    if (before === expectedBytes) return;
    try {
      await downloadRest(address, part, expectedBytes, options);
      return;
    } catch (error) {
      signal?.throwIfAborted();
      if (error instanceof DiskFullError || error instanceof HttpStatusError) throw error;
      const after = (await fileSize(part)) ?? 0;
      idle = after > before ? 0 : idle + 1;
      if (idle >= IDLE_ATTEMPTS) throw error;
    }
    await pause(retrySeconds * 1000, undefined, { signal });
  }
}
