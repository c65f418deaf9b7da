import { learningCurves } from '../charts/learningCurves';
import type { History } from '../training/History';
import { progressLine } from '../training/progressLine';
import type { TrainingProgress } from '../training/TrainingProgress';
import { LiveDisplay } from './LiveDisplay';

/** Milliseconds between two updates: often enough to look alive, seldom enough to cost nothing. */
const UPDATE_INTERVAL = 400;

export interface LiveTrainingOptions {
  /** Finished runs to draw beside the one under way. */
  readonly beside?: readonly History[];
  /** What the held-out curve is called. Default `validation`. */
  readonly heldOut?: string;
}

/**
 * Makes a callback for `fit({ onProgress })` that shows a progress line with the time that remains, and learning curves
 * that grow with every epoch. Outside a notebook it prints a line for every epoch.
 */
export function liveTraining({ beside = [], heldOut }: LiveTrainingOptions = {}): (
  at: TrainingProgress,
) => void {
  const line = new LiveDisplay();
  const figure = new LiveDisplay();
  let updated = -Infinity;
  let drawnEpochs = 0;
  return (at) => {
    const epochs = at.history.epochs.length;
    const done = epochs === at.epochs;
    const now = performance.now();
    if (done || now - updated >= UPDATE_INTERVAL) {
      updated = now;
      const text = progressLine(at);
      const inNotebook = line.update({ 'text/plain': text });
      if (!inNotebook && (done || epochs > drawnEpochs)) console.log(text);
      if (epochs > drawnEpochs) {
        drawnEpochs = epochs;
        const curves = learningCurves([...beside, at.history], heldOut ? { heldOut } : {});
        if (!inNotebook) return;
        figure.updateFigure(curves);
        // Drawing the picture takes a moment; the run has ended, so nothing waits for it.
        if (done) void figure.finish(curves);
      }
    }
  };
}
