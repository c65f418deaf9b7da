import { checkConvolution } from '../../src/exercises/checkConvolution';
import { checkConvolutionParameters } from '../../src/exercises/checkConvolutionParameters';
import { checkCrossEntropy } from '../../src/exercises/checkCrossEntropy';
import { checkFirstPenalty } from '../../src/exercises/checkFirstPenalty';
import { checkOutputSize } from '../../src/exercises/checkOutputSize';
import { checkReluGradient } from '../../src/exercises/checkReluGradient';

const unfinished = () => {
  throw new Error('not done yet');
};

/** Answers, and the misconception that the check names; undefined if it knows none. */
type Wrong<Answer> = readonly (readonly [name: string | undefined, answer: Answer])[];

/** Each check draws new inputs each time, so a few times tell more than one. */
async function expectChecks<Answer>(
  check: (answer: Answer) => Promise<{ readonly state: string; readonly misconception?: string; message: string }>,
  { right, wrong }: { readonly right: readonly NoInfer<Answer>[]; readonly wrong: Wrong<NoInfer<Answer>> },
): Promise<void> {
  expect((await check(unfinished as Answer)).state).toBe('missing');
  const said = new Map<string, string | undefined>();
  for (let time = 0; time < 20; time++) {
    for (const answer of right) expect(await check(answer)).toMatchObject({ state: 'right' });
    for (const [misconception, answer] of wrong) {
      const result = await check(answer);
      expect([result.state, result.misconception]).toEqual(['wrong', misconception]);
      if (misconception !== undefined) said.set(result.message, misconception);
    }
  }
  // Each misconception has a message of its own.
  expect(said.size).toBe(new Set(wrong.flatMap(([name]) => name ?? [])).size);
}

test('checkConvolutionParameters', () =>
  expectChecks(checkConvolutionParameters, {
    right: [(k, c, f) => (k * k * c + 1) * f, (k, c, f) => k ** 2 * c * f + f],
    wrong: [
      ['the biases forgotten', (k, c, f) => k * k * c * f],
      ['the channels forgotten', (k, _, f) => (k * k + 1) * f],
      ['a bias for each input channel', (k, c, f) => k * k * c * f + c],
      ['a bias for each input channel of each filter', (k, c, f) => k * k * c * f + c * f],
      ['one bias for the whole layer', (k, c, f) => k * k * c * f + 1],
      ['a filter taken as a row, not as a square', (k, c, f) => (k * c + 1) * f],
      ['the filters not counted', (k, c) => k * k * c + 1],
      [undefined, () => (3 * 3 * 3 + 1) * 128],
      [undefined, (k, c, f) => (k * k * c + 1) * f + 1],
    ],
  }));

test('checkOutputSize', () =>
  expectChecks(checkOutputSize, {
    right: [
      (n, k, p, s) => Math.floor((n + 2 * p - k) / s) + 1,
      (n, k, p, s) => {
        let places = 0;
        for (let left = -p; left + k <= n + p; left += s) places++;
        return places;
      },
    ],
    wrong: [
      ['padding counted at one edge only', (n, k, p, s) => Math.floor((n + p - k) / s) + 1],
      ['the first place not counted', (n, k, p, s) => Math.floor((n + 2 * p - k) / s)],
      ['the stride forgotten', (n, k, p) => n + 2 * p - k + 1],
      ['the padding forgotten', (n, k, _, s) => Math.floor((n - k) / s) + 1],
      ['half a place counted', (n, k, p, s) => (n + 2 * p - k) / s + 1],
      ['a place that hangs over the edge counted', (n, k, p, s) => Math.ceil((n + 2 * p - k) / s) + 1],
      ['all places divided by the stride', (n, k, p, s) => Math.floor((n + 2 * p - k + 1) / s)],
      [undefined, (n, k) => n - k + 1],
      [undefined, () => 30],
    ],
  }));

test('checkReluGradient', () =>
  expectChecks(checkReluGradient, {
    right: [(xs, dy) => xs.map((x, i) => (x > 0 ? dy[i]! : 0)), (xs, dy) => dy.map((d, i) => d * Number(xs[i]! > 0))],
    wrong: [
      ['the gradient of the output forgotten', (xs) => xs.map((x) => (x > 0 ? 1 : 0))],
      ['the ReLU applied to the gradient', (_, dy) => dy.map((d) => Math.max(0, d))],
      ['the value in place of the slope', (xs, dy) => xs.map((x, i) => Math.max(0, x) * dy[i]!)],
      ['passed on where the input is negative', (xs, dy) => xs.map((x, i) => (x < 0 ? dy[i]! : 0))],
      ['passed on where the input is negative', (xs, dy) => xs.map((x, i) => (x <= 0 ? dy[i]! : 0))],
      ['passed on where the input is 0', (xs, dy) => xs.map((x, i) => (x >= 0 ? dy[i]! : 0))],
      ['the gradient of the output forgotten', (xs) => xs.map((x) => Number(x >= 0))],
      ['no unit is ever off', (_, dy) => dy],
      [undefined, (xs) => xs.map((x) => Math.max(0, x))],
      [undefined, () => []],
    ],
  }));

/** Row by row, as a student would write it. */
function convolution(image: number[][][], filter: number[][][]): number[][] {
  const output: number[][] = [];
  for (let top = 0; top + filter.length <= image.length; top++) {
    const row: number[] = [];
    for (let left = 0; left + filter.length <= image[0]!.length; left++) {
      let total = 0;
      for (const [r, weights] of filter.entries()) {
        for (const [c, channels] of weights.entries()) {
          channels.forEach((weight, channel) => (total += weight * image[top + r]![left + c]![channel]!));
        }
      }
      row.push(total);
    }
    output.push(row);
  }
  return output;
}

const each = (rows: number[][], value: (x: number) => number) => rows.map((row) => row.map(value));

/** A filter of one channel at a time, without the others. */
const only = (filter: number[][][], kept: number) =>
  filter.map((row) => row.map((channels) => channels.map((weight, channel) => (channel === kept ? weight : 0))));

test('checkConvolution', () =>
  expectChecks(checkConvolution, {
    right: [
      convolution,
      (image, filter) =>
        image[0]![0]!
          .map((_, channel) => convolution(image, only(filter, channel)))
          .reduce((a, b) => a.map((row, r) => row.map((value, c) => value + b[r]![c]!))),
    ],
    wrong: [
      ['only the first channel used', (image, f) => convolution(image, only(f, 0))],
      [
        'the filter turned around',
        (image, f) =>
          convolution(
            image,
            [...f].reverse().map((row) => [...row].reverse()),
          ),
      ],
      [
        'rows and columns of the filter exchanged',
        (image, f) =>
          convolution(
            image,
            f.map((_, i) => f.map((row) => row[i]!)),
          ),
      ],
      [
        'the mean in place of the sum',
        (image, f) => each(convolution(image, f), (x) => x / (f.length ** 2 * f[0]![0]!.length)),
      ],
      ['the mean over channels', (image, f) => each(convolution(image, f), (x) => x / f[0]![0]!.length)],
      [
        'the last row and column of places forgotten',
        (image, f) =>
          convolution(image, f)
            .slice(0, -1)
            .map((row) => row.slice(0, -1)),
      ],
      ['the ReLU done along with it', (image, f) => each(convolution(image, f), (x) => Math.max(0, x))],
      [undefined, (image) => image.map((row) => row.map(([first]) => first!))],
    ],
  }));

test('checkFirstPenalty', () =>
  expectChecks(checkFirstPenalty, {
    right: [(i, o, l) => (l * i * o) / (i + o), (i, o, l) => ((l / 2) * i * o * Math.sqrt(6 / (i + o)) ** 2) / 3],
    wrong: [
      ['λ and l2 mixed up', (i, o, l) => (2 * l * i * o) / (i + o)],
      ['from λ to l2 the wrong way', (i, o, l) => (4 * l * i * o) / (i + o)],
      ['the l2 of the profile in place of the given λ', (i, o) => (2 * 0.01 * i * o) / (i + o)],
      ['the l2 of the profile in place of the given λ', (i, o) => (0.01 * i * o) / (i + o)],
      ['the limit a² in place of the mean a²/3', (i, o, l) => (3 * l * i * o) / (i + o)],
      ['the limit a² in place of the mean a²/3, and λ and l2 mixed up', (i, o, l) => (6 * l * i * o) / (i + o)],
      ['a in place of a²', (i, o, l) => (l / 2) * i * o * Math.sqrt(6 / (i + o))],
      ['a in place of a²', (i, o, l) => ((l / 2) * i * o * Math.sqrt(6 / (i + o))) / 3],
      ['a²/2 in place of the mean a²/3', (i, o, l) => (1.5 * l * i * o) / (i + o)],
      ['the mean in place of the sum', (i, o, l) => l / (i + o)],
      ['the standard deviation in place of the variance', (i, o, l) => (l / 2) * i * o * Math.sqrt(2 / (i + o))],
      ['one side of the layer for both', (_, o, l) => (l / 2) * o],
      [undefined, () => 20.24],
    ],
  }));

const sumOf = (xs: number[]) => xs.reduce((a, b) => a + b, 0);

test('checkCrossEntropy', () => {
  const stable = (scores: number[], label: number) => {
    const largest = Math.max(...scores);
    return Math.log(sumOf(scores.map((s) => Math.exp(s - largest)))) + largest - scores[label]!;
  };
  const naive = (scores: number[], label: number) =>
    -Math.log(Math.exp(scores[label]!) / sumOf(scores.map((s) => Math.exp(s))));
  const logSum = (scores: number[]) => stable(scores, 0) + scores[0]! - Math.max(...scores);
  const shifted = (scores: number[], label: number) => {
    const exponentials = scores.map((s) => Math.exp(s - Math.max(...scores)));
    return -Math.log(exponentials[label]! / sumOf(exponentials));
  };
  return expectChecks(checkCrossEntropy, {
    right: [stable, (scores, label) => logSum(scores) + (Math.max(...scores) - scores[label]!)],
    wrong: [
      ['not stable: the exponential of a large score', naive],
      [
        'not stable: the exponential of a large score',
        (scores, label) => Math.log(sumOf(scores.map((s) => Math.exp(s)))) - scores[label]!,
      ],
      [
        'not stable: another score than the largest subtracted',
        (scores, label) => Math.log(sumOf(scores.map((s) => Math.exp(s - scores[label]!)))),
      ],
      ['not stable: the logarithm of a probability that rounds to 0', shifted],
      ['the largest score not added back', (scores, label) => logSum(scores) - scores[label]!],
      [
        'another logarithm of the sum',
        (scores, label) => logSum(scores) / Math.LN2 + Math.max(...scores) - scores[label]!,
      ],
      [
        'another logarithm of the sum',
        (scores, label) => logSum(scores) / Math.LN10 + Math.max(...scores) - scores[label]!,
      ],
      ['the sign forgotten', (scores, label) => -shifted(scores, label)],
      ['the decimal logarithm', (scores, label) => stable(scores, label) / Math.log(10)],
      ['the decimal logarithm', (scores, label) => naive(scores, label) / Math.log(10)],
      ['the binary logarithm', (scores, label) => naive(scores, label) / Math.log(2)],
      ['the mean over classes', (scores, label) => naive(scores, label) / scores.length],
      ['the sign forgotten', (scores, label) => -stable(scores, label)],
      ['the probability in place of its logarithm', (scores, label) => Math.exp(-naive(scores, label))],
      ['the largest score in place of the right one', (scores) => stable(scores, scores.indexOf(Math.max(...scores)))],
      [undefined, (scores, label) => scores[label]!],
    ],
  });
});
