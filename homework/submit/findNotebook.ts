import { existsSync, readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

/** Notebooks that lie where the handed-out README says: `homework/NAME/NAME.ipynb`. */
export function unzippedNotebooks(course: string): string[] {
  const folders = existsSync(course) ? readdirSync(course, { withFileTypes: true }) : [];
  return folders
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(course, name, `${name}.ipynb`))
    .filter((file) => existsSync(file));
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
    throw new Error(`${file} lies outside of l2lab's folder: move its folder to ${join(course)} and run this again.`);
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
  const tried = [join(course, named, `${named}.ipynb`), resolve(named), join(resolve(named), `${named}.ipynb`)];
  const file = tried.find((path) => path.endsWith('.ipynb') && existsSync(path) && statSync(path).isFile());
  if (file) return file;
  const there = unzippedNotebooks(course).map((path) => path.split(/[\\/]/).at(-2));
  const known = there.length > 0 ? ` There is ${there.join(', ')}.` : '';
  throw new Error(`There is no notebook ${tried[0]}: unzip there what you were given.${known}`);
}
