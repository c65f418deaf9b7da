// @ts-check
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Makes pip forget packages of which files are missing (an unpacking that was cut off, a cleaner that went too far):
 * pip takes the mere folder NAME.dist-info for a complete package and would leave the rest as it is.
 * @param {string} folder the environment's site-packages
 * @returns {string[]} the packages that pip will now install anew
 */
export function forgetDamagedPackages(folder) {
  if (!existsSync(folder)) return [];
  const damaged = readdirSync(folder).filter(
    (name) => name.endsWith('.dist-info') && !isComplete(folder, join(folder, name, 'RECORD')),
  );
  for (const name of damaged) rmSync(join(folder, name), { recursive: true });
  return damaged.map((name) => name.replace(/-[^-]*\.dist-info$/, ''));
}

/** @param {string} folder @param {string} record pip's list of a package's files, written when all are there */
function isComplete(folder, record) {
  if (!existsSync(record)) return false;
  return readFileSync(record, 'utf8')
    .split('\n')
    .map((line) => line.replace(/,[^,]*,[^,]*$/, '').replace(/^"(.*)"$/, '$1'))
    .filter((file) => file && !file.endsWith('.pyc'))
    .every((file) => existsSync(join(folder, file)));
}
