import { MessageChannel } from 'node:worker_threads';
import { leaveCells } from './Cell';

const tasks: (() => void)[] = [];
const { port1, port2 } = new MessageChannel();
port2.on('message', () => {
  leaveCells(); // a forced stop in an earlier event leaves its cell behind
  tasks.shift()?.();
});

/**
 * Runs `task` in an event of its own. A forced stop in the middle of it takes nothing else down: Node goes on with
 * the next message, whereas it would forget the other immediates, and microtasks, of the same round.
 */
export function inEventOfItsOwn(task: () => void): void {
  tasks.push(task);
  port1.postMessage(null);
}
