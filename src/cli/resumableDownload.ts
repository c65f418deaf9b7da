import { open, readFile, rm, writeFile } from 'node:fs/promises';
import * as http from 'node:http';
import * as https from 'node:https';
import { setTimeout as pause } from 'node:timers/promises';
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
  /** The file's size if it is known, and a checksum too: then a part may go on from another address. */
  readonly expectedBytes?: number;
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
 * @throws DiskFullError, the abort, or an Error with the cause of the last failure.
 */
export async function downloadPart(address: string, part: string, options: DownloadOptions): Promise<void> {
  const { signal, retrySeconds = 2, expectedBytes } = options;
  for (let idle = 0; ;) {
    const begun = (await fileSize(part)) ?? 0;
    if (begun === expectedBytes) return;
    try {
      return await downloadRest(address, part, begun, options);
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
async function downloadRest(address: string, part: string, begun: number, options: DownloadOptions) {
  const { expectedBytes, onProgress } = options;
  // Without a note, or with one cut off by a kill, the part's origin is unknown.
  const note = await readFile(notePath(part), 'utf8')
    .then(JSON.parse)
    .catch(() => undefined);
  const sameFile = note?.address === address && note.validator !== undefined;
  const resume = begun > 0 && (sameFile || expectedBytes !== undefined);
  const response = await get(address, options, {
    'accept-encoding': 'identity',
    ...(resume && { range: `bytes=${begun}-` }),
    ...(resume && sameFile && { 'if-range': note.validator }),
  });
  try {
    const { start, total } = whatComes(response, begun);
    if (expectedBytes !== undefined && total !== undefined && total !== expectedBytes) {
      throw new RefusedError(`the server's file has ${total} bytes instead of ${expectedBytes}`);
    }
    if (total !== undefined) await requireSpace(part, total - start);
    await writeFile(notePath(part), JSON.stringify({ address, validator: validatorOf(response) }));
    await append(response, part, start, (received) => onProgress?.({ address, received, total }));
  } catch (error) {
    if (error instanceof BadRangeError) await discardPart(part);
    throw explainFullDisk(part, error);
  } finally {
    response.destroy();
  }
}

/**
 * Asks for a file and follows redirects. The body comes as the server stores it: some servers label a .tar.gz as
 * `Content-Encoding: x-gzip`, which `fetch` would unpack, so that neither size, checksum nor ranges would match.
 */
async function get(address: string, options: DownloadOptions, headers: http.OutgoingHttpHeaders) {
  let url = new URL(address);
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
    const response = await ask(url, options, headers);
    const { statusCode = 0, headers: answered } = response;
    if (statusCode < 300 || statusCode >= 400 || !answered.location) return response;
    response.resume();
    url = new URL(answered.location, url);
  }
  throw new RefusedError(`the server redirected more than ${MOST_REDIRECTS} times`);
}

function ask(url: URL, { signal, stallSeconds = 60 }: DownloadOptions, headers: http.OutgoingHttpHeaders) {
  return new Promise<http.IncomingMessage>((resolve, reject) => {
    const timeout = stallSeconds * 1000;
    // No kept-alive connection: a stalled one would keep the program from ending.
    const options = { headers, timeout, signal, agent: false };
    const request = (url.protocol === 'https:' ? https : http).get(url, options);
    let response: http.IncomingMessage | undefined;
    request.on('response', (message) => resolve((response = message))).on('error', reject);
    // Once there is a response, its reader must see why it ends.
    request.on('timeout', () => (response ?? request).destroy(new Error(`no data came for ${stallSeconds} s`)));
  });
}

/** A range that cannot be had: the next attempt starts from nothing. */
class BadRangeError extends Error {}

/** From which byte the answer goes on, and how long the whole file is. @throws unless the answer is the file. */
function whatComes({ statusCode, statusMessage, headers }: http.IncomingMessage, begun: number) {
  const length = headers['content-length'];
  if (statusCode === 200) return { start: 0, total: length === undefined ? undefined : Number(length) };
  if (statusCode !== 206 && statusCode !== 416) {
    throw new RefusedError(`the server answered ${statusCode} ${statusMessage}`.trim());
  }
  const [, start, total] = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(headers['content-range'] ?? '') ?? [];
  if (Number(start) !== begun) throw new BadRangeError('the server could not go on where the download had stopped');
  return { start: begun, total: total === '*' ? undefined : Number(total) };
}

/** A weak ETag promises no equal bytes, so it cannot join two parts; the date then serves. */
function validatorOf({ headers }: http.IncomingMessage) {
  return headers.etag && !headers.etag.startsWith('W/') ? headers.etag : headers['last-modified'];
}

/** Writes what comes behind the first `received` bytes of the part. */
async function append(response: http.IncomingMessage, part: string, received: number, report: (n: number) => void) {
  const file = await open(part, received === 0 ? 'w' : 'a');
  try {
    report(received);
    for await (const piece of response as AsyncIterable<Buffer>) {
      await file.writeFile(piece);
      report((received += piece.length));
    }
    await file.sync();
  } finally {
    await file.close();
  }
  if (!response.complete) throw new Error('the connection broke off');
}
