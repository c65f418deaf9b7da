import { learningCurves } from '../charts/curves';
import type { Figure } from '../charts/figure';
import { imageGrid } from '../charts/imageGrid';
import { weightHistograms } from '../charts/weightHistograms';
import { weightOverlay } from '../charts/weightOverlay';
import { weightTimeline } from '../charts/weightTimeline';
import type { GalleryRuns } from './galleryRuns';

/** One figure of the gallery. */
export interface GalleryEntry {
  /** The function that draws it. */
  readonly name: string;
  /** Which of its forms, or which hard case. */
  readonly shows: string;
  readonly draw: (runs: GalleryRuns) => Figure;
}

/** Every figure of src/charts, in every form. A new figure gets its entry here, its data in galleryRuns.ts. */
export const GALLERY_FIGURES: readonly GalleryEntry[] = [
  {
    name: 'learningCurves',
    shows: 'networks side by side',
    draw: ({ histories }) => learningCurves(histories, { heldOut: 'test' }),
  },
  {
    name: 'learningCurves',
    shows: 'networks over each other',
    draw: ({ histories }) => learningCurves(histories, { heldOut: 'test', overlay: true }),
  },
  {
    name: 'learningCurves',
    shows: 'the penalty of one network',
    draw: ({ histories }) => learningCurves(histories.slice(1), { metrics: ['penalty'], heldOut: 'test' }),
  },
  { name: 'weightHistograms', shows: 'all layers', draw: ({ magnitudes }) => weightHistograms(magnitudes) },
  {
    name: 'weightOverlay',
    shows: 'one layer, to choose and zoom',
    draw: ({ magnitudes }) => weightOverlay(magnitudes, { layer: 'Dense 1' }),
  },
  {
    name: 'weightTimeline',
    shows: 'one layer through the epochs, to slide and play',
    draw: ({ histories }) => weightTimeline(histories, { layer: 'Dense 1' }),
  },
  { name: 'imageGrid', shows: 'images of every class', draw: ({ images }) => imageGrid(images) },
];
