// How an interrupt of the notebook's kernel (the ■ button) meets work that must not be cut in the middle: a training step
// that has updated some of the weights and not the others, or `fit`, which has a history to return. The kernel offers
// what is used here; elsewhere (a command, another kernel) there are no such interrupts, and the work simply runs.

type Run = <T>(body: () => T) => T;

/** The kernel's side, kernel/session/notebookApi.ts, where each function says what it does there. */
type Kernel = { readonly interrupted: boolean } & Record<
  'uninterrupted' | 'endsItself' | 'waitFor' | 'op' | 'uncut',
  Run
>;

const kernel = (): Partial<Kernel> | undefined =>
  (globalThis as Record<symbol, unknown>)[Symbol.for('l2lab.kernel')] as Partial<Kernel> | undefined;

/** By the kernel's function of this name, where there is one. */
const by =
  (name: Exclude<keyof Kernel, 'interrupted'>): Run =>
  (body) => {
    const run = kernel()?.[name];
    return run ? run(body) : body();
  };

/** Runs `body` to its end before an interrupt takes effect. */
export const uninterrupted = by('uninterrupted');

/** Tells the kernel that work which `endsItself` goes on: it is given up after 10 seconds without a word. */
export const signOfLife = (): void => uninterrupted(() => undefined);

/** Runs work that looks for `interruptRequested` again and again and ends by itself, so that its result is not lost. */
export const endsItself: <T>(work: () => Promise<T>) => Promise<T> = by('endsItself');

/** Waits for what a graphics card computes: that time is not counted where work `endsItself`. */
export const waitFor: <T>(result: () => Promise<T>) => Promise<T> = by('waitFor');

/** Runs an op that is JavaScript: an interrupt throws in its place, with scopes unwound, and never cuts it. */
export const op = by('op');

/** Runs what must not be left half done. It is as short as an op, and an interrupt throws nothing at its start. */
export const uncut = by('uncut');

/** True from the moment on at which the cell that runs this code was interrupted. */
export function interruptRequested(): boolean {
  return kernel()?.interrupted ?? false;
}

/** True for what the kernel throws into the code of an interrupted cell. */
export function isInterrupt(error: unknown): boolean {
  return error instanceof Error && error.name === 'KeyboardInterrupt';
}
