import { randomUUID } from 'crypto';
import type { Figure } from '../charts/Figure';
import { writeDisplay } from './displayWriter';
import type { MimeBundle } from './displayWriter';
import { interactive, mimeBundle } from './mimeBundle';

/**
 * One place on the page whose content is replaced again and again.
 *
 * @example
 * const live = new LiveDisplay();
 * for (const lambda of [0, 0.01, 0.1]) live.updateFigure(learningCurves([await run(lambda)]));
 */
export class LiveDisplay {
  private readonly id = randomUUID();
  private shown = false;

  /** True once something is on the page; never outside a notebook. */
  get isShown(): boolean {
    return this.shown;
  }

  /** Replaces the content. @returns false outside a notebook. */
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
