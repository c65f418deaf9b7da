import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PublishedArchive } from '../../src/cli/archiveFile';
import { importCifar10 } from '../../src/cli/importArchive';
import { soundMembers, temporaryFolder, writeArchive } from '../data/archives';
import { ignoreRange, refuse, serve, startServer } from './fileServer';

const mirror = startServer();
const root = temporaryFolder();
const quick = { retrySeconds: 0.01, stallSeconds: 0.3 };
let sample: string;
let sampleBytes: Buffer;
let official: string;
let published: PublishedArchive;

beforeAll(async () => {
  sample = await writeArchive(join(root, 'sample.tar.gz'), soundMembers(3));
  sampleBytes = readFileSync(sample);
  official = await writeArchive(join(root, 'official.tar.gz'), soundMembers(5));
  const bytes = readFileSync(official);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  published = { addresses: [], bytes: bytes.length, sha256 };
});

const newTarget = (): { folder: string; target: string } => {
  const folder = join(mkdtempSync(join(root, 'case-')), 'data');
  return { folder, target: join(folder, 'a.tar.gz') };
};

test('a local archive is copied, and the result says that it is not the official one', async () => {
  const { folder, target } = newTarget();
  const imported = await importCifar10(sample, target, quick, published);
  expect(imported).toEqual({ path: target, already: false, official: false, trainImages: 15, testImages: 4 });
  expect(readdirSync(folder)).toEqual(['a.tar.gz']);
  expect(readFileSync(target).equals(sampleBytes)).toBe(true);
  expect(readFileSync(sample).equals(sampleBytes)).toBe(true);
});

test('the official archive is recognized by its checksum', async () => {
  const { target } = newTarget();
  expect(await importCifar10(official, target, quick, published)).toMatchObject({
    official: true,
    trainImages: 25,
  });
});

test('importing the archive onto itself changes nothing', async () => {
  const { folder, target } = newTarget();
  await importCifar10(sample, target, quick, published);
  expect(await importCifar10(target, target, quick, published)).toMatchObject({ already: true });
  expect(readdirSync(folder)).toEqual(['a.tar.gz']);
});

test('the official archive is not replaced by another', async () => {
  const { folder, target } = newTarget();
  await importCifar10(official, target, quick, published);
  await expect(importCifar10(sample, target, quick, published)).rejects.toThrow('is the official archive');
  expect(readdirSync(folder)).toEqual(['a.tar.gz']);
  expect(readFileSync(target).length).toBe(published.bytes);
});

test('what is no sound archive does not get in', async () => {
  const { folder, target } = newTarget();
  writeFileSync(join(root, 'cut.tar.gz'), sampleBytes.subarray(0, -100));
  await expect(importCifar10(join(root, 'cut.tar.gz'), target, quick, published)).rejects.toThrow('is cut off');
  await expect(importCifar10(join(root, 'none'), target, quick, published)).rejects.toThrow('There is no file');
  await expect(importCifar10(root, target, quick, published)).rejects.toThrow('is a folder; to use an unpacked');
  expect(readdirSync(folder)).toEqual([]);
});

test('a mirror is downloaded, with breaks', async () => {
  const { folder, target } = newTarget();
  mirror.answerWith(serve(sampleBytes, { stopAfter: 1000 }), serve(sampleBytes));
  const imported = await importCifar10(mirror.address, target, quick, published);
  expect(imported).toMatchObject({ official: false, trainImages: 15 });
  expect(mirror.ranges).toEqual(['', 'bytes=1000-']);
  expect(readdirSync(folder)).toEqual(['a.tar.gz']);
});

test("a mirror's file that changes between two attempts is not joined to the old part", async () => {
  const { target } = newTarget();
  const old = Buffer.alloc(sampleBytes.length, 1);
  mirror.answerWith(serve(old, { etag: '"old"', stopAfter: 1000 }), serve(sampleBytes, { etag: '"new"' }));
  await importCifar10(mirror.address, target, quick, published);
  expect(readFileSync(target).equals(sampleBytes)).toBe(true);
});

test('a mirror that sends something else, or nothing', async () => {
  const { folder, target } = newTarget();
  mirror.answerWith(ignoreRange(Buffer.from('<html>please log in</html>')));
  await expect(importCifar10(mirror.address, target, quick, published)).rejects.toThrow(
    /was thrown away: .* is no gzip file/,
  );
  expect(readdirSync(folder)).toEqual([]);
  mirror.answerWith(refuse(404));
  await expect(importCifar10(mirror.address, target, quick, published)).rejects.toThrow('the server answered 404');
  expect(readdirSync(folder)).toEqual([]);
});
