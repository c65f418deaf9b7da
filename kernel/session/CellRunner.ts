import type ts from '@tslab/typescript-for-tslab';
import type { Converter, ConvertResult } from 'tslab/dist/converter';
import { createExecutor, type Executor } from 'tslab/dist/executor';
import { addAwaitChecks } from './awaitChecks';
import { runInCell, runOutsideCells, type Cell } from './Cell';
import { inEventOfItsOwn } from './events';
import type { Refusal } from './errorContent';
import { nameImportedTypes } from './importTypes';
import type { Interrupts } from './Interrupts';
import { spellOutShorthands } from './shorthands';
import { rememberCell, scriptName } from './stackTraces';
import { lastConversionMaps } from './typescript';

/** What a run of code came to. */
export interface Outcome {
  /** The value of the last expression, if there is one and it is neither null nor undefined. */
  result?: { value: unknown };
  thrown?: { value: unknown };
  /** Why TypeScript did not accept the code. */
  refusals: readonly Refusal[];
}

/** Runs code in tslab's executor, and finds out how it ended. */
export class CellRunner {
  readonly executor: Executor;
  private outcome: Outcome = { refusals: [] };
  /** What earlier cells declared. tslab forgets a cell that failed half way, along with the variables it has set. */
  private declared = '';
  private code = '';
  private cell: Cell | undefined;

  constructor(
    private readonly typescript: typeof ts,
    private readonly interrupts: Interrupts,
    converter: Converter,
  ) {
    const node: Converter = {
      ...converter,
      convert: (_, code) => this.convert(converter, code),
      inspect: (_, code, position) => converter.inspect(this.declared, code, position),
      complete: (_, code, position) => converter.complete(this.declared, code, position),
    };
    // The executor calls `log` with the value of the last expression, and `error` with what a cell threw.
    this.executor = createExecutor(
      process.cwd(),
      { node, browser: node, close: () => node.close() },
      {
        log: (value: unknown) => {
          this.outcome.result = { value };
        },
        error: (...values: unknown[]) => {
          if (values.length === 1) this.outcome.thrown = { value: values[0] };
          else console.error(...values); // TypeScript's complaints about a cell that defines a module
        },
      },
    );
  }

  /** Runs `code`; resolves also when the cell is interrupted and its code never ends. */
  async run(cell: Cell, code: string): Promise<Outcome> {
    const outcome: Outcome = { refusals: [] };
    Object.assign(this, { outcome, code, cell });
    await new Promise<void>((resolve) => {
      const settle = () => {
        cell.ended = true; // from here on no forced stop: it could take the reply along
        resolve();
      };
      const fail = (error: unknown) => {
        outcome.thrown = { value: error };
        settle();
      };
      cell.ended = false;
      this.interrupts.begin(cell, () => {
        this.executor.interrupt();
        settle();
      });
      // A forced stop of the cell must not take the function that waits for it along.
      inEventOfItsOwn(() => runInCell(cell, () => this.executor.execute(code)).then(settle, fail));
    });
    return outcome;
  }

  /** Evaluates an expression like a cell that declares nothing. */
  async evaluate(cell: Cell, expression: string): Promise<Outcome> {
    const { declared } = this;
    const outcome = await this.run(cell, `(${expression})`);
    this.declared = declared;
    return outcome;
  }

  private convert(converter: Converter, code: string): ConvertResult {
    const typed = spellOutShorthands(this.typescript, nameImportedTypes(this.typescript, code));
    const converted = runOutsideCells(() => converter.convert(this.declared, typed));
    this.cell?.throwIfCancelled(); // an interrupt that came during the conversion
    this.outcome.refusals = converted.diagnostics;
    // Told in the outcome; the executor need not print them.
    if (converted.diagnostics.length > 0) return { ...converted, diagnostics: [] };
    this.declared = converted.declOutput ?? '';
    const count = this.cell?.count ?? 0;
    rememberCell(count, { code: this.code, maps: lastConversionMaps() });
    if (!converted.output) return converted;
    const checked = addAwaitChecks(this.typescript, converted.output);
    const output = `${checked.code}\n//# sourceURL=${scriptName(count)}`;
    // tslab does not see a top-level `for await`.
    return { ...converted, output, hasToplevelAwait: converted.hasToplevelAwait || checked.awaitsAtTopLevel };
  }
}
