import { mean, sampleStandardDeviation, standardDeviation, sum } from 'simple-statistics';
import { checkEffectiveRank } from '../../src/exercises/checkEffectiveRank';
import { checkPruned } from '../../src/exercises/checkPruned';
import { checkRatio } from '../../src/exercises/checkRatio';
import { checkRatioOfLayer } from '../../src/exercises/checkRatioOfLayer';
import type { CheckResult } from '../../src/exercises/CheckResult';
import { checkSaved } from '../../src/exercises/checkSaved';
import { checkSeedVerdict } from '../../src/exercises/checkSeedVerdict';

const notDone = (): never => {
  throw new Error('not done yet');
};

/** What a check says of answers: their misconception or state. It draws new inputs each time, so a few times tell more. */
async function expectTold<Answer>(
  check: (answer: Answer) => Promise<CheckResult>,
  answers: readonly (readonly [said: string, answer: NoInfer<Answer>])[],
): Promise<void> {
  expect((await check(notDone as Answer)).state).toBe('missing');
  for (let time = 0; time < 20; time++) {
    const messages = new Set<string>();
    for (const [said, answer] of answers) {
      const { state, misconception, message } = await check(answer);
      expect(misconception ?? state).toBe(said);
      if (misconception !== undefined) messages.add(message);
    }
    expect(messages.size).toBe(new Set(answers.map(([said]) => said).filter((said) => !['right', 'wrong'].includes(said))).size); // prettier-ignore
  }
}

const squares = (values: number[]) => sum(values.map((value) => value ** 2));

test('checkRatio', () =>
  expectTold(checkRatio, [
    ['right', (v) => sum(v) ** 2 / (v.length * squares(v))],
    ['right', (v) => mean(v) ** 2 / mean(v.map((value) => value * value))],
    ['not divided by n', (v) => sum(v) ** 2 / squares(v)],
    ['turned upside down', (v) => (v.length * squares(v)) / sum(v) ** 2],
    ['the sum not squared', (v) => sum(v) / (v.length * squares(v))],
    ['squares of the sum in place of the sum of squares', (v) => sum(v) ** 2 / (v.length * sum(v) ** 2)],
    ['the sum of squares on top', (v) => squares(v) / sum(v) ** 2],
    ['the mean by the largest', (v) => mean(v) / Math.max(...v)],
    // Nearly right: n − 1, as for a variance.
    ['wrong', (v) => sum(v) ** 2 / ((v.length - 1) * squares(v))],
    ['wrong', () => 1],
  ]));

test('checkRatioOfLayer', () =>
  expectTold(checkRatioOfLayer, [
    ['right', (count, m, norm) => (count * m) ** 2 / (count * norm ** 2)],
    ['right', (count, m, norm) => count * (m / norm) ** 2],
    ['the norm not squared', (count, m, norm) => (count * m * m) / norm],
    ['the mean not squared', (count, m, norm) => (count * m) / norm ** 2],
    ['the mean taken for the sum', (count, m, norm) => m ** 2 / (count * norm ** 2)],
    ['not divided by n', (count, m, norm) => (count * m) ** 2 / norm ** 2],
    ['count forgotten', (_, m, norm) => (m / norm) ** 2],
    ['^ for a power', (count, m, norm) => (((count * m) ^ 2) / norm) ^ 2],
    ['^ for a power', (count, m, norm) => (count * (m ^ 2)) / (norm ^ 2)],
    ['turned upside down', (count, m, norm) => norm ** 2 / (count * m ** 2)],
    ['the root of the ratio', (count, m, norm) => (Math.sqrt(count) * m) / norm],
    ['wrong', (count, m, norm) => ((count + 1) * m ** 2) / norm ** 2],
  ]));

const limitOf = (weights: number[], place: number) => weights.map(Math.abs).sort((a, b) => a - b)[place]!;

test('checkPruned', () =>
  expectTold(checkPruned, [
    ['right', (w, count) => w.map((x) => (Math.abs(x) <= limitOf(w, count - 1) ? 0 : x))],
    ['right', (w, count) => w.map((x) => (w.filter((y) => Math.abs(y) < Math.abs(x)).length < count ? 0 : x))],
    ['the sign forgotten', (w, count) => w.map((x) => (x <= [...w].sort((a, b) => a - b)[count - 1]! ? 0 : x))],
    ['the largest removed', (w, count) => w.map((x) => (Math.abs(x) >= limitOf(w, w.length - count) ? 0 : x))],
    ['the first ones, whatever their size', (w, count) => w.map((x, i) => (i < count ? 0 : x))],
    ['left out in place of set to 0', (w, count) => w.filter((x) => Math.abs(x) > limitOf(w, count - 1))],
    ['the order lost', (w, count) => w.sort((a, b) => Math.abs(a) - Math.abs(b)).map((x, i) => (i < count ? 0 : x))],
    ['magnitudes in place of weights', (w, count) => w.map((x) => Math.abs(x) * Number(Math.abs(x) > limitOf(w, count - 1)))], // prettier-ignore
    ['one too few', (w, count) => w.map((x) => (Math.abs(x) < limitOf(w, count - 1) ? 0 : x))],
    ['one too many', (w, count) => w.map((x) => (Math.abs(x) <= limitOf(w, count) ? 0 : x))],
    [
      'a limit with a sign',
      (w, count) => w.map((x) => (Math.abs(x) > [...w].sort((a, b) => a - b)[count - 1]! ? x : 0)),
    ],
    ['sorted in place, by sign', (w, count) => w.sort((a, b) => a - b).map((x, i) => (i < count ? 0 : x))],
    ['sorted in place, by sign', (w, count) => { const limit = w.sort((a, b) => a - b)[count - 1]!; return w.map((x) => (Math.abs(x) > limit ? x : 0)); }], // prettier-ignore
    ['sorted as texts', (w, count) => w.map((x) => (Math.abs(x) > w.map(Math.abs).sort()[count - 1]! ? x : 0))],
    ['wrong', (w) => w],
  ]));

const shares = (values: number[]) => values.map((value) => value / sum(values));
const entropy = (parts: number[], log = Math.log) => -sum(parts.map((part) => part * log(part)));

test('checkEffectiveRank', () =>
  expectTold(checkEffectiveRank, [
    ['right', (v) => Math.exp(entropy(shares(v)))],
    ['right', (v) => 2 ** entropy(shares(v), Math.log2)],
    ['the entropy itself', (v) => entropy(shares(v))],
    ['the minus sign forgotten', (v) => Math.exp(-entropy(shares(v)))],
    ['the values counted', (v) => v.length],
    ['logarithm and power of different bases', (v) => Math.exp(entropy(shares(v), Math.log2))],
    ['logarithm and power of different bases, the other way round', (v) => 2 ** entropy(shares(v))],
    ['shares of the squares', (v) => Math.exp(entropy(shares(v.map((value) => value ** 2))))],
    ['not made shares', (v) => Math.exp(entropy(v))],
    ['the sum of shares by the largest', (v) => sum(v) / Math.max(...v)],
    ['wrong', (v) => sum(v) ** 2 / squares(v)],
  ]));

test('checkSaved', () =>
  expectTold(checkSaved, [
    ['right', (inputs, units, outputs, dead) => dead * inputs + dead + dead * outputs],
    ['right', (i, u, o, d) => (i + 1) * u + (u + 1) * o - (i + 1) * (u - d) - (u - d + 1) * o],
    ['incoming weights alone', (i, u, o, d) => d * i],
    ['the outgoing weights forgotten', (i, u, o, d) => d * (i + 1)],
    ['the bias forgotten', (i, u, o, d) => d * (i + o)],
    ['biases of the next layer counted', (i, u, o, d) => d * (i + 1 + o + 1)],
    ['what is left, not what is saved', (i, u, o, d) => (u - d) * (i + 1 + o)],
    ['what is left, not what is saved', (i, u, o, d) => (i + 1) * (u - d) + (u - d + 1) * o],
    ['dead units subtracted from parameters', (i, u, o, d) => (i + 1) * u + (u + 1) * o - d],
    ['dead units subtracted from one unit', (i, u, o, d) => i + 1 + o - d],
    ['all units', (i, u, o) => u * (i + 1 + o)],
    ['one unit alone', (i, u, o) => i + 1 + o],
    ['wrong', (i, u, o, d) => d * (i + 1) + o],
  ]));

const error = (d: number[]) => sampleStandardDeviation(d) / Math.sqrt(5);
const beyond = (d: number[], margin: number) => (mean(d) > margin ? 1 : mean(d) < -margin ? -1 : 0);

test('checkSeedVerdict', () =>
  expectTold(checkSeedVerdict, [
    ['right', (d) => beyond(d, 2.776 * error(d))],
    ['right', (d) => (Math.abs(mean(d)) / error(d) < 2.776 ? 0 : mean(d) / Math.abs(mean(d)))],
    ['the mean alone', (d) => beyond(d, 0)],
    ['the first seed alone', (d) => Math.sign(d[0]!)],
    ['the sign of all seeds', (d) => (d.every((x) => x > 0) ? 1 : d.every((x) => x < 0) ? -1 : 0)],
    ['a vote of the seeds', (d) => (d.filter((x) => x > 0).length > 2 ? 1 : d.filter((x) => x < 0).length > 2 ? -1 : 0)], // prettier-ignore
    ['the standard deviation in place of the standard error', (d) => beyond(d, 2.776 * sampleStandardDeviation(d))],
    ['two standard errors', (d) => beyond(d, 2 * error(d))],
    ['t forgotten', (d) => beyond(d, error(d))],
    ['divided by n in place of n − 1', (d) => beyond(d, (2.776 * standardDeviation(d)) / Math.sqrt(5))],
    ['the signs turned round', (d) => beyond(d.map((x) => -x), 2.776 * error(d))], // prettier-ignore
    ['nothing is ever decided', () => 0],
    ['wrong', (d) => beyond(d, 20 * error(d)) + 1],
  ]));
