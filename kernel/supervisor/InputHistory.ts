import type { Content } from '../transport/message';

interface Entry {
  line: number;
  input: string;
  output: string | null;
}

/** There is one session: history is not kept when the kernel ends. */
const SESSION = 1;

/** A shell-style pattern (`*`, `?`) as a regular expression. */
function globExpression(pattern: string): RegExp {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*/g, '[^]*')
    .replace(/\?/g, '[^]');
  return new RegExp(`^${source}$`);
}

/** The cells that were run with `store_history`, for `history_request`. */
export class InputHistory {
  private readonly entries: Entry[] = [];

  add(line: number, input: string): void {
    this.entries.push({ line, input, output: null });
  }

  /** Keeps the result of the cell that ran last as number `line`. */
  setOutput(line: number, output: string): void {
    for (const entry of this.entries.slice(-1)) if (entry.line === line) entry.output = output;
  }

  /** The content of a `history_reply` to the content of a `history_request`. */
  answer(request: Content): Content {
    const output = Boolean(request['output']);
    const found = this.select(request);
    return {
      status: 'ok',
      history: found.map((entry) => [SESSION, entry.line, output ? [entry.input, entry.output] : entry.input]),
    };
  }

  private select(request: Content): Entry[] {
    const n = typeof request['n'] === 'number' ? request['n'] : Infinity;
    const last = (entries: Entry[]) => (Number.isFinite(n) ? entries.slice(Math.max(0, entries.length - n)) : entries);
    switch (request['hist_access_type']) {
      case 'range': {
        const session = Number(request['session'] ?? 0);
        if (session !== SESSION && session !== 0) return [];
        const start = Number(request['start'] ?? 0);
        const stop = Number(request['stop'] ?? Infinity);
        return this.entries.filter((entry) => entry.line >= start && entry.line < stop);
      }
      case 'search': {
        const expression = globExpression(String(request['pattern'] ?? '*'));
        let found = this.entries.filter((entry) => expression.test(entry.input));
        if (request['unique']) found = [...new Map(found.map((entry) => [entry.input, entry])).values()];
        return last(found);
      }
      default:
        return last(this.entries);
    }
  }
}
