import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CIFAR10 } from './cifar10Format';

/** The archive's own name, under which it lies in data/. */
export const ARCHIVE_NAME = 'cifar-10-binary.tar.gz';

/** The project's folder. This file lies in src/data/ or, compiled, in dist/data/: two folders below it. */
export const PROJECT = resolve(__dirname, '..', '..');

/** The project's folder data/. */
export function dataFolder(): string {
  return join(PROJECT, 'data');
}

/** The archive in the project's data/, else the unpacked folder there, else undefined. */
export function findCifar10(folder: string = dataFolder()): string | undefined {
  return [join(folder, ARCHIVE_NAME), join(folder, CIFAR10.folder)].find((path) => existsSync(path));
}
