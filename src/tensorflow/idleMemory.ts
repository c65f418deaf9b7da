import * as tf from '@tensorflow/tfjs';

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
