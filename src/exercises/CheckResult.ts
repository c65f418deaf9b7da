/** Whether an answer is right, wrong, or not there yet. */
export type CheckState = 'right' | 'wrong' | 'missing';

const SIGNS: Readonly<Record<CheckState, string>> = { right: '✓', wrong: '✗', missing: '○' };

/** What a check says about an answer. At the end of a cell it shows itself as one line. */
export class CheckResult {
  constructor(
    readonly state: CheckState,
    /** What is right or wrong, in sentences. */
    readonly message: string,
    /** The error in thought that an answer like this one comes from, if it is a known one. */
    readonly misconception?: string,
  ) {}

  /** True for a right answer. */
  get passed(): boolean {
    return this.state === 'right';
  }

  toString(): string {
    return `${SIGNS[this.state]} ${this.message}`;
  }

  /** What Node and the notebook print. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }
}

/** A right answer. */
export const right = (message: string): CheckResult => new CheckResult('right', message);

/** A wrong one, by a known misconception or not. */
export const wrong = (message: string, misconception?: string): CheckResult =>
  new CheckResult('wrong', message, misconception);

/** An answer that comes from a known error in thought. */
export const mistake = ({ misconception, say }: { misconception: string; say: string }): CheckResult =>
  wrong(say, misconception);

/** A starting cell that nobody has changed. */
export const missing = (name: string): CheckResult =>
  new CheckResult('missing', `Not done yet: write ${name} in the cell above, then run both cells again.`);
