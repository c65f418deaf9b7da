import { Socket } from 'node:net';
import { CONTROL, type MemoryFrame } from '../transport/frames';

/**
 * A thread beside the one that runs cells of a graded notebook. It tells the supervisor how much memory the process
 * has, and ends the process when the supervisor is gone.
 */

const PERIOD_MILLISECONDS = 100;

const control = new Socket({ fd: CONTROL, readable: true, writable: true });
control.resume(); // only its end is of interest
for (const event of ['end', 'close', 'error']) control.on(event, () => process.kill(process.pid, 'SIGKILL'));

setInterval(() => {
  const frame: MemoryFrame = { bytes: process.memoryUsage.rss() };
  control.write(`${JSON.stringify(frame)}\n`);
}, PERIOD_MILLISECONDS);
