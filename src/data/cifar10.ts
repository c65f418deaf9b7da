import { createReadStream } from 'node:fs';
import { open, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract } from 'tar-stream';
import type { Extract } from 'tar-stream';
import { CIFAR10, Cifar10Assembly, isBatchFile, recordCount } from './cifar10Records';
import type { TrainAndTest } from './dataset';

/** How far a file has been read. */
export interface ReadProgress {
  /** Bytes read so far. */
  readonly bytes: number;
  /** Bytes of the whole. */
  readonly total: number;
}

/** How to read. */
export interface ReadCifar10Options {
  /** Called now and then while reading; the last time with `bytes` equal to `total`. */
  readonly onProgress?: (progress: ReadProgress) => void;
}

type OnProgress = ReadCifar10Options['onProgress'];

/**
 * Reads CIFAR-10's binary version: 50,000 training and 10,000 test images of 32×32 pixels in ten classes, or a smaller
 * archive of the same layout. Nothing is written to disk.
 *
 * @param path the archive cifar-10-binary.tar.gz, the unpacked folder cifar-10-batches-bin/, or a folder that has it.
 * @throws if there is nothing at that path, or it is damaged, incomplete or something else; the error says which.
 * @example
 * const { train, test } = await readCifar10('data/cifar-10-binary.tar.gz');
 * [train.count, test.count]; // no result: needs the archive
 */
export async function readCifar10(path: string, { onProgress }: ReadCifar10Options = {}): Promise<TrainAndTest> {
  const found = await stat(path).catch(() => undefined);
  if (!found) {
    throw new Error(
      `readCifar10 requires an archive or a folder, got ${path}, which does not exist or cannot be opened; ` +
        'check the path, or get the archive with npm run data.',
    );
  }
  return found.isDirectory() ? readFolder(path, onProgress) : readArchive(path, found.size, onProgress);
}

/** Reads cifar-10-batches-bin/, or the folder of that name in `path`. @throws if a batch is damaged or missing. */
async function readFolder(path: string, onProgress: OnProgress): Promise<TrainAndTest> {
  const entries = await readdir(path);
  const folder = entries.includes(CIFAR10.folder) ? join(path, CIFAR10.folder) : path;
  const names = (await readdir(folder)).filter((name) => isBatchFile(name) || name === CIFAR10.namesFile);
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).size));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const assembly = new Cifar10Assembly(folder);
  let bytes = 0;
  for (const [i, name] of names.entries()) {
    if (isBatchFile(name)) recordCount(`${name} in ${folder}`, sizes[i]!);
    assembly.add(name, await readFile(join(folder, name)));
    bytes += sizes[i]!;
    onProgress?.({ bytes, total });
  }
  return assembly.finish();
}

/** A member of a tar archive: its header, and its bytes as a stream. */
type Member = Extract extends AsyncIterable<infer Item> ? Item : never;

/** Large pieces: fewer turns of the event loop for 184 MB. */
const CHUNK_BYTES = 1 << 20;

/** batches.meta.txt has 61 bytes; a longer one is no list of ten names. */
const MOST_NAMES_BYTES = 10_000;

/**
 * Reads the archive (.tar.gz) without unpacking it to disk.
 *
 * @throws if the file is no gzip, its checksum is wrong, it is cut off, a member lies outside cifar-10-batches-bin/,
 *   a batch is damaged or missing.
 */
async function readArchive(path: string, total: number, onProgress: OnProgress): Promise<TrainAndTest> {
  await requireGzip(path, total);
  const assembly = new Cifar10Assembly(path);
  const file = createReadStream(path, { highWaterMark: CHUNK_BYTES });
  const tar = extract();
  const unpacking = pipeline(file, createGunzip({ chunkSize: CHUNK_BYTES }), tar);
  // Awaited below; until then a failure must not count as unhandled.
  unpacking.catch(() => undefined);
  try {
    for await (const member of tar) {
      await addMember(assembly, path, member);
      onProgress?.({ bytes: file.bytesRead, total });
    }
    // The checksum stands at the very end of the file.
    await unpacking;
  } catch (error) {
    throw explained(path, error);
  }
  return assembly.finish();
}

async function addMember(assembly: Cifar10Assembly, path: string, member: Member): Promise<void> {
  const { type, size } = member.header;
  const name = nameInFolder(path, member.header.name);
  if (!isBatchFile(name) && name !== CIFAR10.namesFile) {
    member.resume();
    return;
  }
  if (type !== 'file') throw new Error(`${name} in ${path} is a ${type}; it must be a file.`);
  // Checked before any room is made for it: the header may claim anything.
  if (isBatchFile(name)) recordCount(`${name} in ${path}`, size);
  else if (size > MOST_NAMES_BYTES) throw new Error(`${name} in ${path} has ${size} bytes; it lists ten names.`);
  const bytes = Buffer.allocUnsafe(size);
  let filled = 0;
  for await (const piece of member as AsyncIterable<Buffer>) filled += piece.copy(bytes, filled);
  if (filled < size) throw new Error('Unexpected end of data');
  assembly.add(name, bytes);
}

/** The member's name inside cifar-10-batches-bin/. @throws if it lies elsewhere. */
function nameInFolder(path: string, member: string): string {
  const parts = member.replace(/^(\.\/)+/, '').split('/');
  const [folder, ...rest] = parts;
  if (folder !== CIFAR10.folder || rest.includes('..') || member.includes('\\')) {
    throw new Error(
      `${path} has a member outside ${CIFAR10.folder}/: ${JSON.stringify(member)}. It is not CIFAR-10's binary ` +
        'archive; nothing was unpacked.',
    );
  }
  return rest.join('/');
}

async function requireGzip(path: string, size: number): Promise<void> {
  if (size === 0) throw new Error(`${path} is empty; get the archive again with npm run data.`);
  const file = await open(path);
  try {
    const { buffer } = await file.read(Buffer.alloc(2), 0, 2, 0);
    if (buffer.readUInt16BE() === 0x1f8b) return;
  } finally {
    await file.close();
  }
  throw new Error(
    `${path} is no gzip file, so it is not CIFAR-10's archive (cifar-10-binary.tar.gz). A web page saved under that ` +
      'name or an archive that the browser unpacked looks like this; get it with npm run data.',
  );
}

/** Says in words what the libraries for gzip and tar report as codes. */
function explained(path: string, error: unknown): unknown {
  const { code, message } = error as NodeJS.ErrnoException;
  const again = 'Get it again with npm run data.';
  if (code === 'Z_BUF_ERROR' || message === 'Unexpected end of data') {
    return new Error(`${path} is cut off: the archive ends too early. ${again}`, { cause: error });
  }
  if (code === 'Z_DATA_ERROR' || message.startsWith('Invalid tar header')) {
    const what = `its checksum or its inner structure is wrong (${message})`;
    return new Error(`${path} is damaged: ${what}. ${again}`, { cause: error });
  }
  return error;
}
