import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PublishedArchive } from '../../src/cli/archiveFile';
import { downloadCifar10 } from '../../src/cli/download';
import type { DownloadProgress } from '../../src/cli/resumableDownload';
import { temporaryFolder } from '../data/archives';
import { ignoreRange, refuse, serve, stall, startServer } from './fileServer';

const first = startServer();
const second = startServer();
const root = temporaryFolder();
/** Big enough that it arrives in several pieces. */
const body = randomBytes(600_000);
const quick = { retrySeconds: 0.01, stallSeconds: 0.3 };

/** A new folder, and the archive as published at the two servers. */
function setUp(): { folder: string; target: string; archive: PublishedArchive } {
  const folder = mkdtempSync(join(root, 'case-'));
  const sha256 = createHash('sha256').update(body).digest('hex');
  const archive = { addresses: [first.address, second.address], bytes: body.length, sha256 };
  first.answerWith(refuse(404));
  second.answerWith(refuse(404));
  return { folder, target: join(folder, 'a.tar.gz'), archive };
}

const expectOnly = (folder: string, ...names: string[]): void => expect(readdirSync(folder).sort()).toEqual(names);

test('a download arrives whole, reports its progress and leaves nothing else behind', async () => {
  const { folder, target, archive } = setUp();
  first.answerWith(serve(body));
  const seen: DownloadProgress[] = [];
  const result = await downloadCifar10(target, { ...quick, onProgress: (progress) => seen.push(progress) }, archive);
  expect(result).toEqual({ path: target, already: false, official: true });
  expect(readFileSync(target).equals(body)).toBe(true);
  expectOnly(folder, 'a.tar.gz');
  expect(seen[0]).toEqual({ address: first.address, received: 0, total: body.length });
  expect(seen.at(-1)!.received).toBe(body.length);
  expect(second.ranges).toEqual([]);
});

test('a file that is there already is not asked for again', async () => {
  const { target, archive } = setUp();
  writeFileSync(target, body);
  expect(await downloadCifar10(target, quick, archive)).toMatchObject({ already: true, official: true });
  expect(first.ranges).toEqual([]);
});

test('a connection that breaks again and again goes on where it broke', async () => {
  const { target, archive } = setUp();
  const broken = serve(body, { stopAfter: 150_000 });
  first.answerWith(broken, broken, broken, serve(body));
  await downloadCifar10(target, quick, archive);
  expect(first.ranges).toEqual(['', 'bytes=150000-', 'bytes=300000-', 'bytes=450000-']);
  expect(readFileSync(target).equals(body)).toBe(true);
});

test('a stalled connection is given up and taken up again', async () => {
  const { target, archive } = setUp();
  first.answerWith(stall(body, 100_000), serve(body));
  await downloadCifar10(target, quick, archive);
  expect(first.ranges).toEqual(['', 'bytes=100000-']);
  expect(readFileSync(target).equals(body)).toBe(true);
});

test('a later run goes on with what an earlier one left, also when it was killed', async () => {
  const { target, archive } = setUp();
  writeFileSync(`${target}.part`, body.subarray(0, 400_000));
  first.answerWith(serve(body));
  await downloadCifar10(target, quick, archive);
  expect(first.ranges).toEqual(['bytes=400000-']);
  expect(readFileSync(target).equals(body)).toBe(true);
});

test('a part that was already complete is only checked', async () => {
  const { folder, target, archive } = setUp();
  writeFileSync(`${target}.part`, body);
  await downloadCifar10(target, quick, archive);
  expect(first.ranges).toEqual([]);
  expectOnly(folder, 'a.tar.gz');
});

test.each([
  ['a part longer than the file', Buffer.concat([body, body])],
  ['a part with wrong bytes', Buffer.alloc(200_000, 1)],
  ['a complete part with wrong bytes', Buffer.alloc(body.length, 1)],
])('%s is thrown away and the download starts anew', async (_title, part) => {
  const { target, archive } = setUp();
  writeFileSync(`${target}.part`, part);
  first.answerWith(serve(body));
  await downloadCifar10(target, quick, archive);
  expect(first.ranges.at(-1)).toBe('');
  expect(readFileSync(target).equals(body)).toBe(true);
});

test('a server that ignores ranges sends everything again', async () => {
  const { target, archive } = setUp();
  first.answerWith(serve(body, { stopAfter: 100_000 }), ignoreRange(body));
  await downloadCifar10(target, quick, archive);
  expect(first.ranges).toEqual(['', 'bytes=100000-']);
  expect(readFileSync(target).equals(body)).toBe(true);
});

test('a file that has changed on the server since (ETag) is not joined to the old part', async () => {
  const { target, archive } = setUp();
  const old = Buffer.alloc(body.length, 9);
  first.answerWith(serve(old, { etag: '"old"', stopAfter: 100_000 }), serve(body, { etag: '"new"' }));
  await downloadCifar10(target, quick, archive);
  expect(first.ranges).toEqual(['', 'bytes=100000-']);
  expect(readFileSync(target).equals(body)).toBe(true);
});

test('a label Content-Encoding: x-gzip does not get the archive unpacked on the way', async () => {
  const { target, archive } = setUp();
  first.answerWith((_request, response) => {
    response.writeHead(200, { 'content-length': body.length, 'content-encoding': 'x-gzip' }).end(body);
  });
  await downloadCifar10(target, quick, archive);
  expect(readFileSync(target).equals(body)).toBe(true);
});

test('redirects are followed, endless ones are not', async () => {
  const { target, archive } = setUp();
  second.answerWith(serve(body));
  first.answerWith((_request, response) => void response.writeHead(302, { location: second.address }).end());
  await downloadCifar10(target, quick, archive);
  expect(readFileSync(target).equals(body)).toBe(true);
  const again = setUp();
  first.answerWith((_request, response) => void response.writeHead(302, { location: '/x' }).end());
  await expect(downloadCifar10(again.target, quick, again.archive)).rejects.toThrow('redirected more than 5 times');
});

test('when the first address fails, the second goes on with the same part', async () => {
  const { target, archive } = setUp();
  const closed = { ...archive, addresses: ['http://127.0.0.1:9/', first.address, second.address] };
  first.answerWith(serve(body, { stopAfter: 250_000 }), refuse(503));
  second.answerWith(serve(body, { etag: '"of another server"' }));
  await downloadCifar10(target, quick, closed);
  expect(second.ranges).toEqual(['bytes=250000-']);
  expect(readFileSync(target).equals(body)).toBe(true);
});

test('when all addresses fail, the error names each with its cause, and the part is kept', async () => {
  const { folder, target, archive } = setUp();
  first.answerWith(serve(body, { stopAfter: 250_000 }), refuse(503));
  second.answerWith(refuse(404));
  const failed = downloadCifar10(target, quick, archive);
  await expect(failed).rejects.toThrow(
    /:\d+\/file.tar.gz: the server answered 503.*answered 404.*250000 of 600000 bytes are kept/,
  );
  expectOnly(folder, 'a.tar.gz.part', 'a.tar.gz.part.json');
});

test('a wrong checksum from both addresses: nothing stays, and an earlier file is untouched', async () => {
  const { folder, target, archive } = setUp();
  writeFileSync(target, 'an earlier file');
  first.answerWith(serve(Buffer.alloc(body.length, 1)));
  second.answerWith(serve(Buffer.alloc(body.length, 2)));
  await expect(downloadCifar10(target, quick, archive)).rejects.toThrow(/wrong size or SHA-256, so it was thrown away/);
  expectOnly(folder, 'a.tar.gz');
  expect(readFileSync(target, 'utf8')).toBe('an earlier file');
});

test('a file of another length is refused before it replaces the part', async () => {
  const { target, archive } = setUp();
  writeFileSync(`${target}.part`, body.subarray(0, 1000));
  first.answerWith(ignoreRange(body.subarray(0, 5000)));
  await expect(downloadCifar10(target, quick, archive)).rejects.toThrow('has 5000 bytes instead of 600000');
  expect(statSync(`${target}.part`).size).toBe(1000);
});

test('an earlier, other file is kept beside the new one', async () => {
  const { folder, target, archive } = setUp();
  first.answerWith(serve(body));
  writeFileSync(target, 'an earlier file');
  writeFileSync(`${target}.previous`, 'an even earlier one');
  const onOther = jest.fn();
  await downloadCifar10(target, { ...quick, onOther }, archive);
  expect(onOther).toHaveBeenCalledTimes(1);
  expectOnly(folder, 'a.tar.gz', 'a.tar.gz.previous', 'a.tar.gz.previous-2');
  expect(readFileSync(`${target}.previous-2`, 'utf8')).toBe('an earlier file');
});

test('a stop leaves a part to go on with', async () => {
  const { target, archive } = setUp();
  first.answerWith(stall(body, 100_000));
  const stop = new AbortController();
  const onProgress = ({ received }: DownloadProgress): void => void (received >= 100_000 && stop.abort());
  const stopped = downloadCifar10(target, { ...quick, stallSeconds: 30, signal: stop.signal, onProgress }, archive);
  await expect(stopped).rejects.toThrow();
  expect(statSync(`${target}.part`).size).toBe(100_000);
  first.answerWith(serve(body));
  await downloadCifar10(target, quick, archive);
  expect(first.ranges).toEqual(['bytes=100000-']);
});

/** A folder on a file system of 256 KB, or undefined where this user may not make one. */
function smallDisk(): string | undefined {
  const folder = join(root, `disk-${Date.now()}`);
  mkdirSync(folder);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'l2lab-test', folder], { stdio: 'ignore' });
    return folder;
  } catch {
    console.log('No right to mount a small file system here: the tests of a full disk are left out.');
    return undefined;
  }
}

describe('a full disk', () => {
  const disk = smallDisk();
  afterAll(() => void (disk && execFileSync('umount', [disk])));
  const onSmallDisk = disk ? test : test.skip;

  onSmallDisk('is noticed before anything is written', async () => {
    const { archive } = setUp();
    first.answerWith(serve(body));
    await expect(downloadCifar10(join(disk!, 'a.tar.gz'), quick, archive)).rejects.toThrow(
      /has 0.3 MB free, but 0.6 MB are needed; free some space/,
    );
    expectOnly(disk!);
  });

  onSmallDisk('is named when it fills up while writing, and the part stays', async () => {
    const { archive } = setUp();
    // The server does not say how long the file is, so nothing can be known before.
    first.answerWith((_request, response) => void response.writeHead(200).end(body));
    const target = join(disk!, 'b.tar.gz');
    await expect(downloadCifar10(target, quick, archive)).rejects.toThrow(
      /became full while .*b.tar.gz.part was written/,
    );
    expect(existsSync(target)).toBe(false);
    expect(statSync(`${target}.part`).size).toBeGreaterThan(0);
    expect(second.ranges).toEqual([]);
  });
});
