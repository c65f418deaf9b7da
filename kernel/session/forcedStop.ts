import { Session } from 'node:inspector';
import { currentCell } from './Cell';
import { emptyAsyncStack, restoreAsyncChecks } from './node20';

const inspector = new Session();
let stopped = false;

/** Whether code runs below the interrupt from which this function is called, rather than the empty event loop. */
function isInterruptingCode(): boolean {
  const { prepareStackTrace, stackTraceLimit } = Error;
  try {
    Error.stackTraceLimit = 20;
    Error.prepareStackTrace = (_, sites) => sites.map((site) => site.getFileName() ?? site.getEvalOrigin() ?? '');
    const files = new Error().stack as unknown as string[];
    // The frames above the interrupted code are those of the kernel's interrupt and of the inspector's expression.
    const own = files.findIndex((file) => file === '');
    return own >= 0 && own < files.length - 1;
  } finally {
    Object.assign(Error, { prepareStackTrace, stackTraceLimit });
  }
}

/** Whether the function that called this one interrupts code of a cell. */
export function isInterruptingCell(): boolean {
  return isInterruptingCode() && currentCell() !== undefined;
}

/**
 * Stops the JavaScript that runs below, unless it is the kernel's own: the cell has just ended or not yet begun, and the
 * stop would take a reply or a request along. To be called by the inspector in the middle of that JavaScript. All
 * frames vanish without their `finally`, and so do waiting microtasks: it is for code that does not end otherwise.
 * @returns whether there was anything to stop
 */
export function forceStop(): boolean {
  if (!isInterruptingCode()) return false;
  if (!stopped && !currentCell()) return true; // the next attempt will find the cell's code, or none
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
