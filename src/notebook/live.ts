import { randomUUID } from 'node:crypto';
import { learningCurves } from '../charts/curves';
import type { LearningCurvesOptions } from '../charts/curves';
import type { Figure } from '../charts/figure';
import { NETWORK_COLORS } from '../charts/style';
import { stillPicture } from '../charts/drawing/svg';
import type { History } from '../training/history';
import { progressLine } from '../training/progress';
import type { TrainingProgress } from '../training/progress';
import { liveHtml } from './liveHtml';
import { captionOf, interactive, isNotebook, writeDisplay, writeFigure } from './show';
import type { Display, MimeBundle } from './show';

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
  private readonly captionId = randomUUID();
  private shown = false;
  /** What stands below the content; undefined before there was anything. */
  private caption: Display | undefined;

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
    const written = writeDisplay({ data: bundle, metadata: {} }, this.id, this.shown);
    this.shown ||= written;
    // The caption of a figure that stood here.
    if (this.caption && this.caption !== NO_CAPTION) this.writeCaption(NO_CAPTION);
    return written;
  }

  /** Replaces the content by a figure in its interactive form, which is quick to make. */
  updateFigure(figure: Figure): void {
    this.update({ ...interactive(figure), 'text/plain': figure.alt });
  }

  /** Replaces the content by a figure in all its forms, with its caption; the one to end with, as it is saved. */
  async finish(figure: Figure): Promise<void> {
    if (!isNotebook()) return;
    await writeFigure(figure, this.id, this.shown);
    this.shown = true;
    const caption = captionOf(figure);
    if (caption ?? this.caption) this.writeCaption(caption ?? NO_CAPTION);
  }

  private writeCaption(caption: Display): void {
    writeDisplay(caption, this.captionId, this.caption !== undefined);
    this.caption = caption;
  }
}

const NO_CAPTION: Display = { data: { 'text/plain': '' }, metadata: {} };

/** Milliseconds between two updates: often enough to look alive, seldom enough to cost nothing. */
const UPDATE_INTERVAL = 250;

/** Curves are drawn anew when this many times as long as they took has passed, so that they take 5 % of the time. */
const DRAWING_PAUSE = 20;

/** Earlier runs that are drawn with the one under way: as many as have colours of their own. */
const MOST_BESIDE = NETWORK_COLORS.length - 2;

/** What `liveTraining` shows. */
export interface LiveTrainingOptions extends Pick<LearningCurvesOptions, 'heldOut' | 'networks'> {
  /** Finished runs to draw with the one under way. */
  readonly beside?: readonly History[];
}

/**
 * Makes a callback for `fit({ onProgress })` that shows the progress with the time that remains, and learning curves
 * that grow with every epoch. When the run ends, is interrupted or fails, the figure of the finished epochs stays.
 * Given to several runs, one after the other, it shows them all. Outside a notebook it prints a line for every epoch.
 *
 * @example
 * const { train } = syntheticShapes({ trainImages: 10, testImages: 1 });
 * const model = convNet({ filters: 1, denseUnits: 2, seed: 1 });
 * model.compile({ optimizer: kerasAdam({ learningRate: 0.001 }), loss: 'categoricalCrossentropy' });
 * await fit(model, train, { epochs: 1, onProgress: liveTraining() }); // prints the epoch's line outside a notebook
 */
export function liveTraining({ beside = [], ...options }: LiveTrainingOptions = {}): (
  at: TrainingProgress,
) => Promise<void> {
  const display = new LiveDisplay();
  let [updated, drawn, drawingTime] = [-Infinity, -Infinity, 0];
  let curves = '';
  let ended = [...beside];
  const figure = ({ history }: TrainingProgress) => {
    const others = ended.filter(({ label }) => label !== history.label);
    return learningCurves([...others.slice(-MOST_BESIDE), history], { ...options, overlay: true });
  };

  return async (at) => {
    const now = performance.now();
    const epochEnded = at.step === at.steps;
    const runEnded = at.state !== 'running';
    const line = progressLine(at);
    if (!isNotebook()) {
      if (epochEnded || runEnded) console.log(line);
    } else if (runEnded && at.history.epochs.length > 0) {
      await display.finish(figure(at));
      ended = [...ended.filter(({ label }) => label !== at.history.label), at.history];
    } else if (runEnded || now - updated >= UPDATE_INTERVAL) {
      if (epochEnded && now - drawn > DRAWING_PAUSE * drawingTime) {
        curves = (await stillPicture(figure(at)))!;
        drawn = performance.now();
        drawingTime = drawn - now;
      }
      updated = now;
      display.update({ 'text/html': liveHtml(at, curves), 'text/plain': line });
    }
  };
}
