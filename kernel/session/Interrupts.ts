import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Cell } from './Cell';
import { inCriticalSection } from './criticalSection';
import { callsOps, repairTfjs } from './tensorflowOps';
import { forceStop, isInterruptingCell, recoverFromForcedStop } from './forcedStop';

/** How long code may clean up after an interrupt before the cell is given up with whatever it still awaits. */
const CLEANUP_MILLISECONDS = 200;

/** How often the kernel looks whether work that ends by itself has ended. */
const LOOK_MILLISECONDS = 20;

/** How often code that calls TensorFlow is left to stop at its next op. */
const ATTEMPTS_AT_OPS = 3;

/** What the interrupter does next: look again, without end or as an attempt; or nothing, as no code runs. */
export type Forced = 'wait' | 'again' | false;

// The kernel's own timer, taken before timers are tied to cells.
const startTimer = setTimeout;

/**
 * Interrupts in three steps: the cell is marked, and its code meets an error at its next await, timer or TensorFlow
 * op; what it waits for is cancelled; and JavaScript that goes on regardless is stopped by force.
 */
export class Interrupts {
  private cell: Cell | undefined;
  private giveUp: () => void = () => {};
  /** The latest cell that was interrupted. Word of that may come before the cell itself. */
  private requested = 0;

  /** Starts the thread that hears of interrupts while a cell computes. */
  listen(): void {
    const thread = new Worker(join(__dirname, 'interrupter.js'), { stdout: false });
    thread.unref();
    thread.on('message', () => this.recover());
    const entries = {
      request: (id: number) => this.request(id),
      force: (id: number, attempt: number) => (this.concerns(id) ? this.force(attempt) : this.isToCome(id) && 'again'),
    };
    Object.defineProperty(globalThis, Symbol.for('l2lab.interrupts'), { value: entries });
  }

  /** @param giveUp called to end the cell without waiting for its code */
  begin(cell: Cell, giveUp: () => void): void {
    this.cell = cell;
    this.giveUp = giveUp;
    if (cell.id <= this.requested) cell.mark();
  }

  /**
   * Cancels what the cell waits for; comes from the event loop, so no code of the cell is in the middle.
   * @param patience milliseconds that the cell's code has to clean up
   */
  cancel(id: number, patience = CLEANUP_MILLISECONDS): void {
    const { cell } = this;
    if (cell?.id !== id) return;
    cell.cancel();
    const isOpen = () => this.cell === cell && !cell.ended;
    const wait = () => {
      if (!isOpen()) return;
      if (cell.isEnding) startTimer(wait, LOOK_MILLISECONDS);
      else startTimer(() => isOpen() && this.giveUp(), patience);
    };
    wait();
  }

  private isToCome(id: number): boolean {
    return id > (this.cell?.id ?? 0);
  }

  private request(id: number): void {
    this.requested = Math.max(this.requested, id);
    if (this.concerns(id)) this.cell?.mark();
  }

  /** @param attempt how often `again` was the answer */
  private force(attempt: number): Forced {
    if (inCriticalSection() || this.cell?.isEnding) return 'wait';
    // Code that calls TensorFlow is about to meet an error at its next op, which tfjs takes better.
    if (attempt < ATTEMPTS_AT_OPS && callsOps()) return 'again';
    return forceStop() && 'again';
  }

  /** Whether an interrupt of cell `id` means the code that runs: that cell's, or what an earlier one left running. */
  private concerns(id: number): boolean {
    const { cell } = this;
    if (!cell) return false;
    return cell.id === id || (id > cell.id && cell.ended && isInterruptingCell());
  }

  /** After a forced stop: the cell's promise may be lost with the microtasks, so the cell is ended here. */
  private recover(): void {
    if (!recoverFromForcedStop()) return;
    repairTfjs();
    const { cell } = this;
    if (cell) this.cancel(cell.id, 0);
  }
}
