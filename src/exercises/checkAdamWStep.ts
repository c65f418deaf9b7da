import type { CheckResult } from './CheckResult';
import { checkFunction } from './checkFunction';
import { randomNumbers } from './randomInputs';

type Inputs = [weight: number, gradient: number, learningRate: number, weightDecay: number];

/**
 * Checks a function that takes the first step of AdamW with one weight, in which Adam's part is one learning rate against
 * the gradient's sign.
 *
 * @param answer e.g. `myAdamWStep`: from weight, gradient of the data loss, learning rate and weight decay to the weight
 *   after the step.
 * @example
 * const adam = (weight, gradient, rate) => weight - rate * Math.sign(gradient);
 * (await checkAdamWStep(adam)).misconception; // => 'no decay'
 */
export async function checkAdamWStep(answer: (...inputs: Inputs) => number): Promise<CheckResult> {
  const [weight, gradient, rate, decay] = [
    [1.5, 3],
    [0.2, 0.8],
    [0.1, 0.2],
    [0.3, 0.6],
  ].map(([low, high]) => randomNumbers(1, low!, high!)[0]!);
  return checkFunction<Inputs>(answer, {
    name: 'myAdamWStep',
    cases: [
      [weight!, gradient!, rate!, decay!],
      // The penalty's pull and the gradient are at odds, and the pull is the larger one.
      [weight!, Number((-gradient! / 10).toFixed(3)), rate!, decay!],
      [-weight!, gradient!, rate!, decay!],
    ],
    right: (w, g, eta, c) => w - eta * c * w - eta * Math.sign(g),
    wrong: [
      {
        misconception: 'the penalty put into the gradient',
        formula: (w, g, eta, c) => w - eta * Math.sign(g + c * w),
        say: 'This is Adam with L2 in the loss: the pull of the decay goes through Adam, which takes its size away.',
      },
      {
        misconception: 'plain gradient descent',
        formula: (w, g, eta, c) => w - eta * (g + c * w),
        say: 'This is plain gradient descent. How long is the first step of Adam, whatever the size of the gradient?',
      },
      {
        misconception: 'decay without the learning rate',
        formula: (w, g, eta, c) => w - c * w - eta * Math.sign(g),
        say: 'The decay is too strong: it takes the learning rate times the weight decay, as a part of the weight.',
      },
      {
        misconception: 'no decay',
        formula: (w, g, eta) => w - eta * Math.sign(g),
        say: "This is Adam's step alone. The decay is missing.",
      },
      {
        misconception: 'an amount in place of a part',
        formula: (w, g, eta, c) => w - eta * c * Math.sign(w) - eta * Math.sign(g),
        say: 'The same amount is taken from every weight, as L1 would. Weight decay takes a part of it.',
      },
      {
        misconception: 'steps up the gradient',
        formula: (w, g, eta, c) => w - eta * c * w + eta * Math.sign(g),
        say: 'The decay is right, and the step goes up the gradient: the loss would grow.',
      },
      {
        misconception: 'the change in place of the weight',
        formula: (w, g, eta, c) => -eta * c * w - eta * Math.sign(g),
        say: 'This is how much the weight changes. What is asked for is the weight after it.',
      },
      {
        misconception: 'the way moved in place of the weight',
        formula: (w, g, eta, c) => eta * c * w + eta * Math.sign(g),
        say: 'This is the way it moved; give back the weight.',
      },
      {
        misconception: 'decay after the step',
        formula: (w, g, eta, c) => (1 - eta * c) * (w - eta * Math.sign(g)),
        say: "Here the weight decays after Adam's step. It decays first, as a part of what it was before.",
      },
    ],
    show: (w, g, eta, c) => `w = ${w}, gradient ${g}, η = ${eta}, weight decay ${c}`,
  });
}
