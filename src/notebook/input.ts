interface Kernel {
  input(prompt: string, options?: { password?: boolean }): Promise<string>;
  clearOutput(wait?: boolean): void;
}

/** What the project's own kernel offers beyond stock tslab. */
function kernel(): Kernel | undefined {
  return (globalThis as Record<symbol, unknown>)[Symbol.for('l2lab.kernel')] as Kernel | undefined;
}

/**
 * Asks the person at the notebook a question and waits for the answer.
 *
 * @param prompt the question, shown before the answer's field.
 * @param options.password whether the answer is hidden while it is typed.
 * @returns the answer, without a line end.
 * @throws if the kernel or the front end cannot ask; a lesson that must run unattended passes `fallback`.
 * @param options.fallback the answer where nobody can be asked.
 *
 * @example
 * const guess = await input('Which λ will win? ', { fallback: '0.01' });
 */
export async function input(
  prompt: string,
  options: { password?: boolean; fallback?: string } = {},
): Promise<string> {
  const { password = false, fallback } = options;
  try {
    const asking = kernel();
    if (!asking)
      throw new Error(
        "input requires the project's own kernel, got another; start JupyterLab with npm start",
      );
    return await asking.input(prompt, { password });
  } catch (error) {
    // An interrupt is no missing answer.
    if (fallback === undefined || (error as Error).name === 'KeyboardInterrupt') throw error;
    return fallback;
  }
}

/**
 * Clears the cell's output; does nothing on a kernel that cannot.
 *
 * @param options.wait whether to clear only when the next output comes, which avoids flicker.
 */
export function clearOutput(options: { wait?: boolean } = {}): void {
  kernel()?.clearOutput(options.wait ?? false);
}
