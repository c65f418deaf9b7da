import { isGraded } from './grading';

/**
 * For Nodes that follow async contexts with hooks only (20, and 22 before 22.7); delete this file with support for them.
 * They count contexts on a stack of their own, which is wrong after a forced stop, and abort when they notice; the flag
 * of `SessionProcess.ts` does not help while AsyncLocalStorage is in use. So that stack is emptied first, as Node
 * does after an uncaught exception, and its checks are off until `restoreAsyncChecks`.
 */
interface AsyncWrap {
  clearAsyncIdStack(): void;
  async_hook_fields: Uint32Array;
  constants: { kTotals: number; kCheck: number };
}

function loadAsyncWrap(): AsyncWrap | undefined {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (isGraded) return undefined; // no forced stops there, and Node refuses this way
  if (major > 22 || (major === 22 && minor >= 7)) return undefined;
  // Node offers no other way to it, and warns of this one on stderr.
  const before = process.noDeprecation;
  process.noDeprecation = true;
  try {
    return (process as unknown as { binding(name: string): AsyncWrap }).binding('async_wrap');
  } finally {
    process.noDeprecation = before ?? false;
  }
}

const asyncWrap = loadAsyncWrap();
let saved: { totals: number; check: number } | undefined;

/** To be called right before a forced stop. */
export function emptyAsyncStack(): void {
  if (!asyncWrap) return;
  const { async_hook_fields: fields, constants } = asyncWrap;
  saved ??= { totals: fields[constants.kTotals]!, check: fields[constants.kCheck]! };
  fields[constants.kTotals] = 0;
  fields[constants.kCheck] = 0;
  asyncWrap.clearAsyncIdStack();
}

/** To be called from the event loop after a forced stop. */
export function restoreAsyncChecks(): void {
  if (!asyncWrap || !saved) return;
  const { async_hook_fields: fields, constants } = asyncWrap;
  asyncWrap.clearAsyncIdStack();
  fields[constants.kTotals] = saved.totals;
  fields[constants.kCheck] = saved.check;
  saved = undefined;
}
