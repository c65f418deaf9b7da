// How an interrupt of the notebook's kernel (the ■ button) meets work that must not be cut in the middle: a training step
// that has updated some of the weights and not the others, or `fit`, which has a history to return. The kernel offers
// what is used here; elsewhere (a command, another kernel) there are no such interrupts, and the work simply runs.

/** The kernel's side, kernel/session/notebookApi.ts. */
interface Kernel {
  readonly interrupted: boolean;
  uninterrupted<T>(body: () => T): T;
  endsItself<T>(body: () => Promise<T>): Promise<T>;
  waitFor<T>(result: () => Promise<T>): Promise<T>;
  op<T>(body: () => T): T;
  uncut<T>(body: () => T): T;
}

const kernel = (): Partial<Kernel> | undefined =>
  (globalThis as Record<symbol, unknown>)[Symbol.for('l2lab.kernel')] as Partial<Kernel> | undefined;

/** Runs `body` to its end before an interrupt takes effect. */
export function uninterrupted<T>(body: () => T): T {
  const run = kernel()?.uninterrupted;
  return run ? run(body) : body();
}

/** Tells the kernel that work which `endsItself` goes on: it is given up after 10 seconds without a word. */
export function signOfLife(): void {
  uninterrupted(() => undefined);
}

/** Runs work that looks for `interruptRequested` again and again and ends by itself, so that its result is not lost. */
export function endsItself<T>(body: () => Promise<T>): Promise<T> {
  const run = kernel()?.endsItself;
  return run ? run(body) : body();
}

/** Waits for what a graphics card computes: that time is not counted where work `endsItself`. */
export function waitFor<T>(result: () => Promise<T>): Promise<T> {
  const run = kernel()?.waitFor;
  return run ? run(result) : result();
}

/** Runs an op that is JavaScript: an interrupt throws in its place, with scopes unwound, and never cuts it. */
export function op<T>(body: () => T): T {
  const run = kernel()?.op;
  return run ? run(body) : body();
}

/** Runs what must not be left half done. It is as short as an op, and an interrupt throws nothing at its start. */
export function uncut<T>(body: () => T): T {
  const run = kernel()?.uncut;
  return run ? run(body) : body();
}

/** True from the moment on at which the cell that runs this code was interrupted. */
export function interruptRequested(): boolean {
  return kernel()?.interrupted ?? false;
}

/** True for what the kernel throws into the code of an interrupted cell. */
export function isInterrupt(error: unknown): boolean {
  return error instanceof Error && error.name === 'KeyboardInterrupt';
}
