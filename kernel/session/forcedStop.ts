import { Session } from 'node:inspector';
import { emptyAsyncStack, restoreAsyncChecks } from './node20';

const inspector = new Session();
let stopped = false;

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
 * Stops the JavaScript that runs below. To be called by the inspector in the middle of that
 * JavaScript. All frames vanish without their `finally`, and so do waiting microtasks: it is for code that does not
 * end otherwise.
 * @returns whether there was anything to stop
 */
export function forceStop(): boolean {
  if (!isInterruptingCode()) return false;
  emptyAsyncStack();
  if (!stopped) inspector.connect();
  stopped = true;
  inspector.post('Runtime.terminateExecution');
  return true;
}

/** Whether code was stopped since the last call; to be called from the event loop. */
export function recoverFromForcedStop(): boolean {
  if (!stopped) return false;
  stopped = false;
  restoreAsyncChecks();
  inspector.disconnect();
  return true;
}
