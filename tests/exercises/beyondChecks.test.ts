import { checkAdamWStep } from '../../src/exercises/checkAdamWStep';
import { checkDropout } from '../../src/exercises/checkDropout';
import { checkEffectiveRate } from '../../src/exercises/checkEffectiveRate';
import { checkElasticNet } from '../../src/exercises/checkElasticNet';
import { checkMirror } from '../../src/exercises/checkMirror';
import { checkPatience } from '../../src/exercises/checkPatience';
import type { CheckResult } from '../../src/exercises/CheckResult';

const notDone = (): never => {
  throw new Error('not done yet');
};

/** What a check says of right answers, of the starting cell, and of wrong ones: each has a message of its own. */
async function expectTold(results: readonly (CheckResult | Promise<CheckResult>)[], states: readonly string[]) {
  const told = await Promise.all(results);
  expect(told.map(({ state, misconception }) => misconception ?? state)).toEqual(states);
  const wrong = told.filter(({ state }) => state === 'wrong').map(({ message }) => message);
  expect(new Set(wrong).size).toBe(wrong.length);
}

// Inputs are drawn anew each time.
describe.each([1, 2, 3, 4, 5])('time %d', () => {
  test('checkElasticNet', async () => {
    const soft = (w: number, lambda: number) => Math.sign(w) * Math.max(Math.abs(w) - lambda, 0);
    const answers: ((w: number, l1: number, l2: number) => number)[] = [
      (w, l1, l2) => soft(w, l1) / (1 + l2),
      (w, l1, l2) => (w > l1 ? (w - l1) / (1 + l2) : w < -l1 ? (w + l1) / (1 + l2) : 0),
      notDone,
      (w, _, l2) => w / (1 + l2),
      (w, l1) => soft(w, l1),
      (w, l1, l2) => soft(w / (1 + l2), l1),
      (w, l1, l2) => soft(w, l1) + w / (1 + l2),
      (w, l1, l2) => (w - l1 * Math.sign(w)) / (1 + l2),
      (w, l1, l2) => Math.abs(soft(w, l1)) / (1 + l2),
      (w, l1, l2) => Math.max(w - l1, 0) / (1 + l2),
      (w, l1, l2) => soft(w, l1) / (1 + 2 * l2),
      (w, l1, l2) => (w - l1) / (1 + l2),
      (w, l1, l2) => soft(w, l2) / (1 + l1),
      // Nearly right: the bracket is missing.
      (w, l1, l2) => soft(w, l1) / 1 + l2,
    ];
    await expectTold(
      answers.map((answer) => checkElasticNet(answer)),
      [
        ...['right', 'right', 'missing', 'L2 alone', 'L1 alone', 'L2 before L1', 'the two minima added'],
        ...['no stop at 0', 'the sign is forgotten', 'negative weights set to 0', 'the ½ is forgotten'],
        ...['right for large weights above 0 only', 'λ₁ and λ₂ exchanged', 'wrong'],
      ],
    );
  });

  test('checkAdamWStep', async () => {
    const answers: ((w: number, g: number, eta: number, c: number) => number)[] = [
      (w, g, eta, c) => (1 - eta * c) * w - eta * Math.sign(g),
      // With the ε of Adam.
      (w, g, eta, c) => w - eta * (c * w + g / (Math.abs(g) + 1e-7)),
      notDone,
      (w, g, eta, c) => w - eta * Math.sign(g + c * w),
      (w, g, eta, c) => w - eta * (g + c * w),
      (w, g, eta, c) => w - c * w - eta * Math.sign(g),
      (w, g, eta) => w - eta * Math.sign(g),
      (w, g, eta, c) => w - eta * c * Math.sign(w) - eta * Math.sign(g),
      (w, g, eta, c) => w - eta * c * w + eta * Math.sign(g),
      (w, g, eta, c) => -eta * c * w - eta * Math.sign(g),
      (w, g, eta, c) => w - (w - eta * c * w - eta * Math.sign(g)),
      (w, g, eta, c) => (1 - eta * c) * (w - eta * Math.sign(g)),
      // Nearly right: the weight decays twice.
      (w, g, eta, c) => (1 - eta * c) ** 2 * w - eta * Math.sign(g),
    ];
    await expectTold(
      answers.map((answer) => checkAdamWStep(answer)),
      [
        ...['right', 'right', 'missing', 'the penalty put into the gradient', 'plain gradient descent'],
        ...['decay without the learning rate', 'no decay', 'an amount in place of a part', 'steps up the gradient'],
        ...[
          'the change in place of the weight',
          'the way moved in place of the weight',
          'decay after the step',
          'wrong',
        ],
      ],
    );
  });

  test('checkDropout', async () => {
    const answers: ((outputs: number[], kept: boolean[], rate: number) => number[])[] = [
      (outputs, kept, rate) => outputs.map((value, unit) => (kept[unit] ? value / (1 - rate) : 0)),
      (outputs, kept, rate) => outputs.map((value, unit) => (Number(kept[unit]) * value) / (1 - rate)),
      notDone,
      (outputs, kept) => outputs.map((value, unit) => (kept[unit] ? value : 0)),
      (outputs, kept, rate) => outputs.map((value, unit) => (kept[unit] ? value * (1 - rate) : 0)),
      (outputs, kept, rate) => outputs.map((value, unit) => (kept[unit] ? value / rate : 0)),
      (outputs, kept, rate) => outputs.map((value, unit) => (kept[unit] ? 0 : value / (1 - rate))),
      (outputs, _, rate) => outputs.map((value) => value / (1 - rate)),
      // What stays, without the zeros.
      (outputs, kept, rate) => outputs.filter((_, unit) => kept[unit]).map((value) => value / (1 - rate)),
      (outputs, kept) => outputs.filter((_, unit) => kept[unit]),
      // Nearly right: what is dropped stays as it was.
      (outputs, kept, rate) => outputs.map((value, unit) => (kept[unit] ? value / (1 - rate) : value)),
    ];
    await expectTold(
      answers.map((answer) => checkDropout(answer)),
      [
        ...['right', 'right', 'missing', 'not scaled', 'scaled down', 'scaled by the share that is dropped'],
        ...['the others dropped', 'all outputs scaled, none dropped', 'the dropped ones left out'],
        ...['the dropped ones left out, and not scaled', 'wrong'],
      ],
    );
  });

  test('checkPatience', async () => {
    const loop = (losses: number[], patience: number): number => {
      let [best, waited] = [Infinity, 0];
      for (let i = 0; i < losses.length; i++) {
        waited = losses[i]! < best ? 0 : waited + 1;
        best = Math.min(best, losses[i]!);
        if (waited === patience) return i + 1;
      }
      return losses.length;
    };
    const answers: ((losses: number[], patience: number) => number)[] = [
      loop,
      (losses, patience) => {
        const ends = losses.findIndex((_, i) => {
          const seen = losses.slice(0, i + 1);
          return i - seen.indexOf(Math.min(...seen)) >= patience;
        });
        return ends < 0 ? losses.length : ends + 1;
      },
      notDone,
      (losses, patience) => loop(losses, patience) - 1,
      (losses) => losses.indexOf(Math.min(...losses)) + 1,
      (losses, patience) => {
        const seen = losses.slice(0, loop(losses, patience));
        return seen.indexOf(Math.min(...seen)) + 1;
      },
      (losses, patience) => loop(losses, patience + 1),
      // Two meanings of "no improvement" that are others.
      (losses, patience) => {
        let rises = 0;
        for (let i = 1; i < losses.length; i++) {
          rises = losses[i]! > losses[i - 1]! ? rises + 1 : 0;
          if (rises === patience) return i + 1;
        }
        return losses.length;
      },
      (losses, patience) => {
        let bad = 0;
        for (let i = 1; i < losses.length; i++) {
          if (losses[i]! >= Math.min(...losses.slice(0, i))) bad++;
          if (bad === patience) return i + 1;
        }
        return losses.length;
      },
      (losses, patience) => {
        let [best, waited] = [Infinity, 0];
        for (let i = 0; i < losses.length; i++) {
          waited = losses[i]! <= best ? 0 : waited + 1;
          best = Math.min(best, losses[i]!);
          if (waited === patience) return i + 1;
        }
        return losses.length;
      },
      (losses, patience) => Math.min(losses.length, losses.indexOf(Math.min(...losses)) + 1 + patience),
      (losses, patience) => losses.indexOf(Math.min(...losses)) + 1 + patience,
      (losses) => losses.length,
      // Nearly right: one epoch too hasty.
      (losses, patience) => loop(losses, patience - 1),
    ];
    await expectTold(
      answers.map((answer) => checkPatience(answer)),
      [
        ...['right', 'right', 'missing', 'counted from 0', 'the best of all epochs'],
        ...['the best epoch in place of the last', 'one epoch too patient'],
        ...['rises counted, not epochs without improvement', 'the count never starts anew'],
        ...['a tie taken for an improvement', 'patience after the best of all epochs'],
        ...['patience after the best of all epochs, beyond the list', 'all epochs', 'wrong'],
      ],
    );
  });

  test('checkMirror', async () => {
    const answers: ((image: number[][]) => number[][])[] = [
      (image) => image.map((row) => [...row].reverse()),
      // In place, as `reverse` does it.
      (image) => image.map((row) => row.reverse()),
      notDone,
      (image) => [...image].reverse(),
      (image) => [...image].reverse().map((row) => [...row].reverse()),
      (image) => image[0]!.map((_, column) => image.map((row) => row[column]!)),
      (image) => image,
      (image) => image.map((row) => row.map((value) => 1 - value)),
      // Nearly right: the last column is lost.
      (image) => image.map((row) => row.slice(0, -1).reverse()),
    ];
    await expectTold(
      answers.map((answer) => checkMirror(answer)),
      [
        ...['right', 'right', 'missing', 'upside down', 'turned by half a circle', 'rows and columns exchanged'],
        ...['the image as it was', 'negative in place of mirrored', 'wrong'],
      ],
    );
    expect((await checkMirror('x' as never)).message).toContain('has to be a function');
  });
});

test('checkEffectiveRate', async () => {
  await expectTold(
    [9, 9.0001, NaN, 3, 1 / 9, 1 / 3, 1, 27, 8, 10].map((answer) => checkEffectiveRate(answer)),
    [
      ...['right', 'right', 'missing', 'one of two reasons', 'the wrong way round'],
      ...['one of two reasons, the wrong way round', 'no change', 'one factor too many', 'wrong', 'wrong'],
    ],
  );
});
