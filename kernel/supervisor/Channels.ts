import { Reply, Router, XPublisher } from 'zeromq';
import type { ConnectionFile } from '../transport/connectionFile';
import { messageFrames, parseRequest, type Content, type Header, type Request } from '../transport/message';
import { SendQueue } from '../transport/SendQueue';

export type ChannelName = 'shell' | 'control' | 'stdin';

/** zeromq holds at most this many messages for a slow subscriber; then the kernel waits. */
const SUBSCRIBER_MESSAGES = 256;

/** Jupyter's five sockets: what comes in is handed over as parsed requests, what goes out is sent in order. */
export class Channels {
  private readonly sockets = { shell: new Router(), control: new Router(), stdin: new Router() };
  private readonly publisher = new XPublisher();
  private readonly heartbeat = new Reply();
  private readonly published: SendQueue;
  private readonly queues: Record<ChannelName, SendQueue>;

  /** @param onPublished called when all published messages have gone out */
  constructor(
    private readonly connection: ConnectionFile,
    onPublished: () => void,
  ) {
    const { shell, control, stdin } = this.sockets;
    for (const socket of [shell, control, stdin]) socket.sendHighWaterMark = 0;
    this.publisher.noDrop = true;
    this.publisher.sendHighWaterMark = SUBSCRIBER_MESSAGES;
    this.publisher.verbosity = 'allSubs';
    for (const socket of [shell, control, stdin, this.publisher, this.heartbeat]) socket.linger = 200;
    this.published = new SendQueue(this.publisher, onPublished);
    this.queues = {
      shell: new SendQueue(shell),
      control: new SendQueue(control),
      stdin: new SendQueue(stdin),
    };
  }

  /** Binds all sockets, then hands each request to `onRequest`. */
  async open(onRequest: (channel: ChannelName, request: Request) => void): Promise<void> {
    const { transport, ip } = this.connection;
    const separator = transport === 'ipc' ? '-' : ':';
    const bind = (socket: { bind(address: string): Promise<void> }, port: number) =>
      socket.bind(`${transport}://${ip}${separator}${port}`);
    await Promise.all([
      bind(this.sockets.shell, this.connection.shell_port),
      bind(this.sockets.control, this.connection.control_port),
      bind(this.sockets.stdin, this.connection.stdin_port),
      bind(this.publisher, this.connection.iopub_port),
      bind(this.heartbeat, this.connection.hb_port),
    ]);
    for (const name of ['shell', 'control', 'stdin'] as const) void this.receive(name, onRequest);
    void this.welcomeSubscribers();
    void this.answerHeartbeats();
  }

  /** Number of published messages that wait for a slow subscriber. */
  get backlog(): number {
    return this.published.length;
  }

  publish(message: string, parent: Header | undefined, content: Content): void {
    this.published.push(messageFrames(this.connection.key, [message], message, parent, content));
  }

  send(channel: ChannelName, message: string, to: Request, content: Content): void {
    this.queues[channel].push(messageFrames(this.connection.key, to.identities, message, to.header, content));
  }

  close(): void {
    this.published.close();
    for (const socket of [...Object.values(this.sockets), this.publisher, this.heartbeat]) socket.close();
  }

  private async receive(name: ChannelName, onRequest: (channel: ChannelName, request: Request) => void) {
    for await (const frames of this.sockets[name]) {
      try {
        onRequest(name, parseRequest(this.connection.key, frames));
      } catch (error) {
        console.error(`kernel: a message on the ${name} channel was dropped:`, error);
      }
    }
  }

  /** A subscriber learns that its subscription stands, so that it need not guess when it may send the first cell. */
  private async welcomeSubscribers(): Promise<void> {
    for await (const [event] of this.publisher) {
      if (event?.[0] !== 1) continue;
      this.publish('iopub_welcome', undefined, { subscription: event.subarray(1).toString() });
    }
  }

  private async answerHeartbeats(): Promise<void> {
    for await (const frames of this.heartbeat) await this.heartbeat.send(frames);
  }
}
