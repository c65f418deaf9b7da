import { currentCell } from './Cell';
import { publish } from './output';
import { ask } from './prompts';

/** What the kernel offers to the library's notebook functions; stock tslab has no such object. */
export interface KernelApi {
  /** Asks a question and resolves with the answer. */
  input(prompt: string, options?: { password?: boolean }): Promise<string>;
  /** Clears the cell's output; with `wait`, not before the next output comes. */
  clearOutput(wait?: boolean): void;
  /** Aborted when the running cell is interrupted; undefined outside cells. */
  readonly interruptSignal: AbortSignal | undefined;
}

/** Puts the object under a symbol that nobody meets by accident. */
export function offerNotebookApi(): void {
  const api: KernelApi = {
    input: (prompt, options) => ask(prompt, options?.password ?? false),
    clearOutput: (wait = false) => publish('clear_output', { wait }),
    get interruptSignal() {
      return currentCell()?.controller.signal;
    },
  };
  Object.defineProperty(globalThis, Symbol.for('l2lab.kernel'), { value: api });
  Object.defineProperty(globalThis, Symbol.for('l2lab.interruptSignal'), { get: () => api.interruptSignal });
}
