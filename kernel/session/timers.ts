import timersPromises from 'node:timers/promises';
import { promisify } from 'node:util';
import { currentCell, Interrupted, runOutsideCells, type Cell } from './Cell';

type Callback = (...values: unknown[]) => void;
type Handle = NodeJS.Timeout | NodeJS.Immediate;
type Start = (callback: Callback, ...rest: unknown[]) => Handle;

const owners = new WeakMap<Handle, () => void>();

/**
 * Whether `callback` is a promise's own `resolve`, as in `new Promise((resolve) => setTimeout(resolve, 100))`.
 * Then the code that awaits can be told of the interrupt, and its `finally` runs.
 */
function isResolve(callback: Callback): boolean {
  return callback.name === '' && callback.length === 1 && /\{ \[native code\] \}$/.test(String(callback));
}

/**
 * Whether `callback` is one that native code made, such as that by which Dawn (WebGPU in Node) asks again and again whether
 * the graphics card is done, whoever waits for it: Dawn would ask no more if it were told of a cell's interrupt.
 */
function isNative(callback: unknown): boolean {
  if (typeof callback !== 'function' || callback.name !== '' || callback.length > 0) return false;
  return /\{ \[native code\] \}$/.test(String(callback));
}

function startInCell(start: Start, stop: (handle: Handle) => void, kind: string, cell: Cell, args: unknown[]): Handle {
  cell.throwIfCancelled();
  if (cell.cancelled) return start(...(args as [Callback, ...unknown[]])); // of work that is about to end
  const [callback, ...rest] = args as [Callback, ...unknown[]];
  const run: Callback = (...values) => {
    if (kind !== 'interval') cell.onCancel.delete(undo);
    callback(...values);
  };
  const handle = start(typeof callback === 'function' ? run : callback, ...rest);
  const undo = () => {
    if (kind === 'immediate' && cell.isEnding) return; // that work goes on at once, and looks for itself
    if (typeof callback === 'function' && isResolve(callback)) {
      stop(handle);
      callback(Promise.reject(new Interrupted()));
    } else if (kind !== 'immediate') stop(handle);
    // Other immediates run: what waits for one goes on and stops cleanly at the next check.
  };
  cell.onCancel.add(undo);
  owners.set(handle, () => cell.onCancel.delete(undo));
  return handle;
}

function wrapStart(original: Start, stop: (handle: Handle) => void, kind: string): Start {
  const wrapped = (...args: unknown[]) => {
    const cell = currentCell();
    if (!cell) return original(...(args as [Callback, ...unknown[]]));
    if (isNative(args[0])) return runOutsideCells(() => original(...(args as [Callback, ...unknown[]])));
    return startInCell(original, stop, kind, cell, args);
  };
  return wrapped as Start;
}

function wrapStop(original: (handle: never) => void): (handle: unknown) => void {
  return (handle) => {
    if (typeof handle === 'object' && handle !== null) owners.get(handle as Handle)?.();
    original(handle as never);
  };
}

/** The variants that return promises take an AbortSignal: hand them the cell's. */
function wrapPromises(): void {
  const module = timersPromises as unknown as Record<string, (...args: unknown[]) => unknown>;
  for (const [name, optionsAt] of [
    ['setTimeout', 2],
    ['setImmediate', 1],
  ] as const) {
    const original = module[name]!;
    module[name] = (...args) => {
      const cell = currentCell();
      cell?.throwIfCancelled();
      const options = (args[optionsAt] ?? {}) as { signal?: AbortSignal };
      const isFree = cell?.isEnding && (cell.cancelled || name === 'setImmediate');
      if (cell && !isFree && !options.signal) args[optionsAt] = { ...options, signal: cell.controller.signal };
      return original(...args);
    };
  }
}

/** Makes timers part of the cell that starts them: an interrupt of the cell ends them, and no new ones start. */
export function tieTimersToCells(): void {
  wrapPromises();
  const scope = globalThis as unknown as Record<string, unknown>;
  for (const [kind, suffix] of [
    ['timeout', 'Timeout'],
    ['interval', 'Interval'],
    ['immediate', 'Immediate'],
  ] as const) {
    const stop = scope[`clear${suffix}`] as (handle: unknown) => void;
    const start = scope[`set${suffix}`] as Start;
    const wrapped = wrapStart(start, stop, kind);
    const promised = (timersPromises as unknown as Record<string, unknown>)[`set${suffix}`];
    if (kind !== 'interval') Object.defineProperty(wrapped, promisify.custom, { value: promised });
    scope[`set${suffix}`] = wrapped;
    scope[`clear${suffix}`] = wrapStop(stop);
  }
}
