import { StringDecoder } from 'node:string_decoder';
import { OUTPUT, writeFrame, type SessionFrame } from '../transport/frames';
import { currentCell, outputCell } from './Cell';
import { critical } from './criticalSection';
import { textWithinLimit, throwBeyondLimit } from './grading';

/** How long an interrupted cell may still print, to say where it stopped. */
const GOODBYE_MILLISECONDS = 100;

/** Tells the supervisor something; it is on its way when this returns, even if the cell computes on for minutes. */
export function tell(frame: SessionFrame): void {
  critical(() => writeFrame(OUTPUT, frame));
}

/** Publishes a message as output of the cell that started the running code. */
export function publish(message: string, content: Record<string, unknown>): void {
  const cell = outputCell();
  currentCell()?.throwIfCancelled(GOODBYE_MILLISECONDS);
  // What replaces something on the page does not add up.
  if (cell && message === 'display_data') throwBeyondLimit(cell, content);
  tell({ type: 'publish', cell: cell?.id ?? 0, message, content });
}

/** Prints on a cell's output. */
export function print(name: 'stdout' | 'stderr', text: string): void {
  const cell = outputCell();
  const shown = cell ? textWithinLimit(cell, text) : text;
  if (shown) tell({ type: 'stream', cell: cell?.id ?? 0, name, text: shown });
}

type Callback = (error?: Error | null) => void;

/** Sends what is written to the process's stdout and stderr to the notebook. */
export function captureOutput(): void {
  for (const name of ['stdout', 'stderr'] as const) {
    const decoder = new StringDecoder('utf8');
    const write = (chunk: string | Uint8Array, encoding?: BufferEncoding | Callback, callback?: Callback): boolean => {
      const text = typeof chunk === 'string' ? chunk : decoder.write(Buffer.from(chunk));
      currentCell()?.throwIfCancelled(GOODBYE_MILLISECONDS);
      if (text) print(name, text);
      const done = typeof encoding === 'function' ? encoding : callback;
      if (done) process.nextTick(done);
      return true;
    };
    process[name].write = write as typeof process.stdout.write;
  }
}
