import { decadeTicks, textTicks } from './drawing/axisTicks';
import { captionLines } from './drawing/caption';
import { endLabelPanel, endLabels, heightOf } from './drawing/endLabels';
import { byName, dataOf, vegaLiteFigure } from './drawing/vegaLite';
import type { VegaLiteFigure, VegaLiteSpec } from './figure';
import { networkLooks, rounded, shortName, shortNumber } from './style';
import type { NetworkOptions } from './style';

/** Points of a plane: one line, or single marks. */
export interface LineSeries {
  /** What the points are; it stands beside the line's end, or in the legend of the marks. */
  readonly name: string;
  /** From left to right, for a line. */
  readonly x: readonly number[];
  /** As many as x. */
  readonly y: readonly number[];
  /** `line` joins the points; `points` draws a mark at each; `both` joins them and marks each. Default `line`. */
  readonly mark?: 'line' | 'points' | 'both';
}

/** What `lineChart` needs beside the series. */
export interface LineChartOptions extends NetworkOptions {
  /** What x is, with its unit if it has one, e.g. `step size h`. */
  readonly xTitle: string;
  /** What y is, with its unit if it has one. */
  readonly yTitle: string;
  /** The axes on which equal factors have equal lengths. Default none. */
  readonly logarithmic?: 'x' | 'y' | 'both';
  /** Where the x axis has its numbers, e.g. at the values that were measured. Default round numbers. */
  readonly xTicks?: readonly number[];
  /** Lowest and highest y that are drawn; lines beyond are cut. Default all there is. */
  readonly yRange?: readonly [number, number];
  /** The sentences below the figure. Default where the lowest and the highest point of each series lie. */
  readonly caption?: string;
}

/** One axis. */
interface Axis {
  readonly logarithmic: boolean;
  readonly domain: readonly [number, number];
  readonly drawable: (value: number) => boolean;
}

/** A series as it is drawn: without the points that no axis has a place for. */
interface Drawn extends LineSeries {
  readonly color: string;
  readonly shape: string;
}

/**
 * Lines and points of one quantity against another, each line with its name at its end, the marks with a legend.
 *
 * @param series up to five, and one more if it is called `baseline`.
 * @throws if there is no series, one is empty, or x and y differ in length.
 * @example
 * const square = { name: 'w²', x: [0, 1, 2, 3], y: [0, 1, 4, 9] };
 * lineChart([square], { xTitle: 'w', yTitle: 'penalty' }).alt; // => 'penalty against w: w². w²: lowest 0 at 0, highest 9 at 3.'
 */
export function lineChart(
  series: readonly LineSeries[],
  { xTitle, yTitle, logarithmic, xTicks, yRange, caption, networks = [] }: LineChartOptions,
): VegaLiteFigure {
  requireSeries(series);
  const look = networkLooks(
    'lineChart',
    series.map(({ name }) => name),
    { networks },
  );
  const drawn = series.map((one) => ({ ...one, ...look(one.name), name: shortName(one.name) }));
  const valuesOf = (axis: 'x' | 'y') => drawn.flatMap((one) => [...one[axis]]);
  const x = axisOf(valuesOf('x'), { logarithmic: logarithmic === 'x' || logarithmic === 'both' });
  const y = axisOf(valuesOf('y'), { logarithmic: logarithmic === 'y' || logarithmic === 'both', room: 0.05, yRange });
  const isDrawn: IsDrawn = (one, i) => x.drawable(one.x[i]!) && y.drawable(one.y[i]!);
  const lines = drawn.filter(({ mark }) => mark !== 'points');
  const size = endLabelPanel(lines.length > 0 ? lines.map(({ name }) => name) : ['']);
  const ends = lines.map((line) => ({ ...line, end: endOf(line, isDrawn, y, size.height) }));
  return vegaLiteFigure({
    panels: [
      {
        ...size,
        encoding: { x: encodingOf('x', xTitle, x, xTicks), y: encodingOf('y', yTitle, y) },
        layer: [
          ...lines.map((line) => lineLayer(line, isDrawn, yRange !== undefined)),
          // Half a mark beyond the panel would be seen, and half a mark cut off missed.
          ...pointLayers(drawn, (one, i) => isDrawn(one, i) && isWithin(one.y[i]!, yRange)),
          ...endLabels(ends, size.height),
        ],
      },
    ],
    what: `${yTitle} against ${xTitle}: ${drawn.map(({ name }) => name).join(', ')}.`,
    caption: captionLines(
      caption ?? drawn.map((one) => extremesOf(one, isDrawn)).join('; ') + '.',
      lost(drawn, isDrawn),
    ),
  });
}

/** Whether a point of a series has a place on both axes. */
type IsDrawn = (one: LineSeries, i: number) => boolean;

const isWithin = (value: number, range?: readonly [number, number]): boolean =>
  !range || (value >= range[0] && value <= range[1]);

function requireSeries(series: readonly LineSeries[]): void {
  if (series.length === 0) {
    throw new Error(
      "lineChart requires a series, got none; write lineChart([{ name: 'w', x: [0, 1], y: [0, 2] }], …).",
    );
  }
  for (const { name, x, y } of series) {
    if (x.length > 0 && x.length === y.length) continue;
    throw new Error(
      `lineChart requires as many y as x in each series, and at least one, got ${x.length} x and ${y.length} y in ` +
        `"${name}".`,
    );
  }
}

function axisOf(
  values: readonly number[],
  { logarithmic, room = 0, yRange }: { logarithmic: boolean; room?: number; yRange?: readonly [number, number] },
): Axis {
  const drawable = (value: number) => Number.isFinite(value) && !(logarithmic && value <= 0);
  // Spread over the arguments of Math.min, a hundred thousand values are too many.
  const finite = values.filter(drawable);
  const least = finite.reduce((low, value) => Math.min(low, value), Infinity);
  const most = finite.reduce((high, value) => Math.max(high, value), -Infinity);
  const domain = (): [number, number] => {
    if (finite.length === 0) return logarithmic ? [0.1, 1] : [0, 1];
    if (logarithmic) return least < most ? [least, most] : [least / 10, most * 10];
    const around = least < most ? room * (most - least) : 1;
    return [least - around, most + around];
  };
  return { logarithmic, domain: yRange ?? domain(), drawable };
}

function encodingOf(
  field: 'x' | 'y',
  title: string,
  { logarithmic, domain }: Axis,
  ticks?: readonly number[],
): VegaLiteSpec {
  // Vega draws ticks beyond the panel, too.
  const within = ticks?.filter((at) => at >= domain[0] && at <= domain[1]);
  return {
    ...{ field, type: 'quantitative', title },
    scale: { domain, nice: false, zero: false, ...(logarithmic && { type: 'log' }) },
    axis: {
      ...(field === 'x' ? { tickCount: 6 } : { labelPadding: 9 }),
      ...(logarithmic && !within && textTicks(decadeTicks(...domain))),
      ...(within && textTicks(within.map((at) => ({ at, text: shortNumber(at) })))),
    },
  };
}

const tooltip = (name: string) => ({
  tooltip: [
    { field: 'x', format: '.4~g', title: 'x' },
    { field: 'y', format: '.4~g', title: name },
  ],
});

function lineLayer(line: Drawn, isDrawn: IsDrawn, isCut: boolean): VegaLiteSpec {
  const rows = line.x.map((x, i) => ({ x: rounded(x), y: isDrawn(line, i) ? rounded(line.y[i]!) : null }));
  return {
    data: dataOf(rows),
    mark: {
      // Marks at the panel's edge are drawn whole.
      ...{ type: 'line', color: line.color, strokeWidth: 2, clip: isCut || line.mark !== 'both' },
      ...(line.mark === 'both' && { point: { color: line.color, filled: true, size: 40, opacity: 1 } }),
    },
    encoding: { ...tooltip(line.name), order: { value: 0 } },
  };
}

/** All series of marks, in one layer that has a legend. */
function pointLayers(drawn: readonly Drawn[], isDrawn: IsDrawn): VegaLiteSpec[] {
  const marks = drawn.filter(({ mark }) => mark === 'points');
  if (marks.length === 0) return [];
  const names = marks.map(({ name }) => name);
  const ofName = (range: readonly string[]) => byName('name', names, range, { title: null } as VegaLiteSpec);
  const rows = marks.flatMap((one) =>
    one.x.flatMap((x, i) => (isDrawn(one, i) ? [{ name: one.name, x: rounded(x), y: rounded(one.y[i]!) }] : [])),
  );
  return [
    {
      data: dataOf(rows.length > 0 ? rows : [{ name: names[0]!, x: null, y: null }]),
      mark: { type: 'point', size: 60, filled: true, opacity: 1 },
      encoding: {
        color: ofName(marks.map(({ color }) => color)),
        shape: ofName(marks.map(({ shape }) => shape)),
        ...tooltip('y'),
      },
    },
  ];
}

/** Where a line ends, in pixels from above; within the panel, also where the line leaves it. */
function endOf(line: LineSeries, isDrawn: IsDrawn, axis: Axis, height: number): number | undefined {
  const last = line.y.filter((_, i) => isDrawn(line, i)).at(-1);
  if (last === undefined) return undefined;
  return Math.min(height, Math.max(0, heightOf(last, axis, height)));
}

function extremesOf(one: Drawn, isDrawn: IsDrawn): string {
  const there = [...one.x.keys()].filter((i) => isDrawn(one, i));
  if (there.length === 0) return `${one.name}: nothing`;
  const best = (sign: number) => there.reduce((best, i) => (sign * one.y[i]! > sign * one.y[best]! ? i : best));
  const [low, high] = [best(-1), best(1)].map((i) => `${shortNumber(one.y[i]!)} at ${shortNumber(one.x[i]!)}`);
  return `${one.name}: lowest ${low}, highest ${high}`;
}

function lost(drawn: readonly Drawn[], isDrawn: IsDrawn): string | false {
  const all = drawn.flatMap((one) => one.x.map((_, i) => isDrawn(one, i)));
  const missing = all.filter((there) => !there).length;
  return missing > 0 && `Left out, because an axis has no place for them: ${missing} of ${all.length} points.`;
}
