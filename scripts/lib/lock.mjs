// @ts-check
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { startOf, stillRuns } from './processIdentity.mjs';

/** @typedef {{ pid: number, start: string }} Owner */

/** @param {string} file @returns {Owner | undefined} */
function readOwner(file) {
  try {
    const owner = JSON.parse(readFileSync(file, 'utf8'));
    return Number.isInteger(owner?.pid) ? { pid: owner.pid, start: String(owner.start ?? '') } : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Tries once. The lock appears with its content in one move (a hard link), so nobody ever reads half of it.
 * @param {string} file
 * @returns {Owner | true} true if the lock is ours now, else who holds it
 */
function tryLock(file) {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, JSON.stringify({ pid: process.pid, start: startOf(process.pid) }));
  try {
    for (let attempt = 0; attempt < 5; attempt++) {
      try {
        linkSync(draft, file);
        return true;
      } catch (error) {
        if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
      }
      const owner = readOwner(file);
      if (owner && stillRuns(owner)) return owner;
      removeStale(file);
    }
    return readOwner(file) ?? { pid: 0, start: '' };
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Moves a dead owner's lock away; if a live one took it in between, that one gets it back. @param {string} file */
function removeStale(file) {
  const aside = `${file}.stale.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  const owner = readOwner(aside);
  if (owner && stillRuns(owner)) {
    try {
      linkSync(aside, file);
    } catch {
      // A third process holds it by now, and the live one will find out when it releases.
    }
  }
  rmSync(aside, { force: true });
}

/**
 * Takes a lock that one live process holds at a time, and waits for its holder if there is one.
 * @param {string} file
 * @param {(owner: Owner) => void} onWait called once if another process holds it
 * @returns {Promise<() => void>} gives the lock back
 */
export async function takeLock(file, onWait) {
  mkdirSync(dirname(file), { recursive: true });
  for (let told = false; ;) {
    const result = tryLock(file);
    if (result === true) break;
    if (!told) onWait(result);
    told = true;
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  return () => {
    if (readOwner(file)?.pid === process.pid) rmSync(file, { force: true });
  };
}
