import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { readCifar10 } from '../../src/data/cifar10';
import { batchFile, NAMES, pixelOf, soundMembers, tarOf, temporaryFolder, writeArchive } from './archives';

const F = 'cifar-10-batches-bin';
const folder = temporaryFolder();
const path = (name: string): string => join(folder, name);

describe('a small archive', () => {
  test('batches in any order land in their places, planes become pixels', async () => {
    const { train, test } = await readCifar10(await writeArchive(path('sound.tar.gz'), soundMembers(4)));
    expect([train.count, test.count, train.images.length, test.images.length]).toEqual([20, 5, 20 * 3072, 5 * 3072]);
    // Image i of batch b has label (b + i) % 10.
    expect([...train.labels]).toEqual([1, 2, 3, 4, 2, 3, 4, 5, 3, 4, 5, 6, 4, 5, 6, 7, 5, 6, 7, 8]);
    expect([...test.labels]).toEqual([6, 7, 8, 9, 0]);
    const expected = new Uint8Array(20 * 3072);
    for (let image = 0; image < 20; image++) {
      for (let place = 0; place < 1024; place++) {
        for (let plane = 0; plane < 3; plane++) {
          expected[image * 3072 + place * 3 + plane] = pixelOf(Math.floor(image / 4) + 1, image % 4, plane, place);
        }
      }
    }
    expect(Buffer.compare(Buffer.from(train.images), Buffer.from(expected))).toBe(0);
    expect(train.classNames).toEqual(NAMES.trim().split('\n'));
  });

  test('the unpacked folder gives the same, by its own path and by its parent folder', async () => {
    const archive = await writeArchive(path('unpack.tar.gz'), soundMembers(3));
    mkdirSync(path('unpacked'));
    execFileSync('tar', ['xzf', archive, '-C', path('unpacked')]);
    const whole = await readCifar10(archive);
    expect(await readCifar10(path('unpacked'))).toEqual(whole);
    expect(await readCifar10(path(`unpacked/${F}`))).toEqual(whole);
  });

  test('an archive made by tar itself, with ./ and folder members, is read', async () => {
    mkdirSync(path('made'));
    execFileSync('tar', ['xzf', await writeArchive(path('m.tar.gz'), soundMembers(2)), '-C', path('made')]);
    execFileSync('tar', ['czf', path('made.tar.gz'), '-C', path('made'), `./${F}`]);
    expect((await readCifar10(path('made.tar.gz'))).train.count).toBe(10);
  });

  test('without batches.meta.txt the names are the well-known ones', async () => {
    const members = soundMembers(2);
    delete members[`${F}/batches.meta.txt`];
    const { train } = await readCifar10(await writeArchive(path('nonames.tar.gz'), members));
    expect(train.classNames).toEqual(NAMES.trim().split('\n'));
  });

  test('progress ends at the whole file', async () => {
    const seen: number[] = [];
    const archive = await writeArchive(path('progress.tar.gz'), soundMembers(2));
    await readCifar10(archive, { onProgress: ({ bytes, total }) => seen.push(bytes / total) });
    expect(seen.at(-1)).toBe(1);
  });
});

describe('bad input is named and left as it is', () => {
  const badMembers: [string, Record<string, Buffer | undefined>, RegExp][] = [
    [
      'a record cut off',
      { [`${F}/data_batch_2.bin`]: batchFile(2, 4).subarray(0, -1) },
      /data_batch_2.bin in .* has 12291 bytes, .*cut off after 3072/,
    ],
    [
      'a label over 9',
      { [`${F}/test_batch.bin`]: Buffer.alloc(3073, 10) },
      /test_batch.bin in .* has label 10 in record 0/,
    ],
    ['an empty batch', { [`${F}/data_batch_1.bin`]: Buffer.alloc(0) }, /data_batch_1.bin in .* is empty/],
    ['a missing batch', { [`${F}/data_batch_5.bin`]: undefined }, /lacks data_batch_5.bin/],
    ['a missing test batch', { [`${F}/test_batch.bin`]: undefined }, /lacks test_batch.bin/],
    [
      'batches of different length',
      { [`${F}/data_batch_5.bin`]: batchFile(5, 3) },
      /has 3 records where another training batch has 4/,
    ],
    ['too few names', { [`${F}/batches.meta.txt`]: Buffer.from('cat\n') }, /names 1 classes; CIFAR-10 has 10/],
    [
      'a path traversal',
      { [`${F}/../../evil.bin`]: Buffer.from('x') },
      /member outside cifar-10-batches-bin\/: ".*evil.bin"/,
    ],
    ['an absolute path', { '/etc/evil': Buffer.from('x') }, /member outside .*"\/?etc\/evil"/],
    ['another folder', { 'elsewhere/data_batch_1.bin': batchFile(1, 1) }, /member outside .*elsewhere/],
    ['a folder of a similar name', { [`${F}-evil/a`]: Buffer.from('x') }, /member outside/],
    ['a backslash', { [`${F}\\..\\evil`]: Buffer.from('x') }, /member outside/],
  ];

  test.each(badMembers)('%s', async (title, change, message) => {
    const members = Object.entries({ ...soundMembers(4), ...change }).filter(
      (pair): pair is [string, Buffer] => !!pair[1],
    );
    const archive = await writeArchive(path(`${title.replaceAll(' ', '-')}.tar.gz`), Object.fromEntries(members));
    const before = [readdirSync(folder), readFileSync(archive)];
    await expect(readCifar10(archive)).rejects.toThrow(message);
    expect([readdirSync(folder), readFileSync(archive)]).toEqual(before);
  });

  const badBytes: [string, (tar: Buffer) => Buffer, RegExp][] = [
    ['no gzip', (tar) => tar, /is no gzip file/],
    ['a web page', () => Buffer.from('<html>503</html>'), /is no gzip file/],
    ['an empty file', () => Buffer.alloc(0), /is empty/],
    ['a single byte', () => Buffer.from([0x1f]), /is no gzip file/],
    ['a gzip cut in the middle', (tar) => half(gzipSync(tar)), /is cut off/],
    ['a gzip without its last byte', (tar) => gzipSync(tar).subarray(0, -1), /is cut off/],
    ['a tar cut in the middle of a batch', (tar) => gzipSync(half(tar)), /is cut off/],
    ['a tar cut after a whole batch', (tar) => gzipSync(tar.subarray(0, 512 + 12800)), /lacks data_batch_2.bin/],
    ['a wrong checksum', (tar) => flip(gzipSync(tar), -8), /is damaged.*incorrect data check/],
    ['gzip of something else', () => gzipSync(Buffer.alloc(2000, 7)), /is damaged.*Invalid tar header/],
    ['an empty gzip', () => gzipSync(Buffer.alloc(0)), /lacks data_batch_1.bin/],
  ];
  const half = (bytes: Buffer): Buffer => bytes.subarray(0, bytes.length / 2);
  const flip = (bytes: Buffer, at: number): Buffer => {
    bytes[bytes.length + at]! ^= 1;
    return bytes;
  };

  test.each(badBytes)('%s', async (title, make, message) => {
    const archive = path(`${title.replaceAll(' ', '_')}.tar.gz`);
    writeFileSync(archive, make(await tarOf(soundMembers(4))));
    await expect(readCifar10(archive)).rejects.toThrow(message);
  });

  test('a batch that is a link, and a batch that comes twice', async () => {
    const tar = pack();
    tar.entry({ name: `${F}/data_batch_1.bin`, type: 'symlink', linkname: '/etc/passwd', size: 0 });
    tar.finalize();
    writeFileSync(path('link.tar.gz'), gzipSync(await collect(tar)));
    // A link has no bytes of its own, so it may also be named as empty; it must not be followed.
    await expect(readCifar10(path('link.tar.gz'))).rejects.toThrow(/is a symlink; it must be a file/);
    const twice = Buffer.concat([
      (await tarOf({ [`${F}/data_batch_1.bin`]: batchFile(1, 1) })).subarray(0, 512 + 3584),
      await tarOf({ [`${F}/data_batch_1.bin`]: batchFile(1, 1) }),
    ]);
    writeFileSync(path('twice.tar.gz'), gzipSync(twice));
    await expect(readCifar10(path('twice.tar.gz'))).rejects.toThrow(/data_batch_1.bin in .* is there twice/);
  });

  test('a header that claims a huge batch makes no room for it', async () => {
    const tar = pack();
    tar.entry({ name: `${F}/data_batch_1.bin`, size: 3073 * 1_000_000 });
    const [header] = await Promise.all([firstPiece(tar)]);
    tar.destroy();
    writeFileSync(path('huge.tar.gz'), gzipSync(header));
    await expect(readCifar10(path('huge.tar.gz'))).rejects.toThrow(/has 1000000 records; .* at most 10000/);
  });

  test('a folder with a truncated batch, and one with none', async () => {
    mkdirSync(path('broken'));
    execFileSync('tar', ['xzf', await writeArchive(path('b.tar.gz'), soundMembers(2)), '-C', path('broken')]);
    truncateSync(path(`broken/${F}/data_batch_3.bin`), 5000);
    await expect(readCifar10(path('broken'))).rejects.toThrow(/data_batch_3.bin in .* has 5000 bytes/);
    rmSync(path(`broken/${F}/data_batch_3.bin`));
    await expect(readCifar10(path('broken'))).rejects.toThrow(/lacks data_batch_3.bin/);
    mkdirSync(path('nothing'));
    await expect(readCifar10(path('nothing'))).rejects.toThrow(/lacks data_batch_1.bin, .*test_batch.bin/);
  });

  test('a path that does not exist', async () => {
    await expect(readCifar10(path('nowhere'))).rejects.toThrow(/nowhere, which does not exist.*npm run data/);
  });
});

async function collect(tar: AsyncIterable<unknown>): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of tar) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}

async function firstPiece(tar: AsyncIterable<unknown>): Promise<Buffer> {
  for await (const piece of tar) return piece as Buffer;
  throw new Error('no header');
}

const real = process.env['L2LAB_TEST_CIFAR10'];
if (!real) console.log('L2LAB_TEST_CIFAR10 is not set: only small archives made here are read, no real CIFAR-10.');

(real ? test : test.skip)('the first 1,000 records of each official batch, against tar and od', async () => {
  const { train, test } = await readCifar10(real!);
  // The expected numbers were read from the unpacked files with od; other archives may hold more records.
  const perBatch = train.count / 5;
  const pixel = (images: Uint8Array, image: number, place: number): number[] => [
    ...images.subarray((image * 1024 + place) * 3, (image * 1024 + place) * 3 + 3),
  ];
  const fifth = 4 * perBatch;
  expect([train.labels[0], train.labels[999], train.labels[fifth], train.labels[fifth + 999]]).toEqual([6, 5, 1, 7]);
  expect([test.labels[0], test.labels[999]]).toEqual([3, 8]);
  expect([0, 1, 2].map((place) => pixel(train.images, 0, place))).toEqual([
    [59, 62, 63],
    [43, 46, 45],
    [50, 48, 43],
  ]);
  expect(pixel(train.images, 999, 1023)).toEqual([132, 131, 126]);
  expect(pixel(train.images, fifth, 0)).toEqual([255, 255, 254]);
  expect(pixel(train.images, fifth + 999, 1023)).toEqual([145, 121, 102]);
  expect(pixel(test.images, 0, 0)).toEqual([158, 112, 49]);
  expect(pixel(test.images, 999, 1023)).toEqual([93, 110, 131]);
  expect(train.classNames).toEqual(NAMES.trim().split('\n'));
  if (train.count === 5000) {
    const counts = (labels: Uint8Array): number[] =>
      train.classNames.map((_, label) => labels.filter((other) => other === label).length);
    expect(counts(train.labels)).toEqual([508, 515, 478, 484, 527, 469, 497, 512, 518, 492]);
    expect(counts(test.labels)).toEqual([103, 89, 100, 103, 90, 86, 112, 102, 106, 109]);
    const sums = [0, 0, 0];
    for (let i = 0; i < train.images.length; i++) sums[i % 3]! += train.images[i]!;
    expect(sums).toEqual([644214174, 632148685, 585026919]);
  }
});
