import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';

/** How to start a program that the bench command compares. */
export interface ContenderCommand {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly cwd?: string;
}

/**
 * A program under comparison, as a process that lives through all rounds of one configuration: it starts and warms up
 * once, sleeps while others work, and has a memory peak of its own.
 */
export class Contender {
  private readonly replies: AsyncIterator<string>;
  private readonly closed: Promise<string>;
  private errors = '';

  private constructor(
    readonly name: string,
    private readonly child: ChildProcess,
  ) {
    child.stderr!.on('data', (text) => (this.errors = (this.errors + String(text)).slice(-2000)));
    this.closed = new Promise((resolve) => {
      child.once('error', (error) => resolve(error.message));
      child.once('close', (code, signal) => resolve(signal ? `killed by ${signal}` : `exit code ${code}`));
    });
    // A request to a process that just ended; `ask` says so.
    child.stdin!.on('error', () => {});
    this.replies = createInterface({ input: child.stdout! })[Symbol.asyncIterator]();
  }

  static start({ name, command, args, env, cwd }: ContenderCommand): Contender {
    // A process group of its own: a terminal's Ctrl-C goes to the bench command alone, which then prints what it has.
    const child = spawn(command, args, {
      env,
      cwd,
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
    const contender = new Contender(name, child);
    running.add(child);
    void contender.closed.then(() => running.delete(child));
    return contender;
  }

  /**
   * The next reply, after a request if one is given (the first reply, the description, comes by itself).
   *
   * @throws if the process ends or reports an error, or `signal` stops the wait.
   */
  async ask<Reply>(request: object | undefined, signal: AbortSignal): Promise<Reply> {
    signal.throwIfAborted();
    if (request) this.child.stdin!.write(`${JSON.stringify(request)}\n`);
    const { value, done } = await untilAborted(this.replies.next(), signal);
    if (done) throw new Error(`${await this.closed}. ${this.lastErrors()}`.trim());
    const reply = JSON.parse(value as string) as Reply & { error?: string };
    if (reply.error !== undefined) throw new Error(reply.error);
    return reply;
  }

  /** Ends the process, whatever it does. */
  async stop(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.closed;
  }

  private lastErrors(): string {
    return this.errors.trim().split('\n').slice(-3).join(' ');
  }
}

const running = new Set<ChildProcess>();
process.once('exit', () => running.forEach((child) => child.kill('SIGKILL')));

/** The promise's value, or the signal's reason if that comes first. */
export function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason as Error);
    signal.addEventListener('abort', stop, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
