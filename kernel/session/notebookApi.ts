import { currentCell } from './Cell';
import { critical } from './criticalSection';
import { publish } from './output';
import { ask } from './prompts';
import { runOp } from './tensorflowOps';

/** What the kernel offers to the library's notebook functions; stock tslab has no such object. */
export interface KernelApi {
  /** Asks a question and resolves with the answer. */
  input(prompt: string, options?: { password?: boolean }): Promise<string>;
  /** Clears the cell's output; with `wait`, not before the next output comes. */
  clearOutput(wait?: boolean): void;
  /** Aborted when the running cell is interrupted; undefined outside cells. */
  readonly interruptSignal: AbortSignal | undefined;
  /** Whether the running cell was interrupted: true at once, even before the event loop hears of it. */
  readonly interrupted: boolean;
  /**
   * Runs a synchronous step to its end before an interrupt takes effect: no TensorFlow op throws in it, and it is not
   * stopped by force. Throws at its start if the cell was interrupted earlier (not within `endsItself`).
   */
  uninterrupted<T>(step: () => T): T;
  /**
   * Runs async work that looks at `interrupted` and then ends by itself. Until it has ended, an interrupt neither
   * throws in the cell nor stops or gives up the cell; the cell's timers are cancelled, but not its immediates, nor
   * timers started afterwards. It has 10 seconds for it, counted from the interrupt or from the end of its
   * last `uninterrupted` step, and as long as `waitFor` lasts.
   */
  endsItself<T>(work: () => Promise<T>): Promise<T>;
  /** Waits for a result that something else computes, such as a graphics card. Errors and results pass through. */
  waitFor<T>(result: () => Promise<T>): Promise<T>;
  /**
   * Runs an op of a backend that is JavaScript itself: it is not stopped by force. An interrupt throws at the start of the
   * next one, as at TensorFlow's ops.
   */
  op<T>(body: () => T): T;
  /** Runs `body`, which is not stopped by force; unlike `uninterrupted` it runs whatever was interrupted before. */
  uncut<T>(body: () => T): T;
}

/** Puts the object under a symbol that nobody meets by accident. */
export function offerNotebookApi(): void {
  const api: KernelApi = {
    input: (prompt, options) => ask(prompt, options?.password ?? false),
    clearOutput: (wait = false) => publish('clear_output', { wait }),
    get interruptSignal() {
      return currentCell()?.controller.signal;
    },
    get interrupted() {
      return currentCell()?.cancelled ?? false;
    },
    uninterrupted(step) {
      const cell = currentCell();
      return cell ? cell.uninterrupted(step) : step();
    },
    endsItself(work) {
      const cell = currentCell();
      return cell ? cell.endsItself(work) : work();
    },
    waitFor(result) {
      const cell = currentCell();
      return cell ? cell.waitFor(result) : result();
    },
    op: (body) => runOp(() => critical(body)),
    uncut: critical,
  };
  Object.defineProperty(globalThis, Symbol.for('l2lab.kernel'), { value: api });
}
