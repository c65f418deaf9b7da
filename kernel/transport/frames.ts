import { writeSync } from 'node:fs';

/**
 * The pipes between the supervisor, which owns Jupyter's sockets, and the session, which runs the cells. Each frame
 * is one line of JSON. These are the session's file descriptors.
 */
export const REQUESTS = 3;
export const OUTPUT = 4;
export const CONTROL = 5;

/** What the supervisor asks of the session. `id` comes back in the reply. */
export type SessionRequest =
  | { type: 'execute'; id: number; count: number; code: string; userExpressions: Record<string, string> }
  | { type: 'complete' | 'inspect'; id: number; code: string; cursor: number }
  | { type: 'isComplete'; id: number; code: string }
  | { type: 'interrupt'; id: number }
  | { type: 'inputReply'; id: number; value?: string; error?: string };

/** What a second thread of a graded session tells the supervisor on CONTROL, many times a second. */
export interface MemoryFrame {
  /** Resident memory of the whole process, in bytes. */
  bytes: number;
}

/** What the session tells the supervisor; `cell` is the id of the execute request to which the output belongs. */
export type SessionFrame =
  | { type: 'ready' }
  /** A graded cell begins to run. */
  | { type: 'begun'; id: number }
  | { type: 'stream'; cell: number; name: 'stdout' | 'stderr'; text: string }
  | { type: 'publish'; cell: number; message: string; content: Record<string, unknown> }
  | { type: 'input'; cell: number; id: number; prompt: string; password: boolean }
  | { type: 'reply'; id: number; content: Record<string, unknown> };

/** Writes a frame and returns when it is in the pipe: a full pipe makes the writer wait, so memory stays bounded. */
export function writeFrame(descriptor: number, frame: SessionFrame): void {
  const bytes = Buffer.from(`${JSON.stringify(frame)}\n`);
  for (let written = 0; written < bytes.length;) {
    try {
      written += writeSync(descriptor, bytes, written);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
    }
  }
}

/** Cuts a stream of bytes into frames; call the result with each chunk. */
export function frameReader<Frame>(onFrame: (frame: Frame) => void): (chunk: Buffer) => void {
  let rest: Buffer[] = [];
  return (chunk) => {
    let start = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      rest.push(chunk.subarray(start, end));
      const line = (rest.length === 1 ? rest[0]! : Buffer.concat(rest)).toString();
      rest = [];
      start = end + 1;
      onFrame(JSON.parse(line) as Frame);
    }
    if (start < chunk.length) rest.push(chunk.subarray(start));
  };
}
