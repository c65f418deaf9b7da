import { open, readFile, rm, writeFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { explainFullDisk, fileSize, requireSpace } from './files';
import { httpGet, HttpStatusError } from './httpGet';

/** How far a download has come. */
export interface DownloadProgress {
  readonly address: string;
  /** Bytes on disk, those of an earlier run included. */
  readonly received: number;
  /** Bytes of the whole file, if the server says so. */
  readonly total: number | undefined;
}

export interface DownloadOptions {
  readonly onProgress?: ((progress: DownloadProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Gives up an attempt when no byte has come for so long. Default 60. */
  readonly stallSeconds?: number | undefined;
  /** Pause before an attempt is repeated. Default 2. */
  readonly retrySeconds?: number | undefined;
}

/** Which file the bytes in a part belong to. */
interface PartNote {
  readonly address: string;
  /** The server's ETag or date of the file. */
  readonly validator: string | undefined;
}

const notePath = (part: string): string => `${part}.json`;

/** Removes an unfinished download. */
export async function discardPart(part: string): Promise<void> {
  await rm(part, { force: true });
  await rm(notePath(part), { force: true });
}

/**
 * One attempt to download the rest of a file into `part`. Whatever arrives is kept for the next attempt, also after a
 * kill. If the server ignores ranges, or has another file than the one begun, the download starts anew.
 *
 * @param expectedBytes the file's size if it is known in advance; then a part may go on from another address too,
 *   since the checksum will tell.
 * @throws HttpStatusError if the server does not have the file, DiskFullError, or the network's error.
 */
export async function downloadRest(
  address: string,
  part: string,
  expectedBytes: number | undefined,
  { onProgress, signal, stallSeconds = 60 }: DownloadOptions,
): Promise<void> {
  const note = await readNote(part);
  const begun = (await fileSize(part)) ?? 0;
  const sameFile = note?.address === address && note.validator !== undefined;
  const resume = begun > 0 && (sameFile || expectedBytes !== undefined);
  const headers: Record<string, string> = {};
  if (resume) headers['range'] = `bytes=${begun}-`;
  if (resume && sameFile) headers['if-range'] = note.validator!;
  const response = await httpGet(address, { headers, stallMilliseconds: stallSeconds * 1000, signal });
  try {
    const { start, total } = whatComes(response, begun);
    if (expectedBytes !== undefined && total !== undefined && total !== expectedBytes) {
      throw new HttpStatusError(`the server's file has ${total} bytes instead of ${expectedBytes}`);
    }
    if (total !== undefined) await requireSpace(part, total - start);
    await writeFile(notePath(part), JSON.stringify({ address, validator: validatorOf(response) }));
    await append(response, part, start, (received) => onProgress?.({ address, received, total }));
  } catch (error) {
    // A range that cannot be had: the next attempt starts from nothing.
    if (error instanceof BadRangeError) await discardPart(part);
    throw explainFullDisk(part, error);
  } finally {
    response.destroy();
  }
}

class BadRangeError extends Error {}

/** From which byte the answer goes on, and how long the whole file is. */
function whatComes(response: IncomingMessage, begun: number): { start: number; total: number | undefined } {
  const { statusCode, headers } = response;
  if (statusCode === 200) {
    const length = headers['content-length'];
    return { start: 0, total: length === undefined ? undefined : Number(length) };
  }
  const range = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(headers['content-range'] ?? '');
  if (statusCode !== 206 || !range || Number(range[1]) !== begun) {
    throw new BadRangeError('the server could not go on where the download had stopped');
  }
  return { start: begun, total: range[2] === '*' ? undefined : Number(range[2]) };
}

/** A weak ETag promises no equal bytes, so it cannot join two parts; the date then serves. */
function validatorOf({ headers }: IncomingMessage): string | undefined {
  const { etag } = headers;
  return etag && !etag.startsWith('W/') ? etag : headers['last-modified'];
}

async function readNote(part: string): Promise<PartNote | undefined> {
  try {
    return JSON.parse(await readFile(notePath(part), 'utf8')) as PartNote;
  } catch {
    // No note, or one cut off by a kill: the part's origin is unknown.
    return undefined;
  }
}

async function append(
  response: IncomingMessage,
  part: string,
  start: number,
  onReceived: (received: number) => void,
): Promise<void> {
  const file = await open(part, start === 0 ? 'w' : 'a');
  let received = start;
  try {
    onReceived(received);
    for await (const piece of response as AsyncIterable<Buffer>) {
      await file.writeFile(piece);
      received += piece.length;
      onReceived(received);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  if (!response.complete) throw new Error('the connection broke off');
}
