import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { loadDataset } from '../../src/data/loadDataset';
import { soundMembers, temporaryFolder, writeArchive } from './archives';

const folder = temporaryFolder();
const saved = process.env['L2LAB_DATA'];
let archive: string;

beforeAll(async () => {
  archive = await writeArchive(join(folder, 'small.tar.gz'), soundMembers(4));
});
beforeEach(() => {
  delete process.env['L2LAB_DATA'];
});
afterAll(() => {
  if (saved === undefined) delete process.env['L2LAB_DATA'];
  else process.env['L2LAB_DATA'] = saved;
});

test('a named archive is used, and the source says which and how many', async () => {
  const { train, test, source } = await loadDataset({ data: archive });
  expect([train.count, test.count]).toEqual([20, 5]);
  expect(source).toMatch(/^CIFAR-10 from .*small\.tar\.gz: 20 for training, 5 for the test\.$/);
});

test('L2LAB_DATA names the archive; the argument goes before it', async () => {
  process.env['L2LAB_DATA'] = archive;
  expect((await loadDataset()).train.count).toBe(20);
  process.env['L2LAB_DATA'] = join(folder, 'nowhere');
  expect((await loadDataset({ data: archive })).train.count).toBe(20);
});

test('a named path that does not exist is an error, not a reason to use other images', async () => {
  await expect(loadDataset({ data: join(folder, 'nowhere') })).rejects.toThrow('nowhere, which does not exist');
  process.env['L2LAB_DATA'] = join(folder, 'nowhere');
  await expect(loadDataset()).rejects.toThrow('nowhere, which does not exist');
});

test('so many images of each part, seeded; more than there are is an error', async () => {
  const options = { data: archive, trainImages: 10, testImages: 3, seed: 1 };
  const one = await loadDataset(options);
  expect([one.train.count, one.test.count]).toEqual([10, 3]);
  expect((await loadDataset(options)).train.images).toEqual(one.train.images);
  await expect(loadDataset({ data: archive, trainImages: 21 })).rejects.toThrow(/at most the 20 .*, got 21/);
  await expect(loadDataset({ data: archive, trainImages: 0 })).rejects.toThrow('loadDataset requires trainImages');
});

describe('without a named path', () => {
  // A project of its own, since the data/ of this one may be full or empty.
  const project = join(folder, 'project');
  const data = join(project, 'data');
  let load: typeof loadDataset;

  beforeAll(() => {
    const root = resolve(__dirname, '..', '..');
    cpSync(join(root, 'src', 'data'), join(project, 'src', 'data'), { recursive: true });
    symlinkSync(join(root, 'node_modules'), join(project, 'node_modules'), 'dir');
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    load = require(join(project, 'src', 'data', 'loadDataset.ts')).loadDataset;
  });
  beforeEach(() => {
    rmSync(data, { recursive: true, force: true });
    mkdirSync(data);
  });

  test('the built-in images are used where data/ has no CIFAR-10, and the source says how to get it', async () => {
    for (const variable of [undefined, '']) {
      if (variable !== undefined) process.env['L2LAB_DATA'] = variable;
      const { train, test, source } = await load({ trainImages: 20, testImages: 10 });
      expect([train.count, test.count, train.name]).toEqual([20, 10, 'synthetic training images']);
      expect(source).toMatch(/^Built-in images: 20 for training, 10 for the test\..*npm run data/);
    }
  });

  test('the archive in data/ goes before the unpacked folder there', async () => {
    const unpacked = await writeArchive(join(folder, 'two.tar.gz'), soundMembers(2));
    execFileSync('tar', ['xzf', unpacked, '-C', data]);
    expect((await load()).source).toBe('CIFAR-10 from cifar-10-batches-bin: 10 for training, 3 for the test.');
    const copy = await writeArchive(join(folder, 'copy.tar.gz'), soundMembers(1));
    renameSync(copy, join(data, 'cifar-10-binary.tar.gz'));
    expect((await load()).source).toBe('CIFAR-10 from cifar-10-binary.tar.gz: 5 for training, 2 for the test.');
  });
});

test('seeds: the same one for all parts, 1 if not given, checked', async () => {
  const options = { data: archive, trainImages: 10, testImages: 3 };
  const images = async (seed?: number) => (await loadDataset({ ...options, seed })).train.images;
  expect(await images()).toEqual(await images(1));
  expect(await images(2)).not.toEqual(await images(1));
  await expect(loadDataset({ seed: -1 })).rejects.toThrow('loadDataset requires seed');
});
