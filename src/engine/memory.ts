import * as os from 'os';
import * as tf from '@tensorflow/tfjs';

/**
 * The computer in one line: processor, cores, memory, system.
 *
 * @example
 * describeMachine().includes(' GiB, '); // => true
 */
export function describeMachine(): string {
  const model = os.cpus()[0]?.model.replace(/\s+/g, ' ').trim() || os.arch();
  const cores = os.availableParallelism();
  const memory = Math.round(os.totalmem() / 2 ** 30);
  // What follows the second number names a build.
  const system = [os.type(), os.release().split('.').slice(0, 2).join('.'), os.arch()].join(' ');
  return `${model}, ${cores} ${cores === 1 ? 'core' : 'cores'}, ${memory} GiB, ${system}`;
}

/**
 * Of a Mac's memory, the part that its programs can share before the system slows down: the rest holds the system.
 * A rough value, untried on a Mac.
 */
const MAC_SHARE = 0.75;

/**
 * Bytes of the machine's memory that this process can still take. Linux and Windows count memory that they would hand
 * over at once, such as cached files, as free. macOS counts only pages that hold nothing at all, often a few hundred MB
 * on a healthy machine; there a share of all memory stands in, which does not know of other large programs.
 */
function freeMemory(): number {
  if (process.platform !== 'darwin') return os.freemem();
  return Math.max(os.freemem(), MAC_SHARE * os.totalmem() - process.memoryUsage.rss());
}

/** Bytes that this process can still take before the system or its container runs out of memory. */
export function availableMemory(): number {
  const limit = process.constrainedMemory();
  // Without a limit Node reports none, 0, or a number far above what is installed.
  const constrained = limit > 0 && limit < os.totalmem() ? limit - process.memoryUsage.rss() : Infinity;
  return Math.max(0, Math.min(freeMemory(), constrained));
}

// What a disposed tensor took is not handed back to the system: TensorFlow and the C library keep it for the next
// tensors. The system counts it as taken, so a second network would seem not to fit where the first one left room.

let ofProgram: number | undefined;

/** Resident bytes that are neither tensors nor JavaScript's objects. */
function remainder(): number {
  const { rss, heapTotal, external } = process.memoryUsage();
  return rss - heapTotal - external - tf.memory().numBytes;
}

/** Remembers what the program itself takes. Call it when the backend is there; later calls change nothing. */
export function noteProgramMemory(): void {
  ofProgram ??= remainder();
}

/** Bytes that this process holds without using them, which new tensors get first. An estimate; 0 if it is not known. */
export function idleMemory(): number {
  return ofProgram === undefined ? 0 : Math.max(0, remainder() - ofProgram);
}
