import { clockTime } from '../src/training/progress';

/** Progress lines with the time that is left, from estimates that are corrected by the time that work really took. */
export class BenchProgress {
  private readonly started = performance.now();
  private doneEstimate = 0;
  private current = { label: '', estimate: 0 };
  private openEstimate: number;

  /** @param estimates seconds of every part of the work, in any unit that is the same for all. */
  constructor(estimates: readonly number[]) {
    this.openEstimate = estimates.reduce((a, b) => a + b, 0);
  }

  /** A part begins; it was estimated at so many seconds. */
  begin(label: string, estimate: number): void {
    this.finish();
    this.current = { label, estimate };
    this.openEstimate -= estimate;
  }

  /** @param share of the current part that is done, 0 to 1. */
  report(share: number, text: string): void {
    const elapsed = (performance.now() - this.started) / 1000;
    const done = this.doneEstimate + share * this.current.estimate;
    const left = this.openEstimate + (1 - share) * this.current.estimate;
    // Until some of the work is done, the estimates are all there is.
    const pace = done > 20 ? elapsed / done : 1;
    process.stderr.write(
      `[${clockTime(elapsed)}, about ${clockTime(left * pace)} left] ${this.current.label}: ${text}\n`,
    );
  }

  private finish(): void {
    this.doneEstimate += this.current.estimate;
  }
}
