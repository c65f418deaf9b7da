import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';

/** A new folder for one test file, removed when its tests have ended. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'l2lab-data-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Pixel of the made images: a different number for every batch, image, plane and place, as far as bytes go. */
export const pixelOf = (batch: number, image: number, plane: number, place: number): number =>
  (batch * 31 + image * 7 + plane * 85 + place) % 256;

/** `count` records; image i of batch b has label (b + i) % 10. */
export function batchFile(batch: number, count: number): Buffer {
  const bytes = Buffer.alloc(count * 3073);
  for (let image = 0; image < count; image++) {
    bytes[image * 3073] = (batch + image) % 10;
    for (let i = 0; i < 3072; i++) {
      bytes[image * 3073 + 1 + i] = pixelOf(batch, image, Math.floor(i / 1024), i % 1024);
    }
  }
  return bytes;
}

export const NAMES = 'airplane\nautomobile\nbird\ncat\ndeer\ndog\nfrog\nhorse\nship\ntruck\n\n';

/** The members of a sound small archive, in an order like the official one's: not sorted. Batch 6 is the test batch. */
export function soundMembers(count = 4): Record<string, Buffer> {
  const folder = 'cifar-10-batches-bin';
  return {
    [`${folder}/data_batch_1.bin`]: batchFile(1, count),
    [`${folder}/readme.html`]: Buffer.from('<html></html>'),
    [`${folder}/data_batch_4.bin`]: batchFile(4, count),
    [`${folder}/test_batch.bin`]: batchFile(6, count + 1),
    [`${folder}/batches.meta.txt`]: Buffer.from(NAMES),
    [`${folder}/data_batch_3.bin`]: batchFile(3, count),
    [`${folder}/data_batch_5.bin`]: batchFile(5, count),
    [`${folder}/data_batch_2.bin`]: batchFile(2, count),
  };
}

export async function tarOf(members: Record<string, Buffer>): Promise<Buffer> {
  const tar = pack();
  for (const [name, bytes] of Object.entries(members)) tar.entry({ name }, bytes);
  tar.finalize();
  const pieces: Buffer[] = [];
  for await (const piece of tar as AsyncIterable<Buffer>) pieces.push(piece);
  return Buffer.concat(pieces);
}

export async function writeArchive(path: string, members: Record<string, Buffer>): Promise<string> {
  writeFileSync(path, gzipSync(await tarOf(members)));
  return path;
}
