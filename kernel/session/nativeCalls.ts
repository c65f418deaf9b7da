import { basename } from 'node:path';
import { currentCell } from './Cell';

/** TensorFlow's addon, and the function of it through which every operation goes. */
const ADDON = 'tfjs_binding.node';
const OPERATION = 'executeOp';

/** How long after an interrupt operations still start: tfjs's `fit` pauses, and can stop cleanly, every 125 ms. */
const GRACE_MILLISECONDS = 150;
/** Code that has called an operation so recently will call the next. */
const RECENT_MILLISECONDS = 100;

let lastOperation = -Infinity;

/** Whether the running code calls TensorFlow again and again, so that the next operation can end it. */
export function callsOperations(): boolean {
  return performance.now() - lastOperation < RECENT_MILLISECONDS;
}

/**
 * Lets an interrupt take effect where TensorFlow's next operation would start. An ordinary error at that place lets
 * tfjs unwind its scopes and gradient tapes, which a forced stop would leave as they are. A training step that ends
 * soon is not cut short: an async loop then stops between two steps, with nothing to clean up.
 */
export function stopAtNativeCalls(): void {
  const load = process.dlopen.bind(process);
  process.dlopen = (module: object, filename: string, flags?: number) => {
    if (flags === undefined) load(module, filename);
    else load(module, filename, flags);
    if (basename(filename) !== ADDON) return;
    const loaded = module as { exports: Record<string, (...args: unknown[]) => unknown> };
    const operation = loaded.exports[OPERATION];
    if (typeof operation !== 'function') return;
    const checked = (...args: unknown[]) => {
      lastOperation = performance.now();
      currentCell()?.throwIfCancelled(GRACE_MILLISECONDS);
      return operation(...args);
    };
    // The addon's own properties are read-only.
    loaded.exports = Object.create(loaded.exports, {
      [OPERATION]: { value: checked },
    }) as typeof loaded.exports;
  };
}
