import { createWriteStream, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';

/** A file to be packed. */
export interface PackedFile {
  /** Its path in the zip. */
  readonly path: string;
  readonly content: Buffer;
  readonly modified: Date;
}

/** Writes a zip, whole or not at all; a zip of that name is replaced. */
export async function writeZip(file: string, contents: readonly PackedFile[]): Promise<void> {
  mkdirSync(dirname(file), { recursive: true });
  const part = `${file}.${process.pid}.part`;
  const zip = new ZipFile();
  for (const { path, content, modified } of contents) zip.addBuffer(content, path, { mtime: modified });
  zip.end();
  try {
    await pipeline(zip.outputStream, createWriteStream(part));
    renameSync(part, file);
  } catch (error) {
    rmSync(part, { force: true });
    throw error;
  }
}
