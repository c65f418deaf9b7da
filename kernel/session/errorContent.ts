import { inspect } from 'node:util';
import { refusalInPlainWords } from './grading';
import { cellCode } from './stackTraces';

/** What Jupyter wants to know of an error. */
export interface ErrorContent {
  status: 'error';
  ename: string;
  evalue: string;
  traceback: string[];
}

const FRAME = /cell (\d+), line (\d+)/;
const LINES_AROUND = 2;

const red = (text: string) => `\u001b[31m${text}\u001b[39m`;
const gray = (text: string) => `\u001b[90m${text}\u001b[39m`;

/** The lines around `line` of a cell, with an arrow at it. */
function excerpt(code: string, line: number): string[] {
  const lines = code.split('\n');
  const first = Math.max(1, line - LINES_AROUND);
  const last = Math.min(lines.length, line + LINES_AROUND);
  const width = String(last).length;
  const shown: string[] = [];
  for (let i = first; i <= last; i++) {
    const number = String(i).padStart(width);
    shown.push(i === line ? `${red(`--> ${number}`)} ${lines[i - 1]}` : `    ${gray(number)} ${lines[i - 1]}`);
  }
  return shown;
}

function excerptOf(stack: string): string[] {
  const match = FRAME.exec(stack);
  const code = match && cellCode(Number(match[1]));
  if (!match || !code) return [];
  return [`cell ${match[1]}, line ${match[2]}:`, ...excerpt(code, Number(match[2])), ''];
}

/** The content of an `error` message for a value that a cell threw. */
export function errorContent(thrown: unknown): ErrorContent {
  if (!(thrown instanceof Error)) {
    const evalue = typeof thrown === 'string' ? thrown : inspect(thrown);
    return { status: 'error', ename: 'Thrown', evalue, traceback: [red(`Thrown: ${evalue}`)] };
  }
  const ename = String(thrown.name || 'Error');
  const evalue = refusalInPlainWords(thrown) ?? String(thrown.message);
  const stack = String(thrown.stack ?? '');
  const frames = stack.split('\n').filter((line) => line.startsWith('    at '));
  const traceback = [...excerptOf(stack), `${red(ename)}: ${evalue}`, ...frames.map(gray)];
  if (thrown.cause !== undefined) traceback.push('', 'caused by:', ...errorContent(thrown.cause).traceback);
  return { status: 'error', ename, evalue, traceback };
}

/** A place where TypeScript refused a cell. */
export interface Refusal {
  fileName?: string;
  start: { line: number; character: number };
  messageText: string;
}

/** The content of an `error` message for a cell that TypeScript refused. */
export function refusalContent(code: string, refusals: readonly Refusal[]): ErrorContent {
  const traceback: string[] = [];
  for (const { fileName, start, messageText } of refusals) {
    const line = start.line + 1;
    traceback.push(
      `${fileName ? `${fileName}, ` : ''}line ${line}, column ${start.character + 1}: ${red(messageText)}`,
    );
    if (!fileName) traceback.push(...excerpt(code, line), '');
  }
  const evalue = refusals[0]?.messageText ?? 'the cell could not be compiled';
  return { status: 'error', ename: 'TypeScriptError', evalue, traceback };
}
