import { mean, sampleStandardDeviation } from 'simple-statistics';
import { textTicks } from '../drawing/axisTicks';
import { endLabelPanel, endLabels } from '../drawing/endLabels';
import { byName, dataOf, quantity } from '../drawing/vegaLite';
import type { VegaLiteSpec } from '../figure';
import { ACCENTS, DASHES, INK, rounded } from '../style';
import type { SweepScore } from '../sweepChart';
import { lambdaText } from './lambdas';
import { METRICS } from './metrics';
import { sweepAxis } from './sweepAxis';
import type { SweepAxis } from './sweepAxis';

/** Pixels by which the marks of training images stand left of their λ, and those of held-out images right of it. */
const APART = 4;

/** The runs with one λ on one kind of images. */
export interface Group {
  readonly lambda: number;
  readonly images: string;
  readonly count: number;
  readonly mean: number;
  /** One standard deviation to each side of the mean, or from one to the other of two; none of a single one. */
  readonly range?: readonly [number, number];
}

/** Mean and spread of the scores of several seeds. Of two, a standard deviation says less than the scores themselves. */
export function spreadOf(scores: number[]): Pick<Group, 'count' | 'mean' | 'range'> {
  const [count, middle] = [scores.length, mean(scores)];
  if (count === 1) return { count, mean: middle };
  if (count === 2) return { count, mean: middle, range: [Math.min(...scores), Math.max(...scores)] };
  const deviation = sampleStandardDeviation(scores);
  return { count, mean: middle, range: [middle - deviation, middle + deviation] };
}

/** What the panel of a sweep shows. */
export interface Sweep {
  readonly metric: 'dataLoss' | 'accuracy';
  readonly chosen: number | undefined;
  readonly heldOut: string;
  readonly finished: readonly SweepScore[];
  /** In the order of λ. */
  readonly groups: readonly Group[];
  readonly lambdas: readonly number[];
}

/** Points, means, bars and the chosen λ. */
export function sweepPanel({ metric, chosen, heldOut, finished, groups, lambdas }: Sweep): VegaLiteSpec {
  const kinds = ['train', heldOut];
  const { width, height } = endLabelPanel(kinds);
  const axis = sweepAxis(lambdas, width);
  const [low, high] = domainOf(finished, groups);
  // Held-out images decide, so they have the color.
  const colors = [INK, ACCENTS[0]] as const;
  const ends = kinds.map((name, i) => {
    const last = groups.filter(({ images }) => images === name).at(-1);
    return { name, color: colors[i]!, end: last && (height * (high - last.mean)) / (high - low) };
  });
  const { title, note } = METRICS[metric];
  const yTitle = [title, `(${note})`];
  const color = byName('images', kinds, colors);
  const shape = byName('images', kinds, ['circle', 'square']);
  const score = { field: 'score', format: '.4~g' };
  const about = [{ field: 'images' }, { field: 'lambda', title: 'λ', format: '.4~g' }];
  return {
    ...{ width, height },
    data: dataOf(groups.map((group) => groupRow(group, axis))),
    encoding: {
      x: quantity('x', 'λ', axis.domain, { ...textTicks(axis.ticks), domain: false }),
      y: quantity('score', yTitle, [low, high], { minExtent: 30 }),
    },
    layer: [
      ...axis.lines.map((line) => ({
        data: { values: [line] },
        mark: { type: 'rule' },
        encoding: { x: { field: 'from', type: 'quantitative' }, x2: { field: 'to' }, y: { value: height } },
      })),
      ...(chosen === undefined ? [] : chosenLayers(axis, chosen)),
      {
        data: dataOf(finished.flatMap((run) => runRows(run, heldOut, axis))),
        mark: { type: 'point', filled: true, opacity: 0.6 },
        encoding: {
          ...{ color, shape, size: { value: 28 } },
          tooltip: [...about, { field: 'seed' }, { ...score, title }],
        },
      },
      {
        transform: [{ filter: 'isValid(datum.low)' }],
        mark: { type: 'errorbar', ticks: { size: 9 }, rule: { strokeWidth: 1.5 } },
        encoding: { color, y: { field: 'low', type: 'quantitative', title: yTitle }, y2: { field: 'high' } },
      },
      {
        // λ = 0 is not on the axis of the others, so no line leads to it.
        transform: [{ filter: 'datum.lambda > 0' }],
        mark: { type: 'line', strokeWidth: 2 },
        encoding: { color, strokeDash: byName('images', kinds, [DASHES.train, DASHES.heldOut]) },
      },
      {
        mark: { type: 'point', filled: true, opacity: 1 },
        encoding: {
          ...{ color, shape, size: { value: 90 } },
          tooltip: [...about, { field: 'seeds' }, { ...score, title: `mean ${title}` }],
        },
      },
      ...endLabels(ends, height),
    ],
  };
}

/** All scores and bars, with a little room. */
function domainOf(finished: readonly SweepScore[], groups: readonly Group[]): [number, number] {
  const values = [
    ...finished.flatMap(({ train, validation }) => [train, validation]),
    ...groups.flatMap(({ range = [] }) => range),
  ];
  if (values.length === 0) return [0, 1];
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = 0.06 * (high - low) || 0.1 * Math.abs(high) || 1;
  return [rounded(low - room)!, rounded(high + room)!];
}

/** A line through the panel, named above it, over the panel. */
function chosenLayers({ place, domain: [from, to] }: SweepAxis, chosen: number): VegaLiteSpec[] {
  const x = place(chosen);
  const share = (x - from) / (to - from);
  const align = share < 0.2 ? 'left' : share > 0.8 ? 'right' : 'center';
  const [data, top] = [{ values: [{ x }] }, { value: 0 }];
  return [
    {
      data,
      mark: { type: 'rule', strokeDash: [2, 3], strokeWidth: 1.5 },
      encoding: { y: top, y2: { value: 'height' } },
    },
    { data, mark: { type: 'text', text: `chosen: ${lambdaText(chosen)}`, align, dy: -10 }, encoding: { y: top } },
  ];
}

const runRows = ({ lambda, seed, train, validation }: SweepScore, heldOut: string, axis: SweepAxis) =>
  ['train', heldOut].map((images, i) => {
    const score = rounded([train, validation][i]!);
    return { images, lambda, seed, x: placeOf(lambda, images, axis), score };
  });

/** Training images a little to the left, so that neither hides the other. */
const placeOf = (lambda: number, images: string, { place, pixel }: SweepAxis) =>
  rounded(place(lambda) + (images === 'train' ? -APART : APART) * pixel);

const groupRow = ({ lambda, images, mean, range, count }: Group, axis: SweepAxis) => ({
  ...{ images, lambda, seeds: count, x: placeOf(lambda, images, axis), score: rounded(mean) },
  ...{ low: range ? rounded(range[0]) : null, high: range ? rounded(range[1]) : null },
});
