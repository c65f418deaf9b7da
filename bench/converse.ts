import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Description, OwnRequest, StepsReply, StepsRequest, WorkerConfig } from './protocol';

/** A program that the bench command starts, as it sees itself. */
export interface Worker {
  readonly description: Description;
  /** One training step; its total loss. It has waited for the device: the clock is read next. */
  step(): number | Promise<number>;
  /** Answers what is no request for steps. */
  answer?(request: OwnRequest): object | Promise<object>;
}

/** Builds a worker and answers requests until standard input ends. */
export async function converse(build: (config: WorkerConfig) => Promise<Worker>): Promise<void> {
  // Whatever a library prints must not mix with the replies.
  console.log = console.info = console.error;
  const reply = (message: object) => process.stdout.write(`${JSON.stringify(message)}\n`);
  try {
    const worker = await build(JSON.parse(process.argv[2] ?? '{}') as WorkerConfig);
    reply(worker.description);
    for await (const line of createInterface({ input: process.stdin })) {
      const request = JSON.parse(line) as StepsRequest | OwnRequest;
      if ('count' in request) reply(await takeSteps(worker, request.count));
      else if (worker.answer) reply(await worker.answer(request));
      else throw new Error(`This program takes steps only, got ${line}.`);
    }
  } catch (error) {
    reply({ error: error instanceof Error ? error.message : String(error) });
    process.exitCode = 1;
  }
}

async function takeSteps(worker: Worker, count: number): Promise<StepsReply> {
  const seconds: number[] = [];
  let loss = NaN;
  for (let i = 0; i < count; i++) {
    const start = performance.now();
    loss = await worker.step();
    seconds.push((performance.now() - start) / 1000);
  }
  return { seconds, loss, peakBytes: peakBytes() };
}

/** The most memory this process ever held. */
export function peakBytes(): number {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS * 1024;
  // Not resourceUsage here: Linux lets a child begin with its parent's number.
  const kilobytes = /^VmHWM:\s+(\d+)/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
  return Number(kilobytes) * 1024;
}
