import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Cell } from './Cell';

/** Whether the notebook is graded: the session is then one among many, and must not outgrow or end the others. */
export const isGraded = process.argv.includes('--grading');

/** How many characters a graded cell may print. */
export const PRINTED = 1_000_000;
/** What the figures and the like that it shows may come to. */
const SHOWN = 100_000_000;

const printed = new WeakMap<Cell, number>();
const shown = new WeakMap<Cell, number>();

/** Adds to what a cell has used up, and returns what was left of its limit before. */
function use(used: WeakMap<Cell, number>, cell: Cell, characters: number, limit: number): number {
  const before = used.get(cell) ?? 0;
  used.set(cell, before + characters);
  return limit - before;
}

/** The part of a text that the cell may still print; outside grading all of it. */
export function textWithinLimit(cell: Cell, text: string): string {
  if (!isGraded) return text;
  const left = use(printed, cell, text.length, PRINTED);
  if (text.length <= left) return text;
  const note = `\n… (a graded cell prints at most ${PRINTED.toLocaleString('en-US')} characters; the rest is left out)\n`;
  return left > 0 ? text.slice(0, left) + note : '';
}

/** Counts what the cell shows; throws if the cell has shown too much, and never outside grading. */
export function throwBeyondLimit(cell: Cell, content: object): void {
  if (!isGraded) return;
  const size = JSON.stringify(content).length;
  // Left out in silence, a cell that has broken its limit would look like one that ended well.
  if (size > use(shown, cell, size, SHOWN)) {
    throw new Error(`a graded cell shows at most ${SHOWN.toLocaleString('en-US')} characters; show less in it`);
  }
}

/** What a student is told where Node refused something to the process; undefined for any other error. */
export function refusalInPlainWords(error: Error): string | undefined {
  const { code, resource } = error as NodeJS.ErrnoException & { resource?: string };
  if (code !== 'ERR_ACCESS_DENIED') return undefined;
  const what = resource ? `this was refused: ${resource}` : 'this was refused';
  return `a graded notebook writes inside its own folder only and starts no programs; ${what}`;
}

/** Makes the ways to end a process throw in the cell that tries one: the notebook's other cells need the process. */
export function refuseToEnd(): void {
  for (const name of ['exit', 'reallyExit', 'abort', 'kill', '_kill']) {
    const value = () => {
      throw new Error(`a cell may not end the process that runs it; take process.${name} out`);
    };
    Object.defineProperty(process, name, { value });
  }
}

/**
 * Lets `sync` of an open file do nothing: Node 26 refuses it to a process that may write in one folder only, and a
 * checkpoint, which asks for it lest a power cut leave half a file, would fail.
 */
export async function skipFileSync(): Promise<void> {
  const file = await open(__filename);
  const done = () => Promise.resolve();
  Object.assign(Object.getPrototypeOf(file) as object, { sync: done, datasync: done });
  await file.close();
}

/** Starts the thread that tells the supervisor how much memory the process has, also while a cell computes. */
export function watchMemory(): void {
  new Worker(join(__dirname, 'memoryWatch.js')).unref();
}
