import { inspect } from 'node:util';
import type ts from '@tslab/typescript-for-tslab';
import { JupyterHandlerImpl } from 'tslab/dist/jupyter';
import { Interrupted, runOutsideCells, type Cell } from './Cell';
import type { CellRunner, Outcome } from './CellRunner';
import { toCodePoints, toUtf16Offset } from './codePoints';
import { completeness } from './completeness';
import { errorContent, refusalContent } from './errorContent';
import { isGraded, PRINTED } from './grading';
import { publish } from './output';

type Content = Record<string, unknown>;
type Base = JupyterHandlerImpl;

/** `name?` asks for the documentation of `name`, as in IPython. */
const HELP = /^\s*([\p{ID_Start}$_][\p{ID_Continue}$.]*)\?\s*$/u;

/** A value as the data of an `execute_result`; a string stands as it is. */
function resultData(value: unknown): Content {
  const text = typeof value === 'string' ? value : inspect(value);
  return { 'text/plain': isGraded ? text.slice(0, PRINTED) : text };
}

/** The content of the `error` that a cell ended with; undefined if it ended well. */
function failure(cell: Cell, code: string, outcome: Outcome): Content | undefined {
  const thrown = outcome.thrown?.value;
  if (cell.cancelled) return { ...errorContent(thrown instanceof Interrupted ? thrown : new Interrupted()) };
  if (outcome.refusals.length > 0) return { ...refusalContent(code, outcome.refusals) };
  return outcome.thrown && { ...errorContent(thrown) };
}

/** tslab's handler with what Jupyter expects beyond it. */
export class SessionHandler extends JupyterHandlerImpl {
  constructor(
    private readonly typescript: typeof ts,
    private readonly runner: CellRunner,
  ) {
    super(runner.executor, false);
  }

  /** Runs a cell and resolves with the content of its `execute_reply`. */
  async execute(cell: Cell, code: string, userExpressions: Record<string, string>): Promise<Content> {
    const help = HELP.exec(code);
    if (help) return this.help(help[1]!);
    const outcome = await this.runner.run(cell, code);
    const failed = failure(cell, code, outcome);
    if (failed) return failed;
    if (outcome.result) publish('execute_result', { data: resultData(outcome.result.value), metadata: {} });
    const values: Content = {};
    for (const [name, expression] of Object.entries(userExpressions)) {
      const evaluated = await this.runner.evaluate(cell, expression);
      const data = resultData(evaluated.result?.value);
      values[name] = failure(cell, expression, evaluated) ?? { status: 'ok', data, metadata: {} };
    }
    return { status: 'ok', user_expressions: values, payload: [] };
  }

  private help(name: string): Content {
    const found = this.handleInspect({ code: name, cursor_pos: [...name].length, detail_level: 0 });
    const data = found.found ? found.data : { 'text/plain': `Nothing is known of ${name}.` };
    return { status: 'ok', user_expressions: {}, payload: [{ source: 'page', data, start: 0 }] };
  }

  override handleIsComplete(request: { code: string }): ReturnType<Base['handleIsComplete']> {
    return completeness(this.typescript, request.code) as ReturnType<Base['handleIsComplete']>;
  }

  override handleInspect(request: Parameters<Base['handleInspect']>[0]): ReturnType<Base['handleInspect']> {
    const cursor_pos = toUtf16Offset(request.code, request.cursor_pos);
    return runOutsideCells(() => super.handleInspect({ ...request, cursor_pos }));
  }

  override handleComplete(request: Parameters<Base['handleComplete']>[0]): ReturnType<Base['handleComplete']> {
    const { code } = request;
    const cursor_pos = toUtf16Offset(code, request.cursor_pos);
    const reply = runOutsideCells(() => super.handleComplete({ ...request, cursor_pos }));
    return {
      ...reply,
      cursor_start: toCodePoints(code, reply.cursor_start),
      cursor_end: toCodePoints(code, reply.cursor_end),
    };
  }
}
