import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** How to start a program. */
export interface ProgramCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
}

/** A process that answers requests: it starts and warms up once, sleeps while others work, has its own memory peak. */
export class Program {
  private readonly child;
  private readonly replies: AsyncIterator<string>;
  private readonly closed: Promise<string>;
  private errors = '';

  /** Starts it; an abort of `signal` ends it. */
  constructor({ command, args, env }: ProgramCommand, signal: AbortSignal) {
    // A process group of its own: a terminal's Ctrl-C goes to the bench command alone, which then prints what it has.
    const detached = process.platform !== 'win32';
    this.child = spawn(command, args, { env, detached, windowsHide: true, signal, killSignal: 'SIGKILL' });
    this.child.stderr.on('data', (text) => (this.errors = (this.errors + String(text)).slice(-2000)));
    this.closed = new Promise((resolve) => {
      this.child.once('error', (error) => resolve(error.message));
      this.child.once('close', (code, by) => resolve(by ? `killed by ${by}` : `exit code ${code}`));
    });
    // A request to a process that just ended; `ask` says so.
    this.child.stdin.on('error', () => {});
    this.replies = createInterface({ input: this.child.stdout })[Symbol.asyncIterator]();
  }

  /**
   * The next reply, after a request if one is given (the first reply, the description, comes by itself).
   *
   * @throws if the process ends or reports an error.
   */
  async ask<Reply>(request?: object): Promise<Reply> {
    if (request) this.child.stdin.write(`${JSON.stringify(request)}\n`);
    const { value, done } = await this.replies.next();
    if (done) throw new Error(`${await this.closed}. ${this.errors.trim().split('\n').slice(-3).join(' ')}`);
    const reply = JSON.parse(value as string) as Reply & { error?: string };
    if (reply.error !== undefined) throw new Error(reply.error);
    return reply;
  }

  /** Starts a program for one request, or for the reply that it gives without, and ends it. @throws like `ask`. */
  static async askOnce<Reply>(command: ProgramCommand, signal: AbortSignal, request?: object): Promise<Reply> {
    const program = new Program(command, signal);
    const reply = program.ask<Reply>();
    return (request ? reply.then(() => program.ask<Reply>(request)) : reply).finally(() => program.stop());
  }

  /** Ends it, whatever it does. */
  async stop(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.closed;
  }
}
