import { learningCurves } from '../charts/curves';
import { weightHistograms } from '../charts/weightHistograms';
import { weightOverlay } from '../charts/weightOverlay';
import { weightTimeline } from '../charts/weightTimeline';
import type { WeightMagnitudes } from '../model/weightMagnitudes';
import type { EpochRecord, History } from '../training/history';
import type { GalleryEntry } from './galleryFigures';

const LONG_NAME = 'a network with a very long name, '.repeat(7).slice(0, 200);
const MARKUP = '<script>alert("1")</script> & <b>L2</b> 🙂';

/** What figures must survive, made of the same runs. Where a figure refuses, the page shows its message. */
export const GALLERY_HARD_CASES: readonly GalleryEntry[] = [
  {
    name: 'learningCurves',
    shows: 'twenty networks: a message that says what to do',
    draw: ({ histories }) =>
      learningCurves(Array.from({ length: 20 }, (_, i) => ({ ...histories[0]!, label: `seed ${i}` }))),
  },
  {
    name: 'learningCurves',
    shows: 'six networks over each other',
    draw: ({ histories }) =>
      learningCurves(
        ['baseline', 'l2 0.001', 'l2 0.01', 'l2 0.1', 'l2 1', 'l2 10'].map((label, i) => ({
          ...withEpochs(histories[i % 2]!, (epoch) => scaled(epoch, 1 + i / 10)),
          label,
        })),
      ),
  },
  {
    name: 'learningCurves',
    shows: 'losses that are not finite: gaps',
    draw: ({ histories }) =>
      learningCurves(
        histories.map((history) =>
          withEpochs(history, (epoch) =>
            epoch.epoch % 7 === 3 ? scaled(epoch, epoch.epoch === 3 ? NaN : Infinity) : epoch,
          ),
        ),
      ),
  },
  {
    name: 'learningCurves',
    shows: 'names of 200 letters and with markup',
    draw: ({ histories }) => learningCurves(named(histories)),
  },
  {
    name: 'learningCurves',
    shows: 'such names over each other',
    draw: ({ histories }) => learningCurves(named(histories), { overlay: true }),
  },
  {
    name: 'learningCurves',
    shows: 'one epoch',
    draw: ({ histories }) => learningCurves(histories.map((history) => ofEpochs(history, [history.epochs[0]!]))),
  },
  {
    name: 'learningCurves',
    shows: 'a thousand epochs',
    draw: ({ histories }) => learningCurves(histories.map((history) => ofEpochs(history, stretched(history, 1000)))),
  },
  {
    name: 'weightHistograms',
    shows: 'weights all zero',
    draw: ({ magnitudes }) => weightHistograms(magnitudes.map(allZero)),
  },
  {
    name: 'weightHistograms',
    shows: 'only one of the networks all zero, names of 200 letters and with markup',
    draw: ({ magnitudes }) =>
      weightHistograms(
        magnitudes.map((row) => ({ ...(row.network === 'L2' ? allZero(row) : row), network: renamed(row.network) })),
      ),
  },
  {
    name: 'weightOverlay',
    shows: 'names of 200 letters and with markup',
    draw: ({ magnitudes }) => weightOverlay(magnitudes.map((row) => ({ ...row, network: renamed(row.network) }))),
  },
  {
    name: 'weightOverlay',
    shows: 'weights all zero',
    draw: ({ magnitudes }) => weightOverlay(magnitudes.map(allZero)),
  },
  {
    name: 'weightTimeline',
    shows: 'names of 200 letters and with markup',
    draw: ({ histories }) => weightTimeline(named(histories), { layer: 'Dense 1' }),
  },
  {
    name: 'weightTimeline',
    shows: 'one network, one epoch',
    draw: ({ histories }) =>
      weightTimeline([{ ...histories[0]!, snapshots: histories[0]!.snapshots.slice(0, 1) }], { layer: 'Dense 1' }),
  },
];

const renamed = (network: string): string => (network === 'baseline' ? LONG_NAME : MARKUP);

const named = (histories: readonly History[]): History[] =>
  histories.map((history) => ({ ...history, label: renamed(history.label) }));

const withEpochs = (history: History, change: (epoch: EpochRecord) => EpochRecord): History => ({
  ...history,
  epochs: history.epochs.map(change),
});

const ofEpochs = (history: History, epochs: readonly EpochRecord[]): History => ({
  ...history,
  epochs,
  settings: { ...history.settings, epochs: epochs.length },
});

/** The same curve, slower. */
const stretched = ({ epochs }: History, count: number): EpochRecord[] =>
  Array.from({ length: count }, (_, i) => ({ ...epochs[Math.floor((i * epochs.length) / count)]!, epoch: i + 1 }));

const scaled = ({ validation, ...epoch }: EpochRecord, factor: number): EpochRecord => ({
  ...epoch,
  train: { ...epoch.train, dataLoss: epoch.train.dataLoss * factor },
  ...(validation && { validation: { ...validation, dataLoss: validation.dataLoss * factor } }),
});

const allZero = (row: WeightMagnitudes): WeightMagnitudes => ({
  ...row,
  ...{ mean: 0, median: 0, max: 0, l2Norm: 0, counts: row.counts.map(() => 0), below: row.count },
});
