import { basename } from 'node:path';
import { currentCell } from './Cell';

/** TensorFlow's addon, and the function of it through which every operation goes. */
const ADDON = 'tfjs_binding.node';
const OPERATION = 'executeOp';

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
      currentCell()?.throwIfAbandoned();
      return operation(...args);
    };
    // The addon's own properties are read-only.
    loaded.exports = Object.create(loaded.exports, {
      [OPERATION]: { value: checked },
    }) as typeof loaded.exports;
  };
}
