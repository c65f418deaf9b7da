import { mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { dataFolder, findCifar10 } from '../../src/data/dataFolder';
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

test('the archive in a data folder is found before the unpacked folder, and nothing where nothing is', async () => {
  const data = join(folder, 'data');
  mkdirSync(data);
  expect(findCifar10(data)).toBeUndefined();
  mkdirSync(join(data, 'cifar-10-batches-bin'));
  expect(findCifar10(data)).toBe(join(data, 'cifar-10-batches-bin'));
  const copy = await writeArchive(join(folder, 'copy.tar.gz'), soundMembers(1));
  renameSync(copy, join(data, 'cifar-10-binary.tar.gz'));
  expect(findCifar10(data)).toBe(join(data, 'cifar-10-binary.tar.gz'));
});

test('without CIFAR-10 the built-in images are used, and the source says how to get it', async () => {
  if (findCifar10() !== undefined) {
    console.log(`${dataFolder()} holds CIFAR-10, so the built-in images are not reached without naming a path.`);
    return;
  }
  const { train, test, source } = await loadDataset({ trainImages: 20, testImages: 10 });
  expect([train.count, test.count, train.name]).toEqual([20, 10, 'synthetic training images']);
  expect(source).toMatch(/^Built-in images: 20 for training, 10 for the test\..*npm run data/);
});
