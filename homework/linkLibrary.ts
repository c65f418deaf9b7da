import { existsSync, lstatSync, mkdirSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import * as path from 'node:path';
import type { Course } from './course';
import { ROOT } from './course';

/**
 * Lets the notebooks of a course outside the clone find `l2lab`: node_modules/l2lab becomes a link to the clone, also where
 * one to another clone was, or to nothing.
 */
export function linkLibrary({ folder }: Course): void {
  const link = path.join(folder, 'node_modules', 'l2lab');
  if (isInside(folder, ROOT)) return;
  if (existsSync(link) && realpathSync(link) === realpathSync(ROOT)) return;
  const there = lstatSync(link, { throwIfNoEntry: false });
  if (there && !there.isSymbolicLink()) return;
  rmSync(link, { force: true });
  mkdirSync(path.dirname(link), { recursive: true });
  // On Windows a junction, which needs no special rights.
  symlinkSync(ROOT, link, 'junction');
}

/** Whether a folder is another or lies in it; on another drive of Windows it does not. */
export function isInside(folder: string, other: string, { relative, isAbsolute } = path as path.PlatformPath): boolean {
  const way = relative(other, folder);
  return !way.startsWith('..') && !isAbsolute(way);
}
