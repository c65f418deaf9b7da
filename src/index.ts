/** What a notebook can import: `import { fit, tf } from 'l2lab'`. */
import * as tf from '@tensorflow/tfjs';

export { tf };

export { describeBackend } from './tensorflow/describeBackend';
export type { BackendInfo } from './tensorflow/describeBackend';
export { describeMachine } from './tensorflow/machine';
export { useBackend } from './tensorflow/useBackend';

export { epochBatches } from './data/batches';
export type { Batch, EpochBatchesOptions } from './data/batches';
export { readCifar10 } from './data/cifar10';
export type { ReadCifar10Options, ReadProgress } from './data/cifar10';
export { splitDataset, takeImages } from './data/dataset';
export type { ImageDataset, SplitDatasetOptions, TakeImagesOptions } from './data/dataset';
export type { TrainAndTest, TrainAndValidation } from './data/dataset';
export { loadDataset } from './data/loadDataset';
export type { LoadDatasetOptions, LoadedDataset } from './data/loadDataset';
export { createRandom } from './data/random';
export type { Random } from './data/random';
export { syntheticShapes } from './data/synthetic';
export type { SyntheticShapesOptions } from './data/synthetic';

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

export { deadUnits } from './analysis/deadUnits';
export { generalizationGap } from './analysis/generalizationGap';
export { gradientCheck } from './analysis/gradientCheck';
export { standardError } from './analysis/standardError';
export { weightMagnitudes } from './analysis/weightMagnitudes';
export type { WeightMagnitudes } from './analysis/weightMagnitudes';

export { datasetSheet } from './charts/datasetSheet';
export type { Figure } from './charts/Figure';
export { learningCurves } from './charts/learningCurves';
export { claimTable, table } from './charts/tables';
export { weightHistograms } from './charts/weightHistograms';
export { weightOverlay } from './charts/weightOverlay';

export { clearOutput, input } from './notebook/input';
export { LiveDisplay } from './notebook/LiveDisplay';
export { liveTraining } from './notebook/liveTraining';
export { show } from './notebook/show';
