import { spawn, type ChildProcess } from 'node:child_process';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import {
  CONTROL,
  frameReader,
  OUTPUT,
  REQUESTS,
  type MemoryFrame,
  type SessionFrame,
  type SessionRequest,
} from '../transport/frames';
import { startUpNoise } from './startUpNoise';

// A forced stop leaves Node's count of async contexts wrong. Without these checks Node does not abort over it; and
// Node 22 takes a flag to keep the contexts as later versions do, where no count is needed.
const FLAGS = [
  '--no-force-async-hooks-checks',
  ...['--experimental-async-context-frame'].filter((flag) => process.allowedNodeEnvironmentFlags.has(flag)),
];

/** What runs the cells, as the kernel sees it. */
export type Session = Pick<SessionProcess, 'send' | 'interrupt' | 'setReading' | 'kill'>;

/** What is different about the process that runs a graded notebook. */
export interface GradedProcess {
  /** For Node. */
  readonly flags: readonly string[];
  /** Called with the process's memory in bytes, many times a second. */
  onMemory(bytes: number): void;
}

/**
 * The process that runs the cells. It is one of its own, so that the supervisor answers heartbeats, interrupts and
 * shutdowns whatever a cell does, and outlives a cell that takes its process down.
 */
export class SessionProcess {
  private readonly child: ChildProcess;
  private readonly errors: Interface;

  /**
   * @param onFrame called with each thing that the session says, in order
   * @param onExit called once when the process has ended and all it said has been read
   * @param graded undefined outside grading
   */
  constructor(
    onFrame: (frame: SessionFrame) => void,
    onExit: (code: number | null, signal: NodeJS.Signals | null) => void,
    graded?: GradedProcess,
  ) {
    const main = join(__dirname, '..', 'session', 'main.js');
    const command = graded ? [...FLAGS, ...graded.flags, main, '--grading'] : [...FLAGS, main];
    // In a process group of its own: an interrupt sent to Jupyter's group must not reach it as a raw signal.
    this.child = spawn(process.execPath, command, {
      stdio: ['ignore', graded ? 'ignore' : 'inherit', 'pipe', 'pipe', 'pipe', 'pipe'],
      detached: true,
      // Set before TensorFlow loads; 2 leaves its warnings out and errors in.
      env: { TF_CPP_MIN_LOG_LEVEL: '2', ...process.env },
    });
    this.errors = createInterface({ input: this.child.stderr! });
    const isNoise = startUpNoise();
    this.errors.on('line', (line) => {
      if (!isNoise(line)) process.stderr.write(`${line}\n`);
    });
    this.pipe(OUTPUT).on('data', frameReader(onFrame));
    if (graded) {
      this.pipe(CONTROL).on(
        'data',
        frameReader<MemoryFrame>(({ bytes }) => graded.onMemory(bytes)),
      );
    }
    for (const descriptor of [REQUESTS, CONTROL]) this.pipe(descriptor).on('error', () => {});
    this.child.on('close', onExit);
  }

  send(request: SessionRequest): void {
    this.pipe(REQUESTS).write(`${JSON.stringify(request)}\n`);
  }

  /** Ends the execution of cell `id`, first by asking, then by stopping JavaScript itself. */
  interrupt(id: number): void {
    const line = `${JSON.stringify({ type: 'interrupt', id })}\n`;
    this.pipe(CONTROL).write(line);
    this.pipe(REQUESTS).write(line);
  }

  /** Stops or goes on reading what the session says; a session that is not read waits with its next output. */
  setReading(reading: boolean): void {
    const output = this.pipe(OUTPUT);
    if (reading) output.resume();
    else output.pause();
  }

  /** Leaves out from now on what the process's native code says on the terminal, however much that is. */
  silence(): void {
    this.errors.close();
    this.child.stderr!.resume();
  }

  kill(): void {
    this.child.kill('SIGKILL');
  }

  private pipe(descriptor: number): Socket {
    return this.child.stdio[descriptor as 3] as Socket;
  }
}
