import { learningCurves } from '../charts/learningCurves';
import type { History } from '../training/history';
import { progressLine } from '../training/progress';
import type { TrainingProgress } from '../training/progress';
import { LiveDisplay } from './LiveDisplay';

/** Milliseconds between two updates: often enough to look alive, seldom enough to cost nothing. */
const UPDATE_INTERVAL = 400;

/** Milliseconds between two updates with a still picture, which takes a tenth of a second to draw. */
const PICTURE_INTERVAL = 5000;

export interface LiveTrainingOptions {
  /** Finished runs to draw beside the one under way. */
  readonly beside?: readonly History[];
  /** What the held-out curve is called. Default `validation`. */
  readonly heldOut?: string;
}

/**
 * Makes a callback for `fit({ onProgress })` that shows a progress line with the time that remains, and learning curves
 * that grow with every epoch. Outside a notebook it prints a line for every epoch.
 *
 * @example await fit(model, train, { epochs: 10, onProgress: liveTraining() });
 */
export function liveTraining({ beside = [], heldOut }: LiveTrainingOptions = {}): (
  at: TrainingProgress,
) => void | Promise<void> {
  const line = new LiveDisplay();
  const figure = new LiveDisplay();
  const updated = { line: -Infinity, figure: -Infinity, picture: -Infinity };
  return (at) => {
    const now = performance.now();
    const epochEnded = at.step === at.steps;
    const runEnded = epochEnded && at.epoch === at.epochs;
    const isDue = (what: keyof typeof updated, interval: number): boolean => {
      if (!runEnded && now - updated[what] < interval) return false;
      updated[what] = now;
      return true;
    };
    const text = progressLine(at);
    if (isDue('line', UPDATE_INTERVAL)) line.update({ 'text/plain': text });
    if (!epochEnded) return;
    if (!line.isShown) return console.log(text);
    if (!isDue('figure', UPDATE_INTERVAL)) return;
    const curves = learningCurves([...beside, at.history], heldOut ? { heldOut } : {});
    // The last one is saved with the notebook and must have all its forms; a run can also be interrupted at any time.
    return isDue('picture', PICTURE_INTERVAL) ? figure.finish(curves) : figure.updateFigure(curves);
  };
}
