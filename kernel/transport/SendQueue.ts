/** The part of a zeromq socket that sends. */
interface Sender {
  send(frames: (Buffer | string)[]): Promise<void>;
}

const RETRY_MILLISECONDS = 5;

/**
 * Sends messages one after another. A zeromq socket refuses a second send while one is under way, and a publisher
 * that may not drop refuses when a subscriber is too slow; both would lose output if the sender did not wait.
 */
export class SendQueue {
  private waiting: (Buffer | string)[][] = [];
  private sending = false;
  private closed = false;

  /** @param onDrain called each time that the queue has become empty */
  constructor(
    private readonly socket: Sender,
    private readonly onDrain: () => void = () => {},
  ) {}

  /** Number of messages that are not yet handed to zeromq. */
  get length(): number {
    return this.waiting.length;
  }

  push(frames: (Buffer | string)[]): void {
    if (this.closed) return;
    this.waiting.push(frames);
    if (!this.sending) void this.drain();
  }

  /** Gives up what still waits, for the socket is about to be closed. */
  close(): void {
    this.closed = true;
    this.waiting = [];
  }

  private async drain(): Promise<void> {
    this.sending = true;
    while (this.waiting.length > 0) {
      const batch = this.waiting;
      this.waiting = [];
      for (const frames of batch) await this.sendOne(frames);
    }
    this.sending = false;
    this.onDrain();
  }

  private async sendOne(frames: (Buffer | string)[]): Promise<void> {
    while (!this.closed) {
      try {
        await this.socket.send(frames);
        return;
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (code === 'EHOSTUNREACH') return; // a reply to a client that has gone
        if (code !== 'EAGAIN') throw error;
        await new Promise((resolve) => setTimeout(resolve, RETRY_MILLISECONDS));
      }
    }
  }
}
