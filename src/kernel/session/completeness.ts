import type ts from '@tslab/typescript-for-tslab';
import { isCompleteCode } from 'tslab/dist/converter';

/** TypeScript's codes of errors that more text can mend. */
const UNTERMINATED_COMMENT = 1010;
const UNTERMINATED_TEMPLATE = 1160;
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
  if (parseDiagnostics.length === 0) return { status: 'complete' };
  const end = PREFIX.length + code.trimEnd().length;
  const mendable = parseDiagnostics.some(
    ({ code: number, start }) =>
      number === UNTERMINATED_COMMENT || number === UNTERMINATED_TEMPLATE || (start >= end && number < 2000),
  );
  if (!mendable) return { status: 'invalid' };
  const judged = isCompleteCode(code);
  // Two empty lines at the end ask for it to be run as it is.
  if (judged.completed && /\n\s*\n\s*$/.test(code)) return { status: 'complete' };
  return { status: 'incomplete', indent: judged.indent ?? '' };
}
