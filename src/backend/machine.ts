import * as os from 'os';

/** The computer in one line, e.g. `AMD EPYC, 2 cores, 23 GiB, Linux 6.1 x64`. */
export function describeMachine(): string {
  const model = os.cpus()[0]?.model.replace(/\s+/g, ' ').trim() || os.arch();
  const cores = os.availableParallelism();
  const memory = Math.round(os.totalmem() / 2 ** 30);
  return `${model}, ${cores} ${cores === 1 ? 'core' : 'cores'}, ${memory} GiB, ${os.type()} ${os.release()} ${os.arch()}`;
}

/** Bytes that this process can still take before the system or its container runs out of memory. */
export function availableMemory(): number {
  const limit = process.constrainedMemory();
  // Without a limit Node reports none, 0, or a number far above what is installed.
  const constrained = limit > 0 && limit < os.totalmem() ? limit - process.memoryUsage.rss() : Infinity;
  return Math.max(0, Math.min(os.freemem(), constrained));
}
