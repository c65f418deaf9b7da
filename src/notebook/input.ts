import { isInterrupt } from '../engine';

interface Kernel {
  input(prompt: string, options?: { password?: boolean }): Promise<string>;
  clearOutput(wait?: boolean): void;
}

/** What the project's own kernel offers beyond stock tslab. */
function kernel(): Kernel | undefined {
  return (globalThis as Record<symbol, unknown>)[Symbol.for('l2lab.kernel')] as Kernel | undefined;
}

/** How `input` asks. */
export interface InputOptions {
  /** Whether the answer is hidden while it is typed. Default false. */
  readonly password?: boolean;
  /** The answer where nobody can be asked; a lesson that must run unattended gives one. */
  readonly fallback?: string;
}

/**
 * Asks the person at the notebook a question and waits for the answer.
 *
 * @param prompt the question, shown before the answer's field.
 * @returns the answer, without a line end.
 * @throws if the kernel or the front end cannot ask and there is no `fallback`, or the question is interrupted.
 * @example
 * await input('Which λ will win? ', { fallback: '0.01' }); // => '0.01'
 */
export async function input(prompt: string, options: InputOptions = {}): Promise<string> {
  const { password = false, fallback } = options;
  try {
    const asking = kernel();
    if (!asking)
      throw new Error("input requires the project's own kernel, got another; start JupyterLab with npm start");
    return await asking.input(prompt, { password });
  } catch (error) {
    // An interrupt is no missing answer.
    if (fallback === undefined || isInterrupt(error)) throw error;
    return fallback;
  }
}

/** When `clearOutput` clears. */
export interface ClearOutputOptions {
  /** Whether to clear only when the next output comes, which avoids flicker. Default false. */
  readonly wait?: boolean;
}

/**
 * Clears the cell's output; does nothing on a kernel that cannot.
 *
 * @example
 * clearOutput({ wait: true });
 */
export function clearOutput({ wait = false }: ClearOutputOptions = {}): void {
  kernel()?.clearOutput(wait);
}
