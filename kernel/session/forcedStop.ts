import { Session } from 'node:inspector';
import { inCriticalSection } from './criticalSection';

/** The part of Node's async_hooks that it uses itself when an exception has torn down the stack. */
interface AsyncWrap {
  clearAsyncIdStack(): void;
  async_hook_fields: Uint32Array;
  constants: { kTotals: number; kCheck: number };
}

function loadAsyncWrap(): AsyncWrap {
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
const inspector = new Session();
let saved: { totals: number; check: number } | undefined;

/** Whether code runs below the interrupt that called this function, rather than the empty event loop. */
export function isInterruptingCode(): boolean {
  const { prepareStackTrace, stackTraceLimit } = Error;
  try {
    Error.stackTraceLimit = 20;
    Error.prepareStackTrace = (_, sites) =>
      sites.map((site) => site.getFileName() ?? site.getEvalOrigin() ?? '');
    const files = new Error().stack as unknown as string[];
    // The frames above the interrupted code are those of the kernel's interrupt and of the inspector's expression.
    const own = files.findIndex((file) => file === '');
    return own >= 0 && own < files.length - 1;
  } finally {
    Object.assign(Error, { prepareStackTrace, stackTraceLimit });
  }
}

/**
 * Stops the JavaScript that runs below, if it may be stopped. To be called by the inspector in the middle of that
 * JavaScript. All frames vanish without their `finally`, and so do waiting microtasks: it is for code that does not
 * end otherwise.
 *
 * Node counts async contexts on a stack of its own, which is wrong after such a stop, and aborts when it notices
 * (callbacks of timers; anything with AsyncLocalStorage). So that stack is emptied first, as Node does after an
 * uncaught exception, and its checks are off until `recoverFromForcedStop`.
 * @returns whether there was anything to stop
 */
export function forceStop(): boolean {
  if (!isInterruptingCode()) return false;
  if (inCriticalSection()) return true; // it is short: the next attempt will find it over
  const { async_hook_fields: fields, constants } = asyncWrap;
  saved ??= { totals: fields[constants.kTotals]!, check: fields[constants.kCheck]! };
  fields[constants.kTotals] = 0;
  fields[constants.kCheck] = 0;
  asyncWrap.clearAsyncIdStack();
  inspector.connect();
  inspector.post('Runtime.terminateExecution');
  return true;
}

/** Puts Node's checks back; call it from the event loop, after a forced stop. */
export function recoverFromForcedStop(): boolean {
  if (!saved) return false;
  const { async_hook_fields: fields, constants } = asyncWrap;
  asyncWrap.clearAsyncIdStack();
  fields[constants.kTotals] = saved.totals;
  fields[constants.kCheck] = saved.check;
  saved = undefined;
  inspector.disconnect();
  return true;
}
