import { stat } from 'node:fs/promises';
import { readCifar10Archive } from './cifar10Archive';
import type { ReadProgress } from './cifar10Archive';
import { readCifar10Folder } from './cifar10Folder';
import type { TrainAndTest } from './ImageDataset';

/**
 * Reads CIFAR-10's binary version: 50,000 training and 10,000 test images of 32×32 pixels in ten classes, or a smaller
 * archive of the same layout. Nothing is written to disk.
 *
 * @param path the archive cifar-10-binary.tar.gz, or the unpacked folder cifar-10-batches-bin/.
 * @throws if there is nothing at that path, or it is damaged, incomplete or something else; the error says which.
 */
export async function readCifar10(
  path: string,
  options: { readonly onProgress?: (progress: ReadProgress) => void } = {},
): Promise<TrainAndTest> {
  const found = await stat(path).catch(() => undefined);
  if (!found) {
    throw new Error(
      `readCifar10 requires an archive or a folder, got ${path}, which does not exist or cannot be opened; ` +
        'check the path, or get the archive with npm run data.',
    );
  }
  return found.isDirectory()
    ? readCifar10Folder(path, options.onProgress)
    : readCifar10Archive(path, options.onProgress);
}
