import { stepsAhead } from '../engine';

/**
 * Steps whose numbers are not there yet, in order. A graphics card then has its next steps while JavaScript reads the
 * numbers of earlier ones; on engines that give a step's numbers with the step, each is waited for at once.
 */
export class StepQueue<T> {
  private readonly underWay: Promise<T>[] = [];

  constructor(private readonly ahead = stepsAhead()) {}

  /** Adds a step, and waits if more are under way than shall be. @returns the results that this gave, in order. */
  async add(step: Promise<T>): Promise<T[]> {
    // Whoever stops at an earlier step's error does not wait for this one.
    step.catch(() => undefined);
    this.underWay.push(step);
    return this.waitUntil(this.ahead);
  }

  /** Waits for all that are under way. */
  async rest(): Promise<T[]> {
    return this.waitUntil(0);
  }

  private async waitUntil(left: number): Promise<T[]> {
    const results: T[] = [];
    while (this.underWay.length > left) results.push(await this.underWay.shift()!);
    return results;
  }
}
