import type { ConnectionFile } from '../transport/connectionFile';
import type { SessionFrame } from '../transport/frames';
import type { Content, Request } from '../transport/message';
import { sessionEnded } from './cellError';
import { Channels, type ChannelName } from './Channels';
import { Executions, type Execution } from './Executions';
import { GradedSession } from './GradedSession';
import type { GradingLimits } from './gradingLimits';
import { InputHistory } from './InputHistory';
import { kernelInfo } from './kernelInfo';
import { OutputRelay } from './OutputRelay';
import { SessionProcess, type Session } from './SessionProcess';

/** Above this many waiting messages the session is not read, so its next output waits. */
const MAXIMUM_BACKLOG = 64;

/** The kernel as Jupyter sees it: answers requests, and has the session run what must be run. */
export class KernelServer {
  private readonly channels: Channels;
  private readonly session: Session;
  private readonly executions = new Executions();
  private readonly history = new InputHistory();
  private readonly output = new OutputRelay((cell, message, content) => this.publishOutput(cell, message, content));
  private readonly asked = new Map<number, { channel: ChannelName; request: Request; reply: string }>();
  private readonly prompts: { id: number; cell: number }[] = [];
  private lastId = 0;
  private interrupting = false;
  private closing = false;

  /** @param grading limits of a graded notebook; undefined for any other */
  constructor(
    private readonly connection: ConnectionFile,
    grading: GradingLimits | undefined,
  ) {
    // The session takes longest to start, so it is the first thing.
    const onFrame = (frame: SessionFrame) => this.handleFrame(frame);
    this.session = grading
      ? new GradedSession(grading, onFrame)
      : new SessionProcess(onFrame, (code, signal) => this.handleExit(code, signal));
    this.channels = new Channels(connection, () => this.session.setReading(true));
  }

  async open(): Promise<void> {
    await this.channels.open((channel, request) => this.handleRequest(channel, request));
    this.channels.publish('status', undefined, { execution_state: 'starting' });
  }

  /** Ends the running cell, or what the last one left running. */
  interrupt(): void {
    // A session that waits for a slow subscriber could not stop.
    this.interrupting = true;
    this.session.setReading(true);
    this.session.interrupt(this.executions.latestId);
  }

  /** Ends the session at once and the kernel right after, with what is already said still delivered. */
  close(exitCode = 0): void {
    this.closing = true;
    this.session.kill();
    setTimeout(() => {
      this.channels.close();
      process.exit(exitCode);
    }, 50);
  }

  private handleRequest(channel: ChannelName, request: Request): void {
    if (channel === 'stdin') {
      this.handleInputReply(request);
      return;
    }
    const { header, content } = request;
    if (header.msg_type === 'execute_request') {
      this.executions.add(request);
      this.executeNext();
      return;
    }
    this.channels.publish('status', header, { execution_state: 'busy' });
    const answered = this.answer(channel, request, content);
    if (answered) this.channels.publish('status', header, { execution_state: 'idle' });
  }

  /** @returns whether the request is done with; false if the session has to answer it */
  private answer(channel: ChannelName, request: Request, content: Content): boolean {
    const reply = (type: string, body: Content) => this.channels.send(channel, type, request, body);
    switch (request.header.msg_type) {
      case 'kernel_info_request':
        reply('kernel_info_reply', kernelInfo());
        return true;
      case 'history_request':
        reply('history_reply', this.history.answer(content));
        return true;
      case 'connect_request': {
        const { shell_port, iopub_port, stdin_port, control_port, hb_port } = this.connection;
        reply('connect_reply', { status: 'ok', shell_port, iopub_port, stdin_port, control_port, hb_port });
        return true;
      }
      case 'comm_info_request':
        reply('comm_info_reply', { status: 'ok', comms: {} });
        return true;
      case 'comm_open':
        // The kernel has no targets; the other side must learn that nobody listens.
        this.channels.publish('comm_close', request.header, { comm_id: content['comm_id'], data: {} });
        return true;
      case 'comm_msg':
      case 'comm_close':
        return true;
      case 'interrupt_request':
        this.interrupt();
        reply('interrupt_reply', { status: 'ok' });
        return true;
      case 'shutdown_request':
        reply('shutdown_reply', { status: 'ok', restart: Boolean(content['restart']) });
        this.channels.publish('shutdown_reply', request.header, {
          status: 'ok',
          restart: Boolean(content['restart']),
        });
        this.close();
        return true;
      case 'complete_request':
      case 'inspect_request': {
        const type = request.header.msg_type === 'complete_request' ? 'complete' : 'inspect';
        const id = this.ask(channel, request, `${type}_reply`);
        const code = Executions.code(content);
        this.session.send({ type, id, code, cursor: Number(content['cursor_pos'] ?? 0) });
        return false;
      }
      case 'is_complete_request': {
        const id = this.ask(channel, request, 'is_complete_reply');
        this.session.send({ type: 'isComplete', id, code: Executions.code(content) });
        return false;
      }
      default:
        console.error(`kernel: no answer to messages of type ${request.header.msg_type}`);
        return true;
    }
  }

  private ask(channel: ChannelName, request: Request, reply: string): number {
    const id = --this.lastId; // below zero: executions count upwards
    this.asked.set(id, { channel, request, reply });
    return id;
  }

  private executeNext(): void {
    const execution = this.executions.next();
    if (!execution) return;
    const { request, count, silent, storeHistory, id } = execution;
    const code = Executions.code(request.content);
    this.interrupting = false;
    this.channels.publish('status', request.header, { execution_state: 'busy' });
    if (!silent) this.channels.publish('execute_input', request.header, { code, execution_count: count });
    if (storeHistory) this.history.add(count, code);
    const userExpressions = (request.content['user_expressions'] ?? {}) as Record<string, string>;
    this.session.send({ type: 'execute', id, count, code, userExpressions });
  }

  private handleFrame(frame: SessionFrame): void {
    switch (frame.type) {
      case 'stream':
        this.output.stream(frame.cell, frame.name, frame.text);
        break;
      case 'publish':
        this.output.publish(frame.cell, frame.message, frame.content);
        break;
      case 'input':
        this.askForInput(frame);
        break;
      case 'reply':
        this.output.flush();
        this.handleReply(frame.id, frame.content);
        break;
    }
    if (this.channels.backlog > MAXIMUM_BACKLOG && !this.interrupting) this.session.setReading(false);
  }

  private handleReply(id: number, content: Content): void {
    const asked = this.asked.get(id);
    if (asked) {
      this.asked.delete(id);
      this.channels.send(asked.channel, asked.reply, asked.request, content);
      this.channels.publish('status', asked.request.header, { execution_state: 'idle' });
      return;
    }
    const { running } = this.executions;
    if (running?.id !== id) return;
    this.executions.running = undefined;
    const failed = content['status'] === 'error';
    // Taken out before anyone hears of the error: what a client sends in answer to it must run.
    const aborted = failed && running.stopOnError ? this.executions.abortWaiting() : [];
    this.finish(running, { ...content, execution_count: running.count });
    for (const execution of aborted) this.abort(execution);
    this.executeNext();
  }

  private finish(execution: Execution, content: Content): void {
    const { ename, evalue, traceback } = content;
    if (content['status'] === 'error' && !execution.silent) {
      this.channels.publish('error', execution.request.header, { ename, evalue, traceback });
    }
    this.channels.send('shell', 'execute_reply', execution.request, content);
    this.channels.publish('status', execution.request.header, { execution_state: 'idle' });
  }

  private abort(execution: Execution): void {
    const { header } = execution.request;
    this.channels.publish('status', header, { execution_state: 'busy' });
    this.channels.send('shell', 'execute_reply', execution.request, {
      status: 'aborted',
      execution_count: 0,
    });
    this.channels.publish('status', header, { execution_state: 'idle' });
  }

  private publishOutput(cell: number, message: string, content: Content): void {
    const execution = this.executions.find(cell);
    if (execution?.silent) return;
    if (message === 'execute_result' && execution) {
      content = { ...content, execution_count: execution.count };
      const text = (content['data'] as Content)['text/plain'];
      if (execution.storeHistory) this.history.setOutput(execution.count, String(text));
    }
    this.channels.publish(message, execution?.request.header, content);
  }

  private askForInput(frame: SessionFrame & { type: 'input' }): void {
    const execution = this.executions.find(frame.cell);
    if (!execution?.allowStdin) {
      const error = 'this front end cannot ask questions (allow_stdin is false); run the notebook in JupyterLab';
      this.session.send({ type: 'inputReply', id: frame.id, error });
      return;
    }
    this.output.flush();
    this.prompts.push({ id: frame.id, cell: frame.cell });
    const { prompt, password } = frame;
    this.channels.send('stdin', 'input_request', execution.request, { prompt, password });
  }

  private handleInputReply(request: Request): void {
    const prompt = this.prompts.shift();
    if (!prompt) return;
    this.session.send({ type: 'inputReply', id: prompt.id, value: String(request.content['value'] ?? '') });
  }

  /** The session ended by itself: a cell called `process.exit`, or the system took its memory. */
  private handleExit(code: number | null, signal: NodeJS.Signals | null): void {
    if (this.closing) return;
    this.output.flush();
    const { running } = this.executions;
    if (running) {
      const remedy = '. All variables are lost; run the notebook from the top';
      this.finish(running, { ...sessionEnded(code, signal, remedy), execution_count: running.count });
    }
    this.close(1);
  }
}
