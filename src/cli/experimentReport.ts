import { accuracyStandardError, generalizationGap } from '../analysis/accuracy';
import { learningCurves } from '../charts/curves';
import { table } from '../charts/tables';
import { weightHistograms } from '../charts/weightHistograms';
import { weightOverlay } from '../charts/weightOverlay';
import type { ExperimentResult } from './experiment';
import { htmlReport } from './htmlReport';
import type { ReportSection } from './htmlReport';

const fixed = (value: number): string => value.toFixed(3);

/** The experiment as one HTML file: what was run, curves and histograms side by side, results. */
export function experimentReport(result: ExperimentResult): Promise<string> {
  const histories = result.networks.map(({ history }) => history);
  const sections: ReportSection[] = [
    { heading: 'What was run', content: [whatWasRun(result)] },
    {
      heading: 'Results on the test images',
      content: [
        resultsTable(result),
        'Only data losses can be compared between networks: the loss that Keras prints contains the penalty. ' +
          'Accuracies that are within about two standard errors of their difference are not told apart by this run.',
      ],
    },
    {
      heading: 'Learning curves',
      content: [
        learningCurves(histories, { heldOut: 'test' }),
        learningCurves(histories, { heldOut: 'test', overlay: true }),
        'As in the article, the test images were measured after every epoch. Whoever chooses an epoch or a penalty ' +
          'by these curves has no untouched test set left; for choosing, set validation images aside.',
        learningCurves(histories, { metrics: ['penalty'], heldOut: 'test' }),
      ],
    },
    {
      heading: 'Weight magnitudes',
      content: [weightHistograms(result.weights), weightOverlay(result.weights, { layer: 'Dense 1' })],
    },
    {
      heading: 'Dead units',
      content: [
        deadUnitsTable(result),
        'A unit is dead when its output is 0 on every training image. What was dead before training was not killed by it.',
      ],
    },
  ];
  return htmlReport({ title: "The article's experiment: a network without and with L2", sections });
}

function whatWasRun({ profile, seed, source, networks }: ExperimentResult) {
  const { settings, environment } = networks[0]!.history;
  const versions = Object.entries(environment.versions).map(([name, version]) => `${name} ${version}`);
  const seconds = networks.map(({ history }) => history.epochs.reduce((sum, epoch) => sum + epoch.seconds, 0));
  return table(
    ['Setting', 'Value'],
    [
      ['Images', source],
      ['Profile', `${profile.name}: ${profile.filters} filters, ${profile.denseUnits} dense units`],
      ['Parameters', settings.parameters.toLocaleString('en-US')],
      ['Training', `${settings.epochs} epochs, batch size ${settings.batchSize}, seed ${seed}`],
      ['Adam', `learning rate ${profile.learningRate}, decay ${profile.decay}`],
      ['Penalty', `${profile.l2} · Σw² on the kernel weights of the large dense layer (λ = ${2 * profile.l2})`],
      ['Computed by', environment.backend],
      ['Machine', environment.machine],
      ['Versions', versions.join(', ')],
      ['Time', networks.map(({ history }, i) => `${history.label} ${Math.round(seconds[i]!)} s`).join(', ')],
    ],
  );
}

function resultsTable({ networks }: ExperimentResult) {
  const columns = ['Network', 'Loss (as Keras prints it)', 'Data loss', 'Penalty', 'Accuracy', 'Gap in data loss'];
  const rows = networks.map(({ history, test }) => {
    const error = accuracyStandardError(test.accuracy, { images: history.settings.validationImages });
    return [
      history.label,
      ...[fixed(test.totalLoss), fixed(test.dataLoss), fixed(test.penalty)],
      `${fixed(test.accuracy)} ± ${fixed(error)}`,
      fixed(generalizationGap(history).dataLoss),
    ];
  });
  return table(columns, rows);
}

function deadUnitsTable({ deadUnitsBefore, networks }: ExperimentResult) {
  const rows = deadUnitsBefore.map(({ layer, units, dead }, i) => [
    ...[layer, String(units), String(dead)],
    ...networks.map(({ deadUnits }) => String(deadUnits[i]!.dead)),
  ]);
  const columns = networks.map(({ history }) => `dead in ${history.label}`);
  return table(['Layer', 'Units', 'dead before training', ...columns], rows);
}
