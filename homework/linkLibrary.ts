import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { Course } from './course';
import { ROOT } from './course';

/** Lets the notebooks of a course outside the clone find `l2lab`: node_modules/l2lab becomes a link to the clone. */
export function linkLibrary({ folder }: Course): void {
  const inside = !relative(ROOT, folder).startsWith('..');
  const link = join(folder, 'node_modules', 'l2lab');
  if (inside || existsSync(link)) return;
  mkdirSync(dirname(link), { recursive: true });
  // On Windows a junction, which needs no special rights.
  symlinkSync(ROOT, link, 'junction');
}
