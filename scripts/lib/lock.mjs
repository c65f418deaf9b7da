// @ts-check
import {
  constants,
  copyFileSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
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
 * Puts a lock in its place if the place is free. By a hard link it appears with its content in one move. On disks
 * without hard links (exFAT, some network disks) a copy takes the place at once too, but for a moment stands there empty.
 * @param {string} draft @param {string} file
 * @returns {boolean} whether the place was free
 */
function place(draft, file) {
  const isTaken = (/** @type {unknown} */ error) =>
    /** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST';
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (isTaken(error)) return false;
  }
  try {
    copyFileSync(draft, file, constants.COPYFILE_EXCL);
    return true;
  } catch (error) {
    if (isTaken(error)) return false;
    throw error;
  }
}

/** How long an unreadable lock may be one that is just being written. */
const GRACE_MILLISECONDS = 2000;

/** @param {string} file @returns {boolean} whether a lock that cannot be read may still be its owner's */
function isFresh(file) {
  const written = statSync(file, { throwIfNoEntry: false })?.mtimeMs;
  return written !== undefined && Math.abs(Date.now() - written) < GRACE_MILLISECONDS;
}

/** In place of an owner that cannot be read yet. */
const UNKNOWN = { pid: 0, start: '' };

/**
 * Tries once.
 * @param {string} file
 * @returns {Owner | true} true if the lock is ours now, else who holds it
 */
function tryLock(file) {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, JSON.stringify({ pid: process.pid, start: startOf(process.pid) }));
  try {
    for (let attempt = 0; attempt < 5; attempt++) {
      if (place(draft, file)) return true;
      const owner = readOwner(file);
      if (owner ? stillRuns(owner) : isFresh(file)) return owner ?? UNKNOWN;
      removeStale(file);
    }
    return readOwner(file) ?? UNKNOWN;
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
    // Unless a third process holds it by now; then the live one will find out when it releases.
    place(aside, file);
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
    if (!told && result !== UNKNOWN) {
      onWait(result);
      told = true;
    }
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  return () => {
    if (readOwner(file)?.pid === process.pid) rmSync(file, { force: true });
  };
}
