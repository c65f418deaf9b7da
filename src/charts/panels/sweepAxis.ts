import { decadeTicks } from '../drawing/axisTicks';
import { measureText } from '../drawing/font';
import { rounded, shortNumber } from '../style';

/** Where each λ stands along a sweep's axis: at its logarithm, and 0 to the left of all. */
export interface SweepAxis {
  readonly place: (lambda: number) => number;
  /** Along the axis, for each pixel. */
  readonly pixel: number;
  readonly domain: readonly [number, number];
  readonly ticks: readonly { readonly at: number; readonly text: string }[];
  /** What is drawn as the axis: two lines with a gap between them where there is a 0 beside others. */
  readonly lines: readonly { readonly from: number; readonly to: number }[];
}

const ZERO_SHARE = 0.1; // shares of the axis' length: what 0 has for itself, and what is empty beside it

const GAP_SHARE = 0.04;

/**
 * @param lambdas the values that were tried, in order, each once.
 * @param width of the axis, in pixels.
 */
export function sweepAxis(lambdas: readonly number[], width: number): SweepAxis {
  const positive = lambdas.filter((lambda) => lambda > 0);
  const hasZero = lambdas.includes(0);
  if (positive.length === 0) {
    const ticks = [{ at: 0, text: '0' }];
    return { place: () => 0, pixel: 2 / width, domain: [-1, 1], ticks, lines: [{ from: -1, to: 1 }] };
  }
  const [low, high] = [Math.log10(positive[0]!), Math.log10(positive.at(-1)!)];
  const room = 0.08 * (high - low) || 0.5;
  const [start, end] = [short(low - room), short(high + room)];
  const length = (end - start) / (1 - (hasZero ? ZERO_SHARE + GAP_SHARE : 0));
  const first = short(end - length);
  const zero = short(first + (ZERO_SHARE * length) / 2);
  const place = (lambda: number) => (lambda === 0 ? zero : short(Math.log10(lambda)));
  return {
    place,
    pixel: length / width,
    domain: [first, end],
    ticks: ticksOf(positive, (lambda) => ((place(lambda) - first) / length) * width)
      .map(({ lambda, text }) => ({ at: place(lambda), text }))
      .concat(hasZero ? [{ at: zero, text: '0' }] : []),
    lines: [...(hasZero ? [{ from: first, to: short(first + ZERO_SHARE * length) }] : []), { from: start, to: end }],
  };
}

/** A place on the axis, in the data. */
const short = (place: number): number => rounded(place)!;

/** The values that were tried, if all their texts have room; else powers of ten, or those that have room. */
function ticksOf(lambdas: readonly number[], toPixel: (lambda: number) => number) {
  const tried = lambdas.map((lambda) => ({ lambda, text: shortNumber(lambda).replace(/^1 × /, '') }));
  const withRoom = (ticks: typeof tried) => {
    let taken = -Infinity;
    return ticks.filter(({ lambda, text }) => {
      const half = measureText(text) / 2 + 3;
      if (toPixel(lambda) - half < taken) return false;
      taken = toPixel(lambda) + half;
      return true;
    });
  };
  if (withRoom(tried).length === tried.length) return tried;
  const decades = decadeTicks(lambdas[0]!, lambdas.at(-1)!).map(({ at, text }) => ({ lambda: at, text }));
  return withRoom(decades.length > 0 ? decades : tried);
}
