import { randomUUID } from 'node:crypto';
import { learningCurves } from '../charts/curves';
import type { LearningCurvesOptions } from '../charts/curves';
import type { Figure } from '../charts/figure';
import { NETWORK_COLORS } from '../charts/style';
import { escapeHtml, stillPicture } from '../charts/drawing/svg';
import { isInterrupt } from '../engine';
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

/** Milliseconds after which they are, however long that was: the first drawing also loads what draws. */
const LONGEST_PAUSE = 3000;

/** Earlier runs that are drawn with the one under way: as many as have colors of their own. */
const MOST_BESIDE = NETWORK_COLORS.length - 2;

/** What `liveTraining` shows. */
export interface LiveTrainingOptions extends Pick<LearningCurvesOptions, 'heldOut' | 'networks'> {
  /** Finished runs to draw with the one under way. */
  readonly beside?: readonly History[];
}

/**
 * Makes a callback for `fit({ onProgress })` that shows the progress with the time that remains, and learning curves
 * that grow with every epoch. When the run ends, is interrupted or fails, the figure of the finished epochs stays.
 * Given to several runs, one after the other, it draws the last four with the one under way. What cannot be drawn never
 * ends a run. Outside a notebook it prints a line for every epoch.
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
  const { heldOut } = options;
  let [updated, drawn, pause, drawnEpochs] = [-Infinity, -Infinity, 0, 0];
  let curves = '';
  let ended = [...beside];

  const figure = ({ history }: TrainingProgress): Figure =>
    learningCurves([...without(ended, history).slice(-MOST_BESIDE), history], { ...options, overlay: true });

  const drawCurves = async (at: TrainingProgress): Promise<void> => {
    const start = performance.now();
    curves = await orProblem(async () => (await stillPicture(figure(at)))!);
    drawn = performance.now();
    pause = Math.min(LONGEST_PAUSE, DRAWING_PAUSE * (drawn - start));
    drawnEpochs = at.history.epochs.length;
  };

  const finish = async (at: TrainingProgress): Promise<void> => {
    const problem = await orProblem(async () => {
      await display.finish(figure(at));
      return '';
    });
    if (problem !== '') display.update({ 'text/html': liveHtml(at, problem, heldOut), 'text/plain': progressLine(at) });
    ended = [...without(ended, at.history), at.history];
  };

  return async (at) => {
    const now = performance.now();
    const runEnded = at.state !== 'running';
    const epochs = at.history.epochs.length;
    // Another run than before.
    if (epochs < drawnEpochs) drawnEpochs = 0;
    const isDue = runEnded || now - updated >= UPDATE_INTERVAL;
    const epochEnded = at.step === at.steps;
    // Most steps end here: what follows would cost a short step more than its arithmetic.
    if (!isDue && !epochEnded) return;
    const line = progressLine(at);
    if (!isNotebook()) {
      if (epochEnded || runEnded) console.log(line);
    } else if (runEnded && (epochs > 0 || ended.length > 0)) {
      await finish(at);
    } else if (isDue) {
      if (epochs > drawnEpochs && now - drawn > pause) await drawCurves(at);
      updated = now;
      display.update({ 'text/html': liveHtml(at, curves, heldOut), 'text/plain': line });
    }
  };
}

/** All but those of this name: it is trained anew. */
const without = (histories: readonly History[], { label }: History): History[] =>
  histories.filter((history) => history.label !== label);

/** What could be drawn, or why it could not, as HTML: a training of hours does not end for a picture. */
async function orProblem(draw: () => Promise<string>): Promise<string> {
  try {
    return await draw();
  } catch (error) {
    if (isInterrupt(error)) throw error;
    return `<div>No curves: ${escapeHtml(error instanceof Error ? error.message : String(error))}</div>`;
  }
}
