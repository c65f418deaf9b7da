import { powerOfTen, shortNumber } from '../style';

/** Ticks of a Vega-Lite axis, each with a text of its own. */
export const textTicks = (ticks: readonly { readonly at: number; readonly text: string }[]) => ({
  values: ticks.map(({ at }) => at),
  // Otherwise Vega leaves out some of them.
  ...{ labelOverlap: false, tickCount: ticks.length },
  // Vega's expressions read arrays and texts as JSON does.
  labelExpr: `${JSON.stringify(ticks.map(({ text }) => text))}[indexof(${JSON.stringify(ticks.map(({ at }) => at))}, datum.value)]`,
});

const MOST_TICKS = 7; // of an axis, at most

/** For a logarithmic axis: powers of ten, and 2 and 5 times them where there are fewer than three powers. */
export function decadeTicks(from: number, to: number): { at: number; text: string }[] {
  const [first, last] = [Math.floor(Math.log10(from)), Math.ceil(Math.log10(to))];
  const powers = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  // Parsed, because powers of ten by multiplication are off in the last digit.
  const within = (factor: number) => (power: number) => {
    const at = Number(`${factor}e${power}`);
    return at >= from && at <= to ? [{ at, power }] : [];
  };
  const decades = powers.flatMap(within(1));
  if (decades.length < 3) {
    return [1, 2, 5]
      .flatMap((factor) => powers.flatMap(within(factor)))
      .map(({ at }) => ({ at, text: shortNumber(at) }))
      .sort((one, other) => one.at - other.at);
  }
  const every = Math.ceil(decades.length / MOST_TICKS);
  const plain = decades.every(({ at }) => at >= 0.001 && at < 1e5);
  return decades
    .filter((_, i) => i % every === 0)
    .map(({ at, power }) => ({ at, text: plain ? shortNumber(at) : powerOfTen(power) }));
}
