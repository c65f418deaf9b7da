import type { Content, Request } from '../transport/message';

/** An execute request on its way: waiting, running, or done with output that may still come. */
export interface Execution {
  id: number;
  request: Request;
  /** The number in the brackets beside the cell. */
  count: number;
  silent: boolean;
  storeHistory: boolean;
  stopOnError: boolean;
  allowStdin: boolean;
}

/** How many finished cells are remembered, so that late output finds the cell that started it. */
const REMEMBERED = 500;

/** The execute requests in the order in which they came; one runs at a time. */
export class Executions {
  running: Execution | undefined;
  private waiting: Execution[] = [];
  private readonly known = new Map<number, Execution>();
  private lastId = 0;
  private latest = 0;
  private count = 0;

  add(request: Request): Execution {
    const { content } = request;
    const silent = Boolean(content['silent']);
    const execution: Execution = {
      id: ++this.lastId,
      request,
      count: 0,
      silent,
      storeHistory: !silent && content['store_history'] !== false,
      stopOnError: content['stop_on_error'] !== false,
      allowStdin: content['allow_stdin'] !== false,
    };
    this.waiting.push(execution);
    return execution;
  }

  /** The next one to run, now `running`; undefined if one is running or none waits. */
  next(): Execution | undefined {
    if (this.running) return undefined;
    const execution = this.waiting.shift();
    if (!execution) return undefined;
    if (execution.storeHistory) this.count++;
    execution.count = Math.max(1, this.count);
    this.running = execution;
    this.latest = execution.id;
    this.known.set(execution.id, execution);
    if (this.known.size > REMEMBERED) this.known.delete(this.known.keys().next().value as number);
    return execution;
  }

  /** Those that already wait when a cell fails, taken out of the queue; what comes later is run. */
  abortWaiting(): Execution[] {
    const aborted = this.waiting;
    this.waiting = [];
    return aborted;
  }

  /** The id of the cell that runs, or else ran last; 0 if there was none. */
  get latestId(): number {
    return this.latest;
  }

  find(id: number): Execution | undefined {
    return this.known.get(id);
  }

  /** The code of an execute request. */
  static code(content: Content): string {
    return String(content['code'] ?? '');
  }
}
