import { open, readFile, rm, writeFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { Agent, interceptors, request } from 'undici';
import type { Dispatcher } from 'undici';
import { DiskFullError, explainFullDisk, fileSize, requireSpace } from './archiveFile';

/** How far a download has come. */
export interface DownloadProgress {
  readonly address: string;
  /** Bytes on disk, those of an earlier run included. */
  readonly received: number;
  /** Bytes of the whole file, if the server says so. */
  readonly total: number | undefined;
}

/** How to download. */
export interface DownloadOptions {
  readonly onProgress?: (progress: DownloadProgress) => void;
  readonly signal?: AbortSignal;
  /** Gives up an attempt when no byte has come for so long; there is no limit on the whole. Default 60. */
  readonly stallSeconds?: number;
  /** Pause before an attempt is repeated. Default 2. */
  readonly retrySeconds?: number;
}

/** The server answered, but not with the file. Asking the same address again will not help. */
class RefusedError extends Error {}

/** Attempts in a row that bring no byte before an address counts as failed. */
const IDLE_ATTEMPTS = 2;
const MOST_REDIRECTS = 5;

/** Where it is noted which file the bytes in a part belong to: its address, and the server's ETag or date of it. */
const notePath = (part: string): string => `${part}.json`;

/** Removes an unfinished download. */
export async function discardPart(part: string): Promise<void> {
  await rm(part, { force: true });
  await rm(notePath(part), { force: true });
}

/**
 * Downloads a file into `part` from one address, going on after every break as long as each attempt brings something.
 * Whatever arrives is kept for a later call, also after a kill.
 *
 * @param expectedBytes the file's size if it is known in advance; then a part may go on from another address too,
 *   since the checksum will tell.
 * @throws DiskFullError, the abort, or an Error with the cause of the last failure.
 */
export async function downloadPart(
  address: string,
  part: string,
  expectedBytes: number | undefined,
  options: DownloadOptions,
): Promise<void> {
  const { signal, retrySeconds = 2 } = options;
  for (let idle = 0; ;) {
    const begun = (await fileSize(part)) ?? 0;
    if (begun === expectedBytes) return;
    try {
      return await downloadRest(address, part, begun, expectedBytes, options);
    } catch (error) {
      signal?.throwIfAborted();
      if (error instanceof DiskFullError || error instanceof RefusedError) throw error;
      idle = ((await fileSize(part)) ?? 0) > begun ? 0 : idle + 1;
      if (idle >= IDLE_ATTEMPTS) throw error;
    }
    await pause(retrySeconds * 1000, undefined, { signal });
  }
}

/** One attempt. If the server ignores ranges, or has another file than the one begun, the download starts anew. */
async function downloadRest(
  address: string,
  part: string,
  begun: number,
  expectedBytes: number | undefined,
  { onProgress, signal, stallSeconds = 60 }: DownloadOptions,
): Promise<void> {
  const stall = stallSeconds * 1000;
  // An agent of its own, so that a stalled connection ends with the attempt.
  const agent = new Agent({ headersTimeout: stall, bodyTimeout: stall, connect: { timeout: stall } });
  const dispatcher = agent.compose(interceptors.redirect({ maxRedirections: MOST_REDIRECTS }));
  try {
    const headers = await rangeHeaders(address, part, begun, expectedBytes !== undefined);
    // Not `fetch`: some servers label a .tar.gz as `Content-Encoding: x-gzip`, which it would unpack on the way.
    const response = await request(address, { dispatcher, headers, signal });
    const { start, total } = await whatComes(response, part, begun);
    if (expectedBytes !== undefined && total !== undefined && total !== expectedBytes) {
      throw new RefusedError(`the server's file has ${total} bytes instead of ${expectedBytes}`);
    }
    if (total !== undefined) await requireSpace(part, total - start);
    await writeFile(notePath(part), JSON.stringify({ address, validator: validatorOf(response) }));
    await append(response.body, part, start, (received) => onProgress?.({ address, received, total }));
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    const stalled = ['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT'].includes(code);
    if (stalled) throw new Error(`no data came for ${stallSeconds} s`, { cause: error });
    throw explainFullDisk(part, error);
  } finally {
    await agent.destroy();
  }
}

/** Asks for what is missing, on condition that the server still has the same file. */
async function rangeHeaders(address: string, part: string, begun: number, checkedLater: boolean) {
  // Without a note, or with one cut off by a kill, the part's origin is unknown.
  const note = await readFile(notePath(part), 'utf8')
    .then(JSON.parse)
    .catch(() => undefined);
  const sameFile = note?.address === address && note.validator !== undefined;
  return {
    'accept-encoding': 'identity',
    ...(begun > 0 && (sameFile || checkedLater) && { range: `bytes=${begun}-` }),
    ...(begun > 0 && sameFile && { 'if-range': String(note.validator) }),
  };
}

/** From which byte the answer goes on, and how long the whole file is. @throws unless the answer is the file. */
async function whatComes(
  { statusCode, statusText, headers }: Dispatcher.ResponseData,
  part: string,
  begun: number,
) {
  const length = headers['content-length'];
  if (statusCode === 200) return { start: 0, total: length === undefined ? undefined : Number(length) };
  if (statusCode === 206 || statusCode === 416) {
    const range = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(String(headers['content-range']));
    if (range && Number(range[1]) === begun) {
      return { start: begun, total: range[2] === '*' ? undefined : Number(range[2]) };
    }
    // The next attempt starts from nothing.
    await discardPart(part);
    throw new Error('the server could not go on where the download had stopped');
  }
  if (statusCode >= 300 && statusCode < 400 && headers.location) {
    throw new RefusedError(`the server redirected more than ${MOST_REDIRECTS} times`);
  }
  throw new RefusedError(`the server answered ${statusCode} ${statusText}`.trim());
}

/** A weak ETag promises no equal bytes, so it cannot join two parts; the date then serves. */
function validatorOf({ headers }: Dispatcher.ResponseData) {
  const { etag } = headers;
  return etag && !String(etag).startsWith('W/') ? etag : headers['last-modified'];
}

async function append(
  body: AsyncIterable<Buffer>,
  part: string,
  start: number,
  onReceived: (received: number) => void,
): Promise<void> {
  const file = await open(part, start === 0 ? 'w' : 'a');
  let received = start;
  try {
    onReceived(received);
    for await (const piece of body) {
      await file.writeFile(piece);
      received += piece.length;
      onReceived(received);
    }
    await file.sync();
  } finally {
    await file.close();
  }
}
