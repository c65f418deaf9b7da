import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import * as yauzl from 'yauzl';

/** A file of a folder or of a zip. */
export interface Entry {
  /** From the folder or the zip, with `/` and composed letters (NFC; macOS decomposes them). */
  readonly path: string;
  readonly modified: Date;
  readonly bytes: number;
  read(): Promise<Buffer>;
}

/** Files of a folder or of a zip; `close` it when they are read. */
export interface Entries {
  readonly entries: readonly Entry[];
  close(): void;
}

/** No homework has more. */
const MAX_ENTRIES = 20_000;

/** The largest file that is read into memory. */
const MAX_BYTES = 100e6;

/** What systems and editors leave behind: `__MACOSX`, `.DS_Store`, `.ipynb_checkpoints`. */
const isRubbish = (path: string): boolean =>
  path.split('/').some((part) => part === '__MACOSX' || part.startsWith('.') || part.startsWith('~$'));

/** Opens an export as it came from the LMS: a zip, or the folder that somebody unpacked it to. Links are not followed. */
export async function openExport(path: string): Promise<Entries> {
  return statSync(path).isDirectory() ? { entries: folderEntries(path), close: () => undefined } : openZip(path);
}

function folderEntries(folder: string): Entry[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const file = join(entry.parentPath ?? entry.path, entry.name);
      const { mtime, size } = statSync(file);
      const path = file.slice(folder.length).replace(/\\/g, '/').replace(/^\/+/, '').normalize('NFC');
      return { path, modified: mtime, bytes: size, read: async () => readFileSync(limited(path, size) && file) };
    })
    .filter(({ path }) => !isRubbish(path))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

/**
 * Opens a zip by its path or its content. Nothing is ever unpacked to a path that it names; one that names a path
 * outside of itself is refused all the same, since no student's program makes such.
 *
 * @throws an error in plain words if it is damaged, too large, or names such a path.
 */
export async function openZip(zip: string | Buffer): Promise<Entries> {
  // Names are decoded here: macOS writes UTF-8 and does not say so.
  const options = { lazyEntries: true, autoClose: false, decodeStrings: false };
  const opened = typeof zip === 'string' ? yauzl.openPromise(zip, options) : yauzl.fromBufferPromise(zip, options);
  const file = await opened.catch(damaged);
  const entries: Entry[] = [];
  try {
    if (file.entryCount > MAX_ENTRIES) throw new Error(`it is refused: it says that it holds ${file.entryCount} files`);
    for (const entry of await allEntries(file).catch(damaged)) {
      const path = nameOf(entry);
      const fault = yauzl.validateFileName(path);
      if (fault) throw new Error(`it is refused: it holds a path that leads outside of it (${path})`);
      if (path.endsWith('/') || isRubbish(path)) continue;
      entries.push({
        path: path.normalize('NFC'),
        modified: entry.getLastModDate(),
        bytes: entry.uncompressedSize,
        read: async () => {
          limited(path, entry.uncompressedSize);
          if (entry.isEncrypted()) throw new Error(`${path} has a password`);
          // Ends with an error where more comes out than the zip says.
          return buffer(await file.openReadStreamPromise(entry));
        },
      });
    }
  } catch (error) {
    file.close();
    throw error;
  }
  return { entries, close: () => file.close() };
}

async function allEntries(file: yauzl.ZipFile): Promise<yauzl.Entry[]> {
  const entries: yauzl.Entry[] = [];
  for await (const entry of file.eachEntry()) entries.push(entry);
  return entries;
}

function damaged(error: Error): never {
  throw new Error(`it is no zip, or a damaged one (${error.message})`);
}

/** @returns true, or throws if a file is too large to be homework */
function limited(path: string, bytes: number): true {
  if (bytes <= MAX_BYTES) return true;
  throw new Error(`${path} is refused: it is ${Math.round(bytes / 1e6)} MB large`);
}

/** Name of a file in a zip: UTF-8, said or not, else as the zip format prescribes. */
function nameOf({ fileNameRaw, generalPurposeBitFlag, extraFields }: yauzl.Entry): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(fileNameRaw).replace(/\\/g, '/');
  } catch {
    return yauzl.getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, false);
  }
}
