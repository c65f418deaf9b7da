import { randomUUID } from 'node:crypto';
import { learningCurves } from '../charts/curves';
import type { Figure } from '../charts/figure';
import type { History } from '../training/history';
import { progressLine } from '../training/progress';
import type { TrainingProgress } from '../training/progress';
import { interactive, mimeBundle, writeDisplay } from './show';
import type { MimeBundle } from './show';

/**
 * One place on the page whose content is replaced again and again. Outside a notebook it shows nothing.
 *
 * @example
 * const live = new LiveDisplay();
 * for (const lambda of [0, 0.01, 0.1]) live.update({ 'text/plain': `λ = ${lambda}` });
 * live.isShown; // => false
 */
export class LiveDisplay {
  private readonly id = randomUUID();
  private shown = false;

  /** True once something is on the page; never outside a notebook. */
  get isShown(): boolean {
    return this.shown;
  }

  /**
   * Replaces the content.
   *
   * @param bundle the same content by MIME type, richest first.
   * @returns false outside a notebook.
   */
  update(bundle: MimeBundle): boolean {
    const written = writeDisplay(bundle, this.id, this.shown);
    this.shown ||= written;
    return written;
  }

  /** Replaces the content by a figure in its interactive form, which is quick to make. */
  updateFigure(figure: Figure): void {
    this.update({ ...interactive(figure), 'text/plain': figure.alt });
  }

  /** Replaces the content by a figure in all its forms; the one to end with, as it is saved in the notebook. */
  async finish(figure: Figure): Promise<void> {
    this.update(await mimeBundle(figure));
  }
}

/** Milliseconds between two updates: often enough to look alive, seldom enough to cost nothing. */
const UPDATE_INTERVAL = 400;

/** Milliseconds between two updates with a still picture, which takes a tenth of a second to draw. */
const PICTURE_INTERVAL = 5000;

/** What `liveTraining` shows. */
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
 * @example
 * const { train } = syntheticShapes({ trainImages: 10, testImages: 1 });
 * const model = convNet({ filters: 1, denseUnits: 2, seed: 1 });
 * model.compile({ optimizer: kerasAdam({ learningRate: 0.001 }), loss: 'categoricalCrossentropy' });
 * await fit(model, train, { epochs: 1, onProgress: liveTraining() }); // prints the epoch's line outside a notebook
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
    const runEnded = at.state !== 'running';
    const isDue = (what: keyof typeof updated, interval: number): boolean => {
      if (!runEnded && now - updated[what] < interval) return false;
      updated[what] = now;
      return true;
    };
    const text = progressLine(at);
    if (isDue('line', UPDATE_INTERVAL)) line.update({ 'text/plain': text });
    if (!epochEnded && !runEnded) return;
    if (!line.isShown) return console.log(text);
    if (at.history.epochs.length === 0) return;
    if (!isDue('figure', UPDATE_INTERVAL)) return;
    const curves = learningCurves([...beside, at.history], heldOut ? { heldOut } : {});
    // The last one is saved with the notebook and must have all its forms; a run can also be interrupted at any time.
    return isDue('picture', PICTURE_INTERVAL) ? figure.finish(curves) : figure.updateFigure(curves);
  };
}
