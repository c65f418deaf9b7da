import { decadeTicks, textTicks } from './drawing/axisTicks';
import { captionLines } from './drawing/caption';
import { endLabelPanel, endLabels, heightOf } from './drawing/endLabels';
import { dataOf, quantity, vegaLiteFigure } from './drawing/vegaLite';
import type { VegaLiteFigure, VegaLiteSpec } from './figure';
import { networkLooks, rounded, shortName, shortNumber, unique } from './style';
import type { NetworkOptions } from './style';

const MOST_POINTS = 150; // points that one curve is drawn through
const MOST_CIRCLES = 15; // circles along one closed form

/** Values at step 0, 1, 2, … by name. */
type Series = Readonly<Record<string, readonly number[]>>;

/** What `decayCurves` draws beside the series. */
export interface DecayCurvesOptions extends NetworkOptions {
  /** What each value is, with its unit if it has one, e.g. `weight w` or `norm |w|`. */
  readonly yTitle: string;
  /** What is counted along the axis. Default `step`. */
  readonly xTitle?: string;
  /** What mathematics says that some of the series are, by the same names: circles. */
  readonly closedForm?: Series;
  /** Equal factors then have equal heights, so that geometric decay is a straight line. Default false. */
  readonly logarithmic?: boolean;
}

/** One line, and what mathematics expects of it. */
interface Curve {
  readonly name: string;
  readonly color: string;
  readonly values: readonly number[];
  readonly expected: readonly number[];
}

/** What the y axis has room for. */
interface Scale {
  readonly logarithmic: boolean;
  readonly drawable: (value: number) => boolean;
  readonly domain: readonly [number, number];
}

/**
 * Weights or norms by step, each line with its name at its end, and circles where a closed form says that it should be.
 *
 * @param series the values at step 0, 1, 2, … by name.
 * @throws if there is no series or an empty one, or a closed form has no series of its name and length.
 * @example
 * const measured = [8, 4, 2, 1];
 * const closedForm = geometricDecay(8, { learningRate: 0.5, lambda: 1, steps: 3 });
 * decayCurves({ SGD: measured }, { yTitle: 'weight w', closedForm: { SGD: closedForm } }).alt; // => 'weight w by step of SGD. From step 0 to 3, SGD: 8 → 1. Circles: the closed form. Largest difference from it, SGD: 0.'
 */
export function decayCurves(
  series: Series,
  { yTitle, xTitle = 'step', closedForm = {}, logarithmic = false, networks = [] }: DecayCurvesOptions,
): VegaLiteFigure {
  const curves = curvesOf(series, closedForm, networks);
  const scale = scaleOf(curves, logarithmic);
  const size = endLabelPanel(curves.map(({ name }) => name));
  const ends = curves.map((curve) => ({ ...curve, end: endOf(curve, scale, size.height) }));
  return vegaLiteFigure({
    panels: [
      {
        ...size,
        encoding: {
          x: quantity('step', xTitle, [0, Math.max(1, ...curves.map(({ values }) => values.length - 1))], {
            ...{ tickCount: 6, tickMinStep: 1 },
          }),
          y: {
            ...{ field: 'value', type: 'quantitative', title: yTitle },
            scale: { domain: scale.domain, nice: false, ...(logarithmic && { type: 'log' }) },
            axis: { labelPadding: 9, ...(logarithmic && textTicks(decadeTicks(...scale.domain))) },
          },
        },
        layer: [...curves.flatMap((curve) => curveLayers(curve, scale, xTitle)), ...endLabels(ends, size.height)],
      },
    ],
    what: `${yTitle} by ${xTitle} of ${curves.map(({ name }) => name).join(', ')}.`,
    caption: captionOf(curves, xTitle, logarithmic),
  });
}

function curvesOf(series: Series, closedForm: Series, networks: readonly string[]): Curve[] {
  const names = Object.keys(series);
  const empty = names.find((name) => series[name]!.length === 0);
  if (names.length === 0 || empty !== undefined) {
    throw new Error(
      `decayCurves requires values in each series, got ${empty === undefined ? 'no series' : `none in "${empty}"`}; ` +
        'write decayCurves({ SGD: [1, 0.9, 0.81] }, { yTitle: "weight w" }).',
    );
  }
  for (const [name, { length }] of Object.entries(closedForm)) {
    if (series[name]?.length === length) continue;
    const other = names.includes(name) ? `${series[name]!.length} values` : `no series, only ${names.join(', ')}`;
    throw new Error(
      `decayCurves requires a series of the same name and length for each closed form, got ${length} values of ` +
        `"${name}" beside ${other}; compute one value for each step, step 0 among them.`,
    );
  }
  const look = networkLooks('decayCurves', names, { networks });
  return names.map((name) => ({
    ...{ name: shortName(name), color: look(name).color, values: series[name]! },
    expected: Object.hasOwn(closedForm, name) ? closedForm[name]! : [],
  }));
}

/** The line and its circles. */
function curveLayers(curve: Curve, { drawable }: Scale, xTitle: string): VegaLiteSpec[] {
  const { name, color, values, expected } = curve;
  const rows = (of: readonly number[], steps: readonly number[]) =>
    steps.map((step) => ({ step, value: drawable(of[step]!) ? rounded(of[step]!) : null }));
  const step = { field: 'step', title: xTitle };
  const tooltip = (title: string) => ({ tooltip: [step, { field: 'value', format: '.4~g', title }] });
  const every = Math.max(1, Math.ceil((expected.length - 1) / (MOST_CIRCLES - 1)));
  const circles = [...expected.keys()].filter((step) => step % every === 0).filter((step) => drawable(expected[step]!));
  return [
    {
      data: dataOf(rows(values, extremes(values))),
      mark: { type: 'line', color, strokeWidth: 2, ...(values.length < 3 && { point: { color } }) },
      encoding: tooltip(name),
    },
    {
      data: dataOf(rows(expected, circles)),
      mark: { type: 'point', color, size: 70, strokeWidth: 1.5, opacity: 1 },
      encoding: tooltip(`${name}, closed form`),
    },
  ];
}

/** The steps with the lowest and the highest value of each stretch of a long curve: none of its swings is lost. */
function extremes(values: readonly number[]): number[] {
  const stretch = Math.ceil((2 * values.length) / MOST_POINTS);
  if (stretch <= 2) return [...values.keys()];
  const steps = Array.from({ length: Math.ceil(values.length / stretch) }, (_, i) => {
    const within = [...values.keys()].slice(i * stretch, (i + 1) * stretch);
    const by = (sign: number) =>
      within.reduce((best, step) => (sign * values[step]! > sign * values[best]! ? step : best));
    return [by(1), by(-1)];
  });
  return unique([0, ...steps.flat(), values.length - 1]).sort((one, other) => one - other);
}

function scaleOf(curves: readonly Curve[], logarithmic: boolean): Scale {
  const drawable = (value: number) => Number.isFinite(value) && !(logarithmic && value <= 0);
  const values = curves.flatMap(({ values, expected }) => [...values, ...expected]).filter(drawable);
  // Spread over the arguments of Math.min, a hundred thousand values are too many.
  const least = values.reduce((low, value) => Math.min(low, value), logarithmic ? Infinity : 0);
  const most = values.reduce((high, value) => Math.max(high, value), logarithmic ? 0 : -Infinity);
  // An axis needs some length, also where all values are the same or there are none.
  const usual = least < most || most < 0 ? [least, Math.max(0, most)] : [0, 1];
  const log = values.length === 0 ? [0.1, 1] : least < most ? [least, most] : [least / 10, most * 10];
  return { logarithmic, drawable, domain: (logarithmic ? log : usual) as [number, number] };
}

/** Where a curve ends, in pixels from above. */
function endOf({ values }: Curve, scale: Scale, height: number) {
  const last = values.filter(scale.drawable).at(-1);
  return last === undefined ? undefined : heightOf(last, scale, height);
}

/** From where to where, how far from the closed forms, and what is not drawn. */
function captionOf(curves: readonly Curve[], xTitle: string, logarithmic: boolean): string {
  const lasts = unique(curves.map(({ values }) => values.length - 1));
  const changes = curves.map(
    ({ name, values }) =>
      `${name}: ${shortNumber(values[0]!)} → ${shortNumber(values.at(-1)!)}` +
      (lasts.length > 1 ? ` at ${values.length - 1}` : ''),
  );
  const differences = curves.flatMap(({ name, values, expected }) =>
    expected.length > 0 ? [`${name}: ${shortNumber(largestDifference(values, expected))}`] : [],
  );
  const all = curves.flatMap(({ values, expected }) => [...values, ...expected]);
  const lost = all.filter((value) => !Number.isFinite(value)).length;
  const low = logarithmic ? all.filter((value) => value <= 0 && Number.isFinite(value)).length : 0;
  return captionLines(
    `From ${xTitle} 0${lasts.length > 1 ? '' : ` to ${lasts[0]}`}, ${changes.join('; ')}.`,
    differences.length > 0 && `Circles: the closed form. Largest difference from it, ${differences.join('; ')}.`,
    lost > 0 && `Left out, not finite: ${lost} of ${all.length} values.`,
    low > 0 && `Left out, because a logarithmic axis has no place for 0 or less: ${low} of ${all.length} values.`,
  );
}

const largestDifference = (values: readonly number[], expected: readonly number[]): number =>
  values.reduce((largest, value, step) => {
    const difference = Math.abs(value - expected[step]!);
    return Number.isFinite(difference) ? Math.max(largest, difference) : largest;
  }, 0);
