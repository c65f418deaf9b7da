import { mean } from 'simple-statistics';
import { geometricDecay } from '../analysis/quadratic';
import { confusionMatrix } from '../charts/confusionMatrix';
import { learningCurves } from '../charts/curves';
import { decayCurves } from '../charts/decayCurves';
import { featureMaps } from '../charts/featureMaps';
import type { Figure } from '../charts/figure';
import { filterGrid } from '../charts/filterGrid';
import { imageGrid } from '../charts/imageGrid';
import { lineChart } from '../charts/lineChart';
import type { LineSeries } from '../charts/lineChart';
import { networkDiagram } from '../charts/networkDiagram';
import { parabola } from '../charts/parabola';
import { patchGrid } from '../charts/patchGrid';
import { penaltyLandscape } from '../charts/penaltyLandscape';
import { predictionGrid } from '../charts/predictionGrid';
import { sweepChart } from '../charts/sweepChart';
import type { SweepScore } from '../charts/sweepChart';
import { unitChart } from '../charts/unitChart';
import { weightHistograms } from '../charts/weightHistograms';
import { weightOverlay } from '../charts/weightOverlay';
import { weightTimeline } from '../charts/weightTimeline';
import type { ImageDataset } from '../data/dataset';
import { GALLERY_LAMBDA, GALLERY_PROBLEM } from './galleryDescents';
import { GALLERY_DECAYS } from './galleryRuns';
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
  { name: 'imageGrid', shows: 'images of every class', draw: ({ train }) => imageGrid(train) },
  {
    name: 'predictionGrid',
    shows: 'what a network says',
    draw: ({ test, predicted }) => predictionGrid(test, predicted['L2']!),
  },
  {
    name: 'predictionGrid',
    shows: 'the errors of which it is surest',
    draw: ({ test, predicted }) => predictionGrid(test, predicted['L2']!, { show: 'surest errors', count: 12 }),
  },
  { name: 'filterGrid', shows: 'before and after training', draw: ({ filters }) => filterGrid(filters) },
  {
    name: 'patchGrid',
    shows: 'what the filters answer to',
    draw: ({ train, filters, patches }) => patchGrid(patches, { images: train, filters: filters.after }),
  },
  {
    name: 'featureMaps',
    shows: 'what differences make of an image',
    draw: ({ train }) => featureMaps(differences(train)),
  },
  {
    name: 'confusionMatrix',
    shows: 'two networks and their difference',
    draw: ({ predicted }) => confusionMatrix(predicted),
  },
  {
    name: 'confusionMatrix',
    shows: 'one network, numbers of images',
    draw: ({ predicted }) => confusionMatrix({ L2: predicted['L2']! }, { normalize: false }),
  },
  { name: 'unitChart', shows: 'two networks', draw: ({ norms }) => unitChart(norms) },
  {
    name: 'networkDiagram',
    shows: 'a small network',
    draw: ({ layers }) => networkDiagram(layers, { penalties: ['Dense 1'] }),
  },
  {
    name: 'parabola',
    shows: 'one weight, to slide',
    draw: () => parabola({ curvature: 1, minimum: 2 }, { lambdas: [0, 0.1, 0.2, 0.5, 1, 2, 5, 10], lambda: 1 }),
  },
  {
    name: 'penaltyLandscape',
    shows: 'two weights from above',
    draw: ({ descents }) => penaltyLandscape(GALLERY_PROBLEM, { ...LAMBDAS, paths: descents }),
  },
  {
    name: 'penaltyLandscape',
    shows: 'two weights as a surface, to turn',
    draw: ({ descents }) => penaltyLandscape(GALLERY_PROBLEM, { ...LAMBDAS, paths: descents, threeD: true }),
  },
  {
    name: 'decayCurves',
    shows: 'the norm of a real layer',
    draw: ({ layerNorms }) =>
      decayCurves({ L2: layerNorms }, { yTitle: 'norm of Dense 1', xTitle: 'epoch', networks: ['L2'] }),
  },
  {
    name: 'decayCurves',
    shows: 'beside the closed form, logarithmic',
    draw: ({ decays }) => decayCurves(decays, { yTitle: 'weight w', closedForm: closedForms(), logarithmic: true }),
  },
  { name: 'lineChart', shows: 'points and lines', draw: () => lineChart(waves(), { xTitle: 'x', yTitle: 'sin x' }) },
  {
    name: 'sweepChart',
    shows: 'short runs',
    draw: ({ scores }) => sweepChart(scores, { heldOut: 'test', chosen: bestLambda(scores) }),
  },
];

/** The first image in gray (its red channel), and how its brightness changes from column to column and from row to row. */
function differences({ images, height, width, channels }: ImageDataset): Record<string, number[][]> {
  const gray = (row: number, column: number) => images[(row * width + column) * channels]! / 255;
  const map = (rows: number, columns: number, value: (row: number, column: number) => number) =>
    Array.from({ length: rows }, (_, row) => Array.from({ length: columns }, (_, column) => value(row, column)));
  return {
    'red channel': map(height, width, gray),
    'from left to right': map(height, width - 1, (row, column) => gray(row, column + 1) - gray(row, column)),
    'from top to bottom': map(height - 1, width, (row, column) => gray(row + 1, column) - gray(row, column)),
  };
}

const LAMBDAS = { lambdas: [0, 0.2, 0.8, 3, 10], lambda: GALLERY_LAMBDA };

const closedForms = (): Record<string, number[]> =>
  Object.fromEntries(Object.entries(GALLERY_DECAYS).map(([name, settings]) => [name, geometricDecay(1, settings)]));

/** A line, and marks near it. */
function waves(): LineSeries[] {
  const x = Array.from({ length: 61 }, (_, i) => i / 10);
  const some = x.filter((_, i) => i % 5 === 0);
  return [
    { name: 'sin x', x, y: x.map(Math.sin) },
    {
      name: 'to the fifth power',
      x,
      y: x.map((value) => value - value ** 3 / 6 + value ** 5 / 120).map((y) => Math.min(y, 2)),
    },
    { name: 'measured', x: some, y: some.map((value, i) => Math.sin(value) + 0.1 * (-1) ** i), mark: 'points' },
  ];
}

/** The λ with the lowest mean loss on held-out images. A run that diverged counts as the worst. */
function bestLambda(scores: readonly SweepScore[]): number {
  const lossOf = ({ validation }: SweepScore) => (Number.isFinite(validation) ? validation : Infinity);
  const meanOf = (wanted: number) => mean(scores.filter(({ lambda }) => lambda === wanted).map(lossOf));
  return scores.map(({ lambda }) => lambda).reduce((best, lambda) => (meanOf(lambda) < meanOf(best) ? lambda : best));
}
