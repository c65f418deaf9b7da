import type ts from '@tslab/typescript-for-tslab';
import { isCompleteCode } from 'tslab/dist/converter';

/** TypeScript's codes of errors that more text can mend. */
const UNTERMINATED_COMMENT = 1010;
const UNTERMINATED_TEMPLATE = 1160;
/** One that it cannot: a string ends on its line. */
const UNTERMINATED_STRING = 1002;
/** Makes a top-level await legal, and with it a cell that has one. */
const PREFIX = 'export {};';

export interface Completeness {
  status: 'complete' | 'incomplete' | 'invalid';
  indent?: string;
}

/** Whether Enter in a console should run `code`, ask for another line, or run it to show what is wrong. */
export function completeness(typescript: typeof ts, code: string): Completeness {
  const source = typescript.createSourceFile('cell.ts', PREFIX + code, typescript.ScriptTarget.Latest, false);
  const { parseDiagnostics } = source as unknown as { parseDiagnostics: ts.DiagnosticWithLocation[] };
  // What follows the first error is guesswork of the parser.
  const [first] = parseDiagnostics;
  if (!first) return { status: 'complete' };
  const atEnd = first.code !== UNTERMINATED_STRING && first.start >= PREFIX.length + code.trimEnd().length;
  const mendable = atEnd || first.code === UNTERMINATED_COMMENT || first.code === UNTERMINATED_TEMPLATE;
  if (!mendable) return { status: 'invalid' };
  const judged = isCompleteCode(code);
  // Two empty lines at the end ask for it to be run as it is.
  if (judged.completed && /\n\s*\n\s*$/.test(code)) return { status: 'complete' };
  return { status: 'incomplete', indent: judged.indent ?? '' };
}
