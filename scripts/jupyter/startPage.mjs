// @ts-check
import { existsSync } from 'node:fs';
import { isAbsolute, relative, sep } from 'node:path';
import { Failure } from '../common/failure.mjs';
import { fromUser, ROOT } from '../common/paths.mjs';
import { firstLesson } from './lessonFiles.mjs';

/**
 * JupyterLab's page of a notebook.
 * @param {string} [named] a path of the user's; without it, the first lesson
 * @returns {string} an address relative to JupyterLab's
 */
export function startPage(named) {
  const notebook = named === undefined ? firstLesson() : insideClone(named);
  return ['lab', ...(notebook ? ['tree', ...notebook.split(sep).map(encodeURIComponent)] : [])].join('/');
}

/** @param {string} path @returns {string} relative to the clone, where JupyterLab's files begin */
function insideClone(path) {
  const file = fromUser(path);
  if (!existsSync(file)) throw new Failure('Notebook', `${file} is not there`, 'Look at its path.');
  const inside = relative(ROOT, file);
  if (!inside.startsWith('..') && !isAbsolute(inside)) return inside;
  throw new Failure('Notebook', `${file} lies outside of ${ROOT}`, `Move it into ${ROOT}, e.g. its folder homework/.`);
}
