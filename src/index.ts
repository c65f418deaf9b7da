/** What a notebook can import: `import { fit, tf } from 'l2lab'`. */
import * as tf from '@tensorflow/tfjs';

export { tf };

export { describeBackend } from './tensorflow/describeBackend';
export type { BackendInfo } from './tensorflow/describeBackend';
export { describeMachine } from './tensorflow/machine';
export { useBackend } from './tensorflow/useBackend';

export { epochBatches } from './data/batches';
export type { ImageDataset, TrainAndTest } from './data/ImageDataset';
export { loadDataset } from './data/loadDataset';
export { oneHot } from './data/oneHot';
export { createRandom } from './data/random';
export type { Random } from './data/random';
export { readCifar10 } from './data/readCifar10';
export { splitDataset } from './data/splitDataset';
export { syntheticShapes } from './data/synthetic';
export { takeImages } from './data/takeImages';

export { countParameters, layerAccounts } from './model/accounting';
export { convNet } from './model/convNet';
export { forecastMemory } from './model/forecastMemory';
export { glorotUniform } from './model/glorotUniform';
export { kerasAdam } from './model/KerasAdam';
export { penalty } from './model/penalty';
export { l1l2Regularizer, l1Regularizer, l2Regularizer, l2ToLambda, lambdaToL2 } from './model/regularizers';
export { lossGradients, trainStep } from './model/trainStep';

export { evaluate } from './training/evaluate';
export { fit } from './training/fit';
export type { FitOptions } from './training/fit';
export type { EpochRecord, History, Metrics } from './training/History';
export { getProfile, profiles } from './training/profiles';
export type { Profile } from './training/profiles';
export type { TrainingProgress } from './training/TrainingProgress';

export { accuracyStandardError, generalizationGap } from './analysis/accuracy';
export type {
  AccuracyStandardErrorOptions,
  GeneralizationGap,
  GeneralizationGapOptions,
} from './analysis/accuracy';
export { deadUnits } from './analysis/deadUnits';
export type { DeadUnits, DeadUnitsOptions } from './analysis/deadUnits';
export { gradientCheck } from './analysis/gradientCheck';
export type { GradientCheck, GradientCheckOptions } from './analysis/gradientCheck';
export { weightMagnitudes } from './analysis/weights';
export type { WeightMagnitudes, WeightMagnitudesOptions } from './analysis/weights';

export { learningCurves } from './charts/curves';
export type { LearningCurvesOptions } from './charts/curves';
export type {
  Figure,
  PlotlyFigure,
  SvgFigure,
  TableFigure,
  VegaLiteFigure,
  VegaLiteSpec,
} from './charts/figure';
export { imageGrid } from './charts/imageGrid';
export type { ImageGridOptions } from './charts/imageGrid';
export { claimTable, table } from './charts/tables';
export type { ClaimRow } from './charts/tables';
export { weightHistograms, weightOverlay } from './charts/weights';
export type { WeightOverlayOptions } from './charts/weights';

export { clearOutput, input } from './notebook/input';
export type { ClearOutputOptions, InputOptions } from './notebook/input';
export { LiveDisplay, liveTraining } from './notebook/live';
export type { LiveTrainingOptions } from './notebook/live';
export { show } from './notebook/show';
export type { MimeBundle } from './notebook/show';
