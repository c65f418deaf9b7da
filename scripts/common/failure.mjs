// @ts-check

/** A failure that a user can act on: what was being done, why it failed, what to do about it. */
export class Failure extends Error {
  /**
   * @param {string} step what was being done, e.g. "Python packages"
   * @param {string} cause why it failed; may have several lines
   * @param {string} remedy what the user can do
   */
  constructor(step, cause, remedy) {
    super(`${step}: ${cause}`);
    this.step = step;
    this.reason = cause;
    this.remedy = remedy;
  }
}

/** Prints a failure in the same three-part form for every command, which has failed with it. @param {unknown} error */
export function printFailure(error) {
  process.exitCode = 1;
  if (error instanceof Failure) {
    const indent = (/** @type {string} */ text) => text.trimEnd().replaceAll('\n', '\n             ');
    console.error(`\n✗ ${error.step} failed`);
    console.error(`    cause:   ${indent(error.reason)}`);
    console.error(`    to mend: ${indent(error.remedy)}`);
  } else {
    console.error(error);
  }
}
