import { existsSync, readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join, resolve } from 'node:path';

/** Where the notebook of a homework may lie in a folder: Windows unzips into a folder of the zip's name. */
const places = (folder: string, name: string): string[] => [
  join(folder, `${name}.ipynb`),
  join(folder, name, `${name}.ipynb`),
];

/** Notebooks that lie where the handed-out README says: `homework/NAME/NAME.ipynb`. */
export function unzippedNotebooks(course: string): string[] {
  const folders = existsSync(course) ? readdirSync(course, { withFileTypes: true }) : [];
  return folders
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => places(join(course, name), name).find((file) => existsSync(file)) ?? []);
}

/**
 * The student's notebook.
 *
 * @param named an assignment, or a path; without it, the only notebook there is.
 * @throws if there is none, or if its cells would not find the library from where it lies.
 */
export function findNotebook(course: string, named?: string): string {
  const file = named === undefined ? onlyNotebook(course) : namedNotebook(course, named);
  try {
    createRequire(file).resolve('l2lab/package.json');
  } catch {
    throw new Error(`${file} lies outside of l2lab's folder: move its folder to ${course} and run this again.`);
  }
  return file;
}

function onlyNotebook(course: string): string {
  const [first, ...others] = unzippedNotebooks(course);
  if (!first) throw new Error(`There is no homework in ${course}: unzip there what you were given.`);
  if (others.length === 0) return first;
  throw new Error(`Say which homework: npm run homework -- submit NAME\n${[first, ...others].join('\n')}`);
}

function namedNotebook(course: string, named: string): string {
  const path = resolve(named);
  const tried = [...places(join(course, named), named), path, ...places(path, basename(path))];
  const file = tried.find((path) => path.endsWith('.ipynb') && existsSync(path) && statSync(path).isFile());
  if (file) return file;
  const there = unzippedNotebooks(course).map((file) => basename(file, '.ipynb'));
  const known = there.length > 0 ? ` There is ${there.join(', ')}.` : '';
  throw new Error(`There is no notebook ${tried[0]}: unzip there what you were given.${known}`);
}
