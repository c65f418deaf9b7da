/**
 * Runs a command-line program: an error becomes one paragraph on stderr and exit code 1, Ctrl-C asks it to stop
 * through `signal` and gives exit code 130. A second Ctrl-C ends it at once.
 */
export async function runCommand(main: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort(new Error('Stopped.')));
  try {
    await main(stop.signal);
    if (stop.signal.aborted) process.exitCode = 130;
  } catch (error) {
    process.stderr.write(`${describeError(error)}\n`);
    process.exitCode = stop.signal.aborted ? 130 : 1;
  }
}

/** The error's message; a fault of the program itself (a TypeError, say) also shows where it happened. */
function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const isFault = error instanceof TypeError || error instanceof ReferenceError;
  // parseArgs reports the user's mistakes as TypeErrors with a code of their own.
  const isUsage = String((error as NodeJS.ErrnoException).code).startsWith('ERR_PARSE_ARGS');
  if (isUsage) return `${error.message.replace(/\.?$/, '.')} Use --help to see the options.`;
  return isFault ? (error.stack ?? error.message) : error.message;
}
