/** The content of a reply to a cell that the supervisor answers in the session's place. */
export interface CellError {
  status: 'error';
  ename: string;
  evalue: string;
  traceback: string[];
  [key: string]: unknown;
}

/** An error of that kind. */
export function cellError(ename: string, evalue: string): CellError {
  return { status: 'error', ename, evalue, traceback: [`${ename}: ${evalue}`] };
}

/** The error of the cell that was running when the session ended by itself; `remedy` says what is to be done. */
export function sessionEnded(code: number | null, signal: NodeJS.Signals | null, remedy = ''): CellError {
  const cause = signal ? `was killed by ${signal}; it may have run out of memory` : `ended with exit code ${code}`;
  return cellError('SessionEnded', `the process that runs the cells ${cause}${remedy}`);
}
