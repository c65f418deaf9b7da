import type { Figure } from '../charts/Figure';
import { writeDisplay } from './displayWriter';
import { mimeBundle } from './mimeBundle';

/**
 * Puts figures or Markdown text on the page, each as one message. Outside a notebook it prints their descriptions.
 *
 * @example await show(learningCurves([history]));
 */
export async function show(...items: readonly (Figure | string)[]): Promise<void> {
  for (const item of items) {
    const bundle =
      typeof item === 'string' ? { 'text/markdown': item, 'text/plain': item } : await mimeBundle(item);
    if (!writeDisplay(bundle)) console.log(bundle['text/plain']);
  }
}
