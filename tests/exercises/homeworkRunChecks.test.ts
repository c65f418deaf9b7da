import * as tf from '@tensorflow/tfjs';
import { imageHits } from '../../src/analysis/imageHits';
import { imageLosses } from '../../src/analysis/imageLosses';
import { pairedDifference } from '../../src/analysis/pairedDifference';
import { predictions } from '../../src/analysis/predictions';
import { syntheticShapes } from '../../src/data/synthetic';
import { checkBestEpoch } from '../../src/exercises/checkBestEpoch';
import { checkChosenLambda } from '../../src/exercises/checkChosenLambda';
import { checkComparison } from '../../src/exercises/checkComparison';
import { checkFairPair } from '../../src/exercises/checkFairPair';
import { checkHistoryGap } from '../../src/exercises/checkHistoryGap';
import { checkLambdaChoice } from '../../src/exercises/checkLambdaChoice';
import type { ChoiceRow } from '../../src/exercises/checkLambdaChoice';
import type { CheckResult } from '../../src/exercises/CheckResult';
import type { TrainedNetwork } from '../../src/exercises/TrainedNetwork';
import { kerasAdam } from '../../src/model/KerasAdam';
import { convNet } from '../../src/model/network';
import type { ConvNetOptions } from '../../src/model/network';
import { useBackend } from '../../src/engine';
import { evaluate } from '../../src/training/evaluate';
import { fit } from '../../src/training/fit';
import type { FitOptions } from '../../src/training/fit';
import type { History } from '../../src/training/history';

beforeAll(() => useBackend());

const notDone = (): never => {
  throw new Error('not done yet');
};

/** The names of what was said; wrong answers have messages of their own. */
function namesOf(results: readonly CheckResult[]): string[] {
  const wrong = results.filter(({ state }) => state === 'wrong').map(({ message }) => message);
  expect(new Set(wrong).size).toBe(wrong.length);
  return results.map(({ state, misconception }) => misconception ?? state);
}

async function expectTold<A>(check: (answer: A) => Promise<CheckResult>, answers: readonly [string, A][]) {
  const results = [];
  for (const [, answer] of answers) results.push(await check(answer));
  expect(namesOf(results)).toEqual(answers.map(([name]) => name));
}

describe('checkFairPair', () => {
  const { train, test: validation } = syntheticShapes({ trainImages: 20, testImages: 10 });
  const other = syntheticShapes({ trainImages: 20, testImages: 10, seed: 2 });
  const plan = { train, validation, epochs: 1, batchSize: 10, seed: 3, learningRate: 0.002, decay: 1e-6 };
  const kept: TrainedNetwork[] = [];

  async function trained(
    network: ConvNetOptions = {},
    options: Partial<FitOptions> = {},
    { learningRate = plan.learningRate, images = train } = {},
  ): Promise<TrainedNetwork> {
    const built = convNet({ filters: 1, denseUnits: 2, seed: 3, ...network });
    return again(built, options, { learningRate, images });
  }

  async function again(
    network: tf.LayersModel,
    options: Partial<FitOptions> = {},
    { learningRate = plan.learningRate, images = train } = {},
  ): Promise<TrainedNetwork> {
    const optimizer = kerasAdam({ learningRate, decay: plan.decay });
    network.compile({ optimizer, loss: 'categoricalCrossentropy' });
    const { epochs, batchSize, seed } = plan;
    const history = await fit(network, images, { epochs, batchSize, seed, validation, ...options });
    kept.push({ network, history });
    return { network, history };
  }

  afterAll(() => {
    for (const network of new Set(kept.map((run) => run.network))) {
      network.optimizer.dispose();
      network.dispose();
    }
  });

  test('passes a fair pair, whatever its penalty is and however the baseline has none', async () => {
    const [baseline, withL2] = [await trained(), await trained({ l2: 0.01 })];
    const before = tf.memory().numTensors;
    expect((await checkFairPair({ baseline, withL2 }, plan)).state).toBe('right');
    expect((await checkFairPair({ baseline, withL2: await trained({ l2: 1e-7 }) }, plan)).state).toBe('right');
    expect(tf.memory().numTensors).toBeGreaterThan(before);
    const zero = { ...baseline.history.settings, penalties: ['Dense 1: L2 {"l2":0}'] };
    const noneButWritten = { ...baseline, history: { ...baseline.history, settings: zero } };
    expect((await checkFairPair({ baseline: noneButWritten, withL2 }, plan)).state).toBe('right');
    expect((await checkFairPair({ baseline, withL2: undefined }, plan)).state).toBe('missing');
    const historyAlone = baseline.history as never;
    expect((await checkFairPair({ baseline: historyAlone, withL2 }, plan)).message).toContain('{ network, history }');
  });

  test('tells what makes a pair unfair', async () => {
    const [baseline, withL2] = [await trained(), await trained({ l2: 0.01 })];
    const both = async (
      name: string,
      run: Promise<TrainedNetwork>,
    ): Promise<[string, TrainedNetwork, TrainedNetwork]> => {
      const one = await run;
      return [name, one, withL2];
    };
    const first = convNet({ filters: 1, denseUnits: 2, seed: 3 });
    const freedNetwork = () => {
      const network = convNet({ filters: 1, denseUnits: 2, seed: 3 });
      network.dispose();
      return network;
    };
    // Answers with certainty, and wrongly.
    const { network: sure } = await trained();
    sure.setWeights(
      sure.getWeights().map((weights) => tf.onesLike(weights).mul(weights.rank === 1 ? tf.range(0, weights.size) : 1)),
    );
    const wrong: [string, TrainedNetwork, TrainedNetwork][] = [
      await both('other training images', trained({}, {}, { images: other.train })),
      await both('nothing held out', trained({}, { validation: undefined })),
      await both('other images held out', trained({}, { validation: other.test })),
      await both('another number of epochs', trained({}, { epochs: 2 })),
      await both('another batch size', trained({}, { batchSize: 20 })),
      await both('another optimizer', trained({}, {}, { learningRate: 0.001 })),
      await both('another order of the images', trained({}, { seed: 4 })),
      await both('varied images', trained({}, { augment: { flips: true } })),
      await both('early stopping', trained({}, { earlyStopping: { patience: 3 } })),
      await both('a run that was stopped', trained({}, { signal: AbortSignal.abort() })),
      await both('different layers', trained({ denseUnits: 3 })),
      await both('different first weights', trained({ seed: 4 })),
      ['other first weights than planned', await trained({ seed: 4 }), await trained({ seed: 4, l2: 0.01 })],
      ['the network is freed', { ...baseline, network: freedNetwork() }, withL2],
      ['the two mixed up', withL2, baseline],
      ['a penalty in both', await trained({ l2: 0.02 }), withL2],
      ['a penalty in neither', baseline, await trained()],
      ['another network than that of the history', { ...baseline, network: sure }, withL2],
    ];
    wrong.push(['one network trained twice', await again(first), await again(first)]);
    const results = [];
    for (const [, one, two] of wrong) results.push(await checkFairPair({ baseline: one, withL2: two }, plan));
    expect(namesOf(results)).toEqual(wrong.map(([name]) => name));
  });

  test('checkChosenLambda follows the validation data loss of the runs', async () => {
    const run = async (lambda: number) => ({ lambda, history: (await trained({ l2: lambda / 2 })).history });
    const runs = [await run(0), await run(0.2), await run(2)];
    const losses = runs.map(({ history }) => history.epochs.at(-1)!.validation!.dataLoss);
    const best = runs[losses.indexOf(Math.min(...losses))]!.lambda;
    const worst = runs[losses.indexOf(Math.max(...losses))]!.lambda;
    const stopped = { lambda: 2, history: { ...runs[2]!.history, stopped: true } };
    const unlike = { lambda: 2, history: (await trained({ l2: 1 }, { epochs: 2 })).history };
    const results = [
      await checkChosenLambda(best, runs),
      await checkChosenLambda(undefined, runs),
      await checkChosenLambda(best, [...runs, undefined]),
      await checkChosenLambda(best, [{ lambda: 0, history: undefined as never }]),
      await checkChosenLambda(worst, runs),
      await checkChosenLambda(0.5, runs),
      await checkChosenLambda(0, [runs[0]!, stopped]),
      await checkChosenLambda(0, [runs[0]!, unlike]),
      await checkChosenLambda(0, [runs[0]!, { ...runs[0]!, lambda: 2 }]),
    ];
    expect(namesOf(results)).toEqual([
      ...['right', 'missing', 'missing', 'missing', 'not the lowest validation loss', 'a λ that was not tried'],
      ...['a run that was stopped', 'unlike runs', 'one λ for several runs'],
    ]);
  });
});

test('checkHistoryGap', async () => {
  const last = ({ epochs }: History) => epochs.at(-1)!;
  await expectTold<(history: History) => number>(checkHistoryGap, [
    ['right', (history) => last(history).validation!.dataLoss - last(history).train.dataLoss],
    ['right', ({ epochs }) => -(epochs[epochs.length - 1]!.train.dataLoss - epochs.slice(-1)[0]!.validation!.dataLoss)],
    ['missing', notDone],
    ['the sign turned round', (history) => last(history).train.dataLoss - last(history).validation!.dataLoss],
    ['the sign is lost', (history) => Math.abs(last(history).validation!.dataLoss - last(history).train.dataLoss)],
    ['total losses compared', (history) => last(history).validation!.totalLoss - last(history).train.totalLoss],
    ['accuracies compared', (history) => last(history).train.accuracy - last(history).validation!.accuracy],
    [
      'the first epoch in place of the last',
      ({ epochs }) => epochs[0]!.validation!.dataLoss - epochs[0]!.train.dataLoss,
    ],
    [
      'the lowest loss of any epoch',
      ({ epochs }) =>
        Math.min(...epochs.map((epoch) => epoch.validation!.dataLoss)) -
        Math.min(...epochs.map((epoch) => epoch.train.dataLoss)),
    ],
    ['a place that the list does not have', () => NaN],
    // Nearly right: the last but one. A constant.
    ['wrong', ({ epochs }) => epochs.at(-2)!.validation!.dataLoss - epochs.at(-2)!.train.dataLoss],
    ['wrong', () => 1.25],
  ]);
});

test('checkBestEpoch', async () => {
  const losses = ({ epochs }: History) => epochs.map((epoch) => epoch.validation!.dataLoss);
  const place = (values: number[]) => values.indexOf(Math.min(...values)) + 1;
  await expectTold<(history: History) => number>(checkBestEpoch, [
    ['right', (history) => place(losses(history))],
    ['right', ({ epochs }) => [...epochs].sort((a, b) => a.validation!.dataLoss - b.validation!.dataLoss)[0]!.epoch],
    ['missing', notDone],
    ['counted from 0', (history) => place(losses(history)) - 1],
    ['chosen by the training images', ({ epochs }) => place(epochs.map(({ train }) => train.dataLoss))],
    ['chosen by the total loss', ({ epochs }) => place(epochs.map(({ validation }) => validation!.totalLoss))],
    ['chosen by the accuracy', ({ epochs }) => place(epochs.map(({ validation }) => -validation!.accuracy))],
    ['the last epoch', ({ epochs }) => epochs.length],
    ['the loss in place of the epoch', (history) => Math.min(...losses(history))],
    ['the highest loss taken for the best', (history) => place(losses(history).map((loss) => -loss))],
    // Nearly right: one epoch too late. A constant.
    ['wrong', (history) => place(losses(history)) + 1],
    ['wrong', () => 0.5],
  ]);
});

test('checkLambdaChoice', async () => {
  const by = (of: (row: ChoiceRow) => number) => (rows: ChoiceRow[]) =>
    [...rows].sort((a, b) => of(a) - of(b))[0]!.lambda;
  const right = by(({ validationLoss }) => validationLoss);
  await expectTold<(rows: ChoiceRow[]) => number>(checkLambdaChoice, [
    ['right', right],
    [
      'right',
      (rows) => {
        let best = rows[0]!;
        for (const row of rows) if (row.validationLoss < best.validationLoss) best = row;
        return best.lambda;
      },
    ],
    ['missing', notDone],
    ['chosen by the training images', by(({ trainLoss }) => trainLoss)],
    ['chosen by both losses together', by((row) => row.trainLoss + row.validationLoss)],
    ['chosen by the total loss', by(({ validationTotalLoss }) => validationTotalLoss)],
    ['chosen by the accuracy', by(({ validationAccuracy }) => -validationAccuracy)],
    ['the smallest gap taken for the best', by((row) => row.validationLoss - row.trainLoss)],
    ['the largest loss taken for the best', by(({ validationLoss }) => -validationLoss)],
    ['l2 in place of λ', (rows) => right(rows) / 2],
    ['the loss in place of λ', (rows) => Math.min(...rows.map((row) => row.validationLoss))],
    ['the place in place of λ', (rows) => rows.findIndex(({ lambda }) => lambda === right(rows))],
    ['the last row', (rows) => rows[rows.length - 1]!.lambda],
    ['the first row', (rows) => rows[0]!.lambda],
    // λ = 0 taken for no λ. A constant.
    ['wrong', (rows) => right(rows) || 0.02],
    ['wrong', () => 0.2],
  ]);
});

test('checkComparison', async () => {
  type Answer = Parameters<typeof checkComparison>[0];
  const losses: (...inputs: Parameters<Answer>) => Promise<[number[], number[]]> = async (first, second, images) => [
    imageLosses(await predictions(first, images)),
    imageLosses(await predictions(second, images)),
  ];
  const paired = (a: number[], b: number[], times = 1) => {
    const { difference, standardError } = pairedDifference(a, b);
    return [difference, times * standardError];
  };
  const deviation = (values: number[]) =>
    pairedDifference(
      values.map(() => 0),
      values,
    ).standardError;
  await expectTold<Answer>(checkComparison, [
    ['right', async (...inputs) => paired(...(await losses(...inputs)))],
    [
      'right',
      // By hand, divided by n.
      async (...inputs) => {
        const [a, b] = await losses(...inputs);
        const all = b.map((loss, i) => loss - a[i]!);
        const mean = all.reduce((sum, value) => sum + value, 0) / all.length;
        const variance = all.reduce((sum, value) => sum + (value - mean) ** 2, 0) / all.length;
        return [mean, Math.sqrt(variance / all.length)];
      },
    ],
    ['missing', notDone],
    [
      'the sign turned round',
      async (...inputs) => {
        const [a, b] = await losses(...inputs);
        return paired(b, a);
      },
    ],
    [
      'accuracies compared',
      async (first, second, images) =>
        paired(imageHits(await predictions(first, images)), imageHits(await predictions(second, images))),
    ],
    [
      'total losses compared',
      async (first, second, images) => {
        const [before, after] = [await evaluate(first, images), await evaluate(second, images)];
        return [after.totalLoss - before.totalLoss, paired(...(await losses(first, second, images)))[1]!];
      },
    ],
    [
      'the two networks taken for unrelated',
      async (...inputs) => {
        const [a, b] = await losses(...inputs);
        return [paired(a, b)[0]!, Math.hypot(deviation(a), deviation(b))];
      },
    ],
    [
      'the standard deviation in place of the standard error',
      async (...inputs) => {
        const [a, b] = await losses(...inputs);
        return paired(a, b, Math.sqrt(a.length));
      },
    ],
    ['two standard errors', async (...inputs) => paired(...(await losses(...inputs)), 2)],
    [
      'the interval in place of the standard error',
      async (...inputs) => [...pairedDifference(...(await losses(...inputs))).interval],
    ],
    [
      'the networks are freed',
      async (...inputs) => {
        const numbers = paired(...(await losses(...inputs)));
        inputs[0].dispose();
        return numbers;
      },
    ],
    ['wrong', () => [-0.3, 0.1]],
  ]);
  const before = tf.memory().numTensors;
  await checkComparison(() => [1, 2]);
  expect(tf.memory().numTensors).toBe(before);
});
