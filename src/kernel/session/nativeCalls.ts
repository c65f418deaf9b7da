import { basename } from 'node:path';
import { checkInterrupt } from './Cell';

/** TensorFlow's addon, and the function of it through which every operation goes. */
const ADDON = 'tfjs_binding.node';
const OPERATION = 'executeOp';

/**
 * Lets an interrupt take effect where TensorFlow's next operation would start. An ordinary error at that place lets
 * tfjs unwind its scopes and gradient tapes, which a forced stop would leave as they are.
 */
export function stopAtNativeCalls(): void {
  const load = process.dlopen.bind(process);
  process.dlopen = (module: object, filename: string, flags?: number) => {
    if (flags === undefined) load(module, filename);
    else load(module, filename, flags);
    if (basename(filename) !== ADDON) return;
    const { exports } = module as { exports: Record<string, (...args: unknown[]) => unknown> };
    const original = exports[OPERATION];
    if (typeof original !== 'function') return;
    exports[OPERATION] = (...args) => {
      checkInterrupt();
      return original(...args);
    };
  };
}
