// @ts-check
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * What a finished step leaves behind.
 * @typedef {{ inputs: string, id: string, facts: Record<string, string> }} Stamp
 */

/** Hash of texts and of whole files; a missing file counts as such. @param {Array<string | { file: string }>} parts */
export function hash(parts) {
  const sum = createHash('sha256');
  for (const part of parts) {
    if (typeof part === 'string') sum.update(`text ${part.length} ${part}\n`);
    else if (existsSync(part.file)) sum.update('file ').update(readFileSync(part.file)).update('\n');
    else sum.update('missing\n');
  }
  return sum.digest('hex').slice(0, 32);
}

/** @param {string} folder @param {string} step @returns {Stamp | undefined} undefined also for a damaged stamp */
export function readStamp(folder, step) {
  try {
    const stamp = JSON.parse(readFileSync(join(folder, `${step}.json`), 'utf8'));
    return typeof stamp?.inputs === 'string' && typeof stamp?.id === 'string' ? stamp : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Says that a step is done. Written last and in one move: a step that was killed half-way has no stamp.
 * @param {string} folder @param {string} step @param {string} inputs @param {Record<string, string>} facts
 */
export function writeStamp(folder, step, inputs, facts = {}) {
  mkdirSync(folder, { recursive: true });
  const draft = join(folder, `${step}.json.${process.pid}`);
  writeFileSync(draft, JSON.stringify({ inputs, id: randomUUID(), facts }, null, 2) + '\n');
  renameSync(draft, join(folder, `${step}.json`));
}

/** @param {string} folder @param {string} step */
export function removeStamp(folder, step) {
  rmSync(join(folder, `${step}.json`), { force: true });
}
