import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Cifar10Assembly } from './Cifar10Assembly';
import type { ReadProgress } from './cifar10Archive';
import { CIFAR10, isBatchFile, recordCount } from './cifar10Format';
import type { TrainAndTest } from './ImageDataset';

/**
 * Reads CIFAR-10 from the unpacked folder cifar-10-batches-bin/, or from a folder that contains it.
 *
 * @throws if a batch is damaged or missing.
 */
export async function readCifar10Folder(
  path: string,
  onProgress?: (progress: ReadProgress) => void,
): Promise<TrainAndTest> {
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
