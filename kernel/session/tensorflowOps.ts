import { basename } from 'node:path';
import { currentCell } from './Cell';

/** TensorFlow's addon, and the function of it through which every op goes. */
const ADDON = 'tfjs_binding.node';
const OP = 'executeOp';

/** How long after an interrupt ops still start: tfjs's `fit` pauses, and can stop cleanly, every 125 ms. */
const GRACE_MILLISECONDS = 150;
/** Code that has called an op so recently will call the next. */
const RECENT_MILLISECONDS = 200;

let lastOp = -Infinity;
/** Set while an op computes: an interrupt that comes meanwhile is heard the moment it returns. */
let inOp = false;

/** Whether the running code calls ops again and again, so that the next one can end it. */
export function callsOps(): boolean {
  return inOp || performance.now() - lastOp < RECENT_MILLISECONDS;
}

/** Runs an op, or throws in its place if its cell was interrupted. */
export function runOp<T>(op: () => T): T {
  currentCell()?.throwIfCancelled(GRACE_MILLISECONDS);
  inOp = true;
  try {
    return op();
  } finally {
    lastOp = performance.now();
    inOp = false;
  }
}

/**
 * Lets an interrupt take effect where TensorFlow's next op would start. An ordinary error at that place lets
 * tfjs unwind its scopes and gradient tapes, which a forced stop would leave as they are. A training step that ends
 * soon is not cut short: an async loop then stops between two steps, with nothing to clean up.
 */
export function stopAtOps(): void {
  const load = process.dlopen.bind(process);
  process.dlopen = (module: object, filename: string, flags?: number) => {
    if (flags === undefined) load(module, filename);
    else load(module, filename, flags);
    if (basename(filename) !== ADDON) return;
    const loaded = module as { exports: Record<string, (...args: unknown[]) => unknown> };
    const op = loaded.exports[OP];
    if (typeof op !== 'function') return;
    const checked = (...args: unknown[]) => runOp(() => op(...args));
    // The addon's own properties are read-only.
    loaded.exports = Object.create(loaded.exports, {
      [OP]: { value: checked },
    }) as typeof loaded.exports;
  };
}

/** The part of tfjs's engine that counts where it is; tfjs keeps the engine in this global variable. */
interface Engine {
  state: { gradientDepth: number; kernelDepth: number; activeTape: unknown; scopeStack: unknown[] };
  endScope(): void;
}

/**
 * Brings tfjs back to rest after a forced stop in the middle of it: else it would go on recording for a gradient that
 * nobody asks for, and hold every tensor from then on.
 */
export function repairTfjs(): void {
  const engine = (globalThis as { _tfengine?: Engine })._tfengine;
  if (!engine) return;
  const { state } = engine;
  state.gradientDepth = 0;
  state.kernelDepth = 0;
  state.activeTape = null;
  while (state.scopeStack.length > 0) engine.endScope();
}
