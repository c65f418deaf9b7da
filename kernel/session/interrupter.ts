import { Session } from 'node:inspector';
import { Socket } from 'node:net';
import { parentPort } from 'node:worker_threads';
import type { Forced } from './Interrupts';
import { CONTROL, frameReader, type SessionRequest } from '../transport/frames';

/**
 * A thread beside the one that runs cells. It hears of interrupts while a cell computes, and reaches into the cell
 * through the inspector. It also ends the process when the supervisor is gone.
 */

/** How long a cell may take to stop of itself before it is stopped by force, and between attempts at that. */
const PATIENCE_MILLISECONDS = 200;
const ATTEMPTS = 50;

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Evaluates an expression on the cells' thread, in the middle of whatever runs there. */
function evaluate(inspector: Session, expression: string): Promise<unknown> {
  return new Promise((resolve) => {
    inspector.post('Runtime.evaluate', { expression, returnByValue: true }, (error, reply) => {
      resolve(error ? undefined : reply.result.value);
    });
  });
}

async function interrupt(id: number): Promise<void> {
  const inspector = new Session();
  inspector.connectToMainThread();
  try {
    const call = (method: string, attempt = 0) =>
      evaluate(inspector, `globalThis[Symbol.for('l2lab.interrupts')].${method}(${id}, ${attempt})`);
    await call('request');
    for (let attempt = 0; attempt < ATTEMPTS;) {
      await pause(PATIENCE_MILLISECONDS);
      const forced = (await call('force', attempt)) as Forced | undefined;
      if (!forced) break;
      if (forced === 'again') attempt++;
      parentPort?.postMessage('recover');
    }
  } finally {
    inspector.disconnect();
  }
}

let previous: Promise<void> = Promise.resolve();
const control = new Socket({ fd: CONTROL, readable: true, writable: false });
control.on(
  'data',
  frameReader<SessionRequest>((request) => {
    previous = previous.then(() => interrupt(request.id));
  }),
);
for (const event of ['end', 'close', 'error']) control.on(event, () => process.kill(process.pid, 'SIGKILL'));
