import { currentCell, Interrupted, outputCell } from './Cell';
import { tell } from './output';

interface Waiting {
  resolve: (answer: string) => void;
  reject: (error: Error) => void;
}

const waiting = new Map<number, Waiting>();
let lastId = 0;

/**
 * Asks the person at the notebook a question.
 * @returns the answer; rejects if the front end cannot ask, or if the cell is interrupted
 */
export function ask(prompt: string, password: boolean): Promise<string> {
  const cell = currentCell() ?? outputCell();
  if (!cell) return Promise.reject(new Error('a question requires a running cell, got none; ask from a cell'));
  const id = ++lastId;
  return new Promise((resolve, reject) => {
    const undo = () => {
      waiting.delete(id);
      reject(new Interrupted());
    };
    const settle = <T>(then: (value: T) => void) => {
      return (value: T) => {
        cell.onCancel.delete(undo);
        then(value);
      };
    };
    waiting.set(id, { resolve: settle(resolve), reject: settle(reject) });
    cell.onCancel.add(undo);
    tell({ type: 'input', cell: cell.id, id, prompt, password });
  });
}

/** Hands an answer, or the reason why there is none, to the code that asked. */
export function answer(id: number, value: string | undefined, error: string | undefined): void {
  const asked = waiting.get(id);
  waiting.delete(id);
  if (error !== undefined) asked?.reject(new Error(error));
  else asked?.resolve(value ?? '');
}
