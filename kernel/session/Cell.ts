import { AsyncLocalStorage } from 'node:async_hooks';
import { critical, inCriticalSection } from './criticalSection';

/** How long work that ends by itself may take for it, from the interrupt or from its last step that was not to be cut. */
const OWN_END_MILLISECONDS = 10_000;

/** What code meets when its cell was interrupted. */
export class Interrupted extends Error {
  override readonly name = 'KeyboardInterrupt';
  constructor() {
    super('the cell was interrupted');
  }
}

/** One run of a cell, with all that belongs to it even when it goes on after the cell has ended. */
export class Cell {
  cancelled = false;
  private cancelledAt = 0;
  /** How much work is pending that ends by itself, and since when it has been asked to. */
  private endings = 0;
  private endingSince = 0;
  /** How many results are waited for that something else computes, and since when there are any. */
  private results = 0;
  private waitingSince = 0;
  /** Whether Jupyter was told that the cell has ended; what it started may still run. */
  ended = false;
  /** Aborted when the cell is interrupted. */
  readonly controller = new AbortController();
  /** What is to be undone when the cell is cancelled: its timers and open questions. */
  readonly onCancel = new Set<() => void>();

  constructor(
    readonly id: number,
    readonly count: number,
  ) {}

  /** Lets the cell's code meet an error at its next check; safe in the middle of that code. */
  mark(): void {
    if (this.cancelled) return;
    this.cancelled = true;
    this.cancelledAt = this.endingSince = performance.now();
  }

  /** Runs a step that must not be cut in the middle: an interrupt takes effect before or after it. */
  uninterrupted<T>(step: () => T): T {
    this.throwIfCancelled();
    try {
      return critical(step);
    } finally {
      this.endingSince = performance.now();
    }
  }

  /** Runs work that looks for the interrupt and ends by itself: the interrupt throws nothing in it for a while. */
  async endsItself<T>(work: () => Promise<T>): Promise<T> {
    this.endings++;
    try {
      return await work();
    } finally {
      this.endings--;
    }
  }

  /** Waits for a result of something else, such as a graphics card, whose time is not that of the cell's own code. */
  async waitFor<T>(result: () => Promise<T>): Promise<T> {
    if (this.results++ === 0) this.waitingSince = performance.now();
    try {
      return await result();
    } finally {
      // Moved on by the time that was waited, as if it had not passed.
      const from = Math.max(this.waitingSince, this.endingSince);
      if (--this.results === 0) this.endingSince += performance.now() - from;
    }
  }

  /** Whether work is pending that ends by itself and still has time for it. */
  get isEnding(): boolean {
    if (this.endings === 0) return false;
    return !this.cancelled || this.results > 0 || performance.now() - this.endingSince < OWN_END_MILLISECONDS;
  }

  /** Ends what the cell has left to do later. */
  cancel(): void {
    this.mark();
    this.controller.abort(new Interrupted());
    for (const undo of [...this.onCancel]) undo();
    this.onCancel.clear();
  }

  /** @param grace milliseconds after the interrupt during which code may go on, if the cell has not ended */
  throwIfCancelled(grace = 0): void {
    if (!this.cancelled || inCriticalSection() || this.isEnding) return;
    if (this.ended || performance.now() - this.cancelledAt >= grace) throw new Interrupted();
  }
}

// Follows callbacks and awaits, so that code which runs later still knows the cell that started it.
const storage = new AsyncLocalStorage<Cell | undefined>();
let latest: Cell | undefined;

/** Runs `body`, and whatever it starts, as part of `cell`. */
export function runInCell<T>(cell: Cell, body: () => T): T {
  latest = cell;
  return storage.run(cell, body);
}

/**
 * Runs `body` as the kernel's own work: an interrupt of the cell does not concern it, and no forced stop leaves
 * tslab's converter in the middle of a change.
 */
export function runOutsideCells<T>(body: () => T): T {
  return storage.run(undefined, () => critical(body));
}

/** Makes the rest of the running event the kernel's own work. */
export function leaveCells(): void {
  storage.enterWith(undefined);
}

/** The cell that started the running code; undefined in the kernel's own work. */
export function currentCell(): Cell | undefined {
  return storage.getStore();
}

/** The cell that output belongs to: the one that started the running code, or else the latest. */
export function outputCell(): Cell | undefined {
  return storage.getStore() ?? latest;
}

/** What cells ask after an await; see `awaitChecks.ts`. */
export const awaitApi = {
  /** Whether the cell that started the running code was interrupted. */
  get interrupted(): boolean {
    return storage.getStore()?.cancelled ?? false;
  },
  /** Throws if that cell was interrupted; otherwise hands the value on. */
  check<T>(value?: T): T | undefined {
    storage.getStore()?.throwIfCancelled();
    return value;
  },
  /** Hands the value on, unless the interrupt had come before it was waited for. */
  checkIf<T>(interruptedBefore: boolean, value: T): T {
    if (interruptedBefore) storage.getStore()?.throwIfCancelled();
    return value;
  },
};
