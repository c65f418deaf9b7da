import type { SessionFrame, SessionRequest } from '../transport/frames';
import type { Content } from '../transport/message';
import { cellError, sessionEnded, type CellError } from './cellError';
import { gradingFlags, type GradingLimits } from './gradingLimits';
import { SessionProcess, type Session } from './SessionProcess';

type Execute = SessionRequest & { type: 'execute' };

/** How long an interrupted cell may take to end before its process is ended. */
const PATIENCE_MILLISECONDS = 1000;
/** How long code that an earlier cell has left running may keep the next one from beginning. */
const BLOCKED_MILLISECONDS = 10_000;
const MEGABYTE = 2 ** 20;

const INTERRUPTED = cellError('Interrupted', 'the cell took too long and was stopped');
const NOT_BEGUN = cellError(
  'Interrupted',
  'the time was up before the cell began, as cells above it ran again after one had ended the session; allow more time',
);
const BLOCKED = cellError('SessionEnded', 'code that the cell had left running did not end');

/**
 * The session of a graded notebook, in which the code of one cell costs no other: when its process ends or has to be
 * ended, the cell that is to blame gets an error, and before the next cell all others run again in a new process.
 */
export class GradedSession implements Session {
  private process: SessionProcess | undefined;
  private isReady = false;
  private isEnding = false;
  /** What the kernel waits for. */
  private asked: Execute | undefined;
  /** What the process was told last and has not answered: `asked`, or an earlier cell that runs again. */
  private current: Execute | undefined;
  /** The latest cell that has begun in this process: the one to blame for its end. */
  private latest: Execute | undefined;
  /** The cells that a new process runs again, and those of them that this process still has to. */
  private kept: Execute[] = [];
  private toRepeat: Execute[] = [];
  /** Why the current cell, or the process, is about to be ended. */
  private reason: CellError | undefined;
  /** What the next cell is to say of cells that are left out. */
  private notes = '';
  private clock: NodeJS.Timeout | undefined;
  private closed = false;

  constructor(
    private readonly limits: GradingLimits,
    private readonly onFrame: (frame: SessionFrame) => void,
  ) {
    this.start();
  }

  send(request: SessionRequest): void {
    if (request.type === 'execute') {
      this.asked = request;
      this.runNext();
    } else this.start().send(request);
  }

  interrupt(id: number): void {
    this.process?.interrupt(id);
    if (this.asked?.id !== id) return;
    if (this.latest === this.asked) this.endSoon(INTERRUPTED);
    else this.answer(NOT_BEGUN);
  }

  setReading(reading: boolean): void {
    this.process?.setReading(reading);
  }

  kill(): void {
    this.closed = true;
    this.stopClock();
    this.process?.kill();
  }

  private start(): SessionProcess {
    if (this.process) return this.process;
    this.toRepeat = [...this.kept];
    this.isReady = this.isEnding = false;
    this.process = new SessionProcess(
      (frame) => this.handleFrame(frame),
      (code, signal) => this.handleExit(code, signal),
      {
        flags: gradingFlags(this.limits.memory, process.cwd()),
        onMemory: (bytes) => this.limitMemory(bytes / MEGABYTE),
      },
    );
    return this.process;
  }

  private runNext(): void {
    const session = this.start();
    if (this.current) return;
    this.current = this.toRepeat.shift() ?? this.asked;
    if (!this.current) return;
    session.send(this.current);
    this.expectBegin();
  }

  private expectBegin(): void {
    if (this.isReady && this.current) this.startClock(BLOCKED_MILLISECONDS, () => this.end(BLOCKED));
  }

  private handleFrame(frame: SessionFrame): void {
    if (frame.type === 'ready') {
      this.isReady = true;
      this.process?.silence();
      this.expectBegin();
    } else if (frame.type === 'begun') this.handleBegin();
    else if (frame.type === 'reply' && frame.id === this.current?.id) this.handleReply(frame.content);
    else if (frame.type === 'reply' || frame.type === 'input') this.onFrame(frame);
    // A cell that runs again says nothing.
    else if (!this.current || this.current === this.asked) {
      // nbgrader gives no points to a cell that has written to stderr.
      this.onFrame(frame.type === 'stream' ? { ...frame, name: 'stdout' } : frame);
    }
  }

  private handleBegin(): void {
    this.latest = this.current;
    const { seconds } = this.limits;
    const reason = cellError('TimeLimit', `the cell took longer than the ${seconds} s that a graded cell may take`);
    this.startClock(seconds * 1000, () => this.endSoon(reason));
    if (!this.asked || this.latest !== this.asked || !this.notes) return;
    this.onFrame({ type: 'stream', cell: this.asked.id, name: 'stdout', text: this.notes });
    this.notes = '';
  }

  private handleReply(content: Content): void {
    if (this.isEnding) return; // too late
    const { current, asked, reason } = this;
    this.stopClock();
    this.current = this.reason = undefined;
    const isInterrupted = content['ename'] === 'KeyboardInterrupt';
    if (isInterrupted) this.leaveOut(current);
    if (current !== asked) {
      this.runNext();
      return;
    }
    // Also one that threw an error: it may have set variables before.
    if (asked && !isInterrupted) this.kept.push(asked);
    this.answer((isInterrupted && reason) || content);
  }

  /** Replies to what the kernel waits for; the kernel may ask for the next cell before this returns. */
  private answer(content: Content): void {
    const { asked } = this;
    if (!asked) return;
    this.asked = undefined;
    this.onFrame({ type: 'reply', id: asked.id, content });
  }

  private limitMemory(megabytes: number): void {
    const { memory } = this.limits;
    if (megabytes <= memory || this.isEnding) return;
    const [used, allowed] = [megabytes, memory].map((value) => Math.round(value).toLocaleString('en-US'));
    this.end(cellError('MemoryLimit', `the notebook used ${used} MB of memory where ${allowed} MB are allowed`));
  }

  /** Ends the current cell by asking, and if that does not help in time by ending the process. */
  private endSoon(reason: CellError): void {
    if (!this.current || this.isEnding) return;
    this.reason = reason;
    this.process?.interrupt(this.current.id);
    this.startClock(PATIENCE_MILLISECONDS, () => this.end(reason));
  }

  private end(reason: CellError): void {
    this.reason = reason;
    this.isEnding = true;
    this.process?.setReading(true); // its end is not heard of before all it said is read
    this.process?.kill();
  }

  private handleExit(code: number | null, signal: NodeJS.Signals | null): void {
    if (this.closed) return;
    const { asked, reason = sessionEnded(code, signal) } = this;
    const culprit = this.latest ?? asked; // a process that does not even start is the asked cell's error
    this.stopClock();
    this.process = this.current = this.latest = this.reason = undefined;
    this.leaveOut(culprit);
    if (culprit === asked) this.answer(reason);
    else if (culprit) {
      this.notes += `(Cell [${culprit.count}] is left out from here on, as it had ended the session: ${reason.evalue}.)\n`;
    }
    if (this.asked) this.runNext();
  }

  private leaveOut(cell: Execute | undefined): void {
    this.kept = this.kept.filter((other) => other !== cell);
  }

  private startClock(milliseconds: number, onTime: () => void): void {
    clearTimeout(this.clock);
    this.clock = setTimeout(onTime, milliseconds);
  }

  private stopClock(): void {
    clearTimeout(this.clock);
  }
}
