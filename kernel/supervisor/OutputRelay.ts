import type { Content } from '../transport/message';

const MAXIMUM_CHARACTERS = 65_536;
const DELAY_MILLISECONDS = 15;

type Publish = (cell: number, message: string, content: Content) => void;

/**
 * Joins what a cell prints in quick succession into one message, as 100,000 single lines would choke a browser, and
 * keeps all output in order.
 */
export class OutputRelay {
  private cell = 0;
  private name = '';
  private parts: string[] = [];
  private characters = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly send: Publish) {}

  stream(cell: number, name: string, text: string): void {
    if (this.parts.length > 0 && (cell !== this.cell || name !== this.name)) this.flush();
    this.cell = cell;
    this.name = name;
    this.parts.push(text);
    this.characters += text.length;
    if (this.characters >= MAXIMUM_CHARACTERS) this.flush();
    else this.timer ??= setTimeout(() => this.flush(), DELAY_MILLISECONDS);
  }

  publish(cell: number, message: string, content: Content): void {
    this.flush();
    this.send(cell, message, content);
  }

  /** Sends what is held back; call it before anything that must come after the output. */
  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.parts.length === 0) return;
    const text = this.parts.join('');
    this.parts = [];
    this.characters = 0;
    this.send(this.cell, 'stream', { name: this.name, text });
  }
}
