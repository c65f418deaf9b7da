/** What a notebook can import: `import { fit, tf } from 'l2lab'`. */
import * as tf from '@tensorflow/tfjs';

export { tf };

export { describeMachine, useBackend } from './tensorflow';
export type { BackendInfo, BackendOptions, Regularizer } from './tensorflow';

export { augmentImages } from './data/augment';
export type { AugmentImagesOptions, Augmentation } from './data/augment';
export { epochBatches } from './data/batches';
export type { Batch, EpochBatchesOptions } from './data/batches';
export { readCifar10 } from './data/cifar10';
export type { ReadCifar10Options, ReadProgress } from './data/cifar10';
export { splitDataset, takeImages } from './data/dataset';
export type { ImageDataset, SplitDatasetOptions, TakeImagesOptions } from './data/dataset';
export type { TrainAndTest, TrainAndValidation } from './data/dataset';
export { loadDataset } from './data/loadDataset';
export type { LoadDatasetOptions, LoadedDataset } from './data/loadDataset';
export { loadSplit } from './data/loadSplit';
export type { LoadedSplit } from './data/loadSplit';
export { createRandom } from './data/random';
export type { Random } from './data/random';
export { syntheticShapes } from './data/synthetic';
export type { SyntheticShapesOptions } from './data/synthetic';

export { glorotUniform } from './model/glorotUniform';
export type { GlorotUniform, GlorotUniformOptions } from './model/glorotUniform';
export { kerasAdam } from './model/KerasAdam';
export type { KerasAdam, KerasAdamOptions } from './model/KerasAdam';
export { kerasAdamW } from './model/KerasAdamW';
export type { KerasAdamW, KerasAdamWOptions } from './model/KerasAdamW';
export { forecastMemory } from './model/memory';
export type { MemoryForecast, MemoryOptions } from './model/memory';
export { convNet } from './model/network';
export type { ConvNetOptions } from './model/network';
export {
  l1l2Regularizer,
  l1Regularizer,
  l2Regularizer,
  l2ToLambda,
  lambdaToL2,
  totalPenalty,
} from './model/regularizers';
export type { L1Options, L2Options } from './model/regularizers';
export type { L1L2Regularizer, L1Regularizer, L2Regularizer } from './model/regularizerClasses';
export { layerSummary } from './model/summary';
export type { LayerSummary } from './model/summary';
export { lossGradients, trainStep } from './model/trainStep';
export type { BatchResult, LossGradients, StepBatch } from './model/trainStep';
export { weightMagnitudes } from './model/weightMagnitudes';
export type { WeightMagnitudes, WeightMagnitudesOptions } from './model/weightMagnitudes';

export { deleteCheckpoint } from './training/checkpoint';
export type { EarlyStopping } from './training/earlyStopping';
export { evaluate } from './training/evaluate';
export type { EvaluateOptions } from './training/evaluate';
export { fit } from './training/fit';
export type { FitOptions } from './training/fit';
export { forecastTime } from './training/forecast';
export type { PlannedTraining, TimeForecast } from './training/forecast';
export type { EpochRecord, History, Metrics, RunEnvironment, RunSettings } from './training/history';
export { lambdaGrid } from './training/lambdaGrid';
export type { LambdaGridOptions } from './training/lambdaGrid';
export { getProfile, profiles } from './training/profiles';
export type { Profile, ProfileName } from './training/profiles';
export { requireEveryRun } from './training/requireEveryRun';
export { requireFinished } from './training/requireFinished';
export type { TrainedRun } from './training/requireFinished';
export type { TrainingProgress } from './training/progress';
export { measureSpeed } from './training/speed';
export type { MeasureSpeedOptions, TrainingSpeed } from './training/speed';
export { sweep } from './training/sweep';
export type { SweepOptions } from './training/sweep';
export type { SweepProgress } from './training/sweepProgress';
export { openRun } from './training/sweepResult';
export type { SweepResult } from './training/sweepResult';
export type { SweepRun } from './training/sweepRun';
export type { WeightSnapshot } from './training/snapshots';

export { accuracyStandardError, generalizationGap } from './analysis/accuracy';
export type { AccuracyStandardErrorOptions, GeneralizationGap, GeneralizationGapOptions } from './analysis/accuracy';
export { confusionCounts } from './analysis/confusion';
export { deadUnits } from './analysis/deadUnits';
export type { DeadUnits, DeadUnitsOptions } from './analysis/deadUnits';
export { firstLayerFilters } from './analysis/filters';
export type { Filters } from './analysis/filters';
export { gradientCheck } from './analysis/gradientCheck';
export type { GradientCheck, GradientCheckOptions } from './analysis/gradientCheck';
export { imageHits } from './analysis/imageHits';
export { imageLosses } from './analysis/imageLosses';
export { median } from './analysis/median';
export { chooseLambda } from './analysis/chooseLambda';
export type { ChooseLambdaOptions, LambdaChoice, ValidationScore } from './analysis/chooseLambda';
export { meanInterval } from './analysis/meanInterval';
export type { IntervalOptions, MeanInterval } from './analysis/meanInterval';
export { pairedDifference } from './analysis/pairedDifference';
export type { PairedDifference } from './analysis/pairedDifference';
export { seedsNeeded } from './analysis/seedsNeeded';
export type { SeedsNeededOptions } from './analysis/seedsNeeded';
export { tQuantile } from './analysis/studentT';
export { singularDirections, solveLinearSystem } from './analysis/linearAlgebra';
export type { Rows, SingularDirection } from './analysis/linearAlgebra';
export { geometricDecay, penalizedMinimum, penalizedWeight, principalAxes, quadraticLoss } from './analysis/quadratic';
export type { GeometricDecayOptions, OneWeightLoss, PrincipalAxis, TwoWeightLoss } from './analysis/quadratic';
export { predictions } from './analysis/predictions';
export type { Predictions, PredictionsOptions } from './analysis/predictions';
export { ridgeSolution } from './analysis/ridge';
export type { RegressionData } from './analysis/ridge';
export { unitNorms } from './analysis/unitNorms';
export type { UnitNorms, UnitNormsOptions } from './analysis/unitNorms';

export { confusionMatrix } from './charts/confusionMatrix';
export type { ConfusionMatrixOptions } from './charts/confusionMatrix';
export { learningCurves } from './charts/curves';
export type { LearningCurvesOptions } from './charts/curves';
export { decayCurves } from './charts/decayCurves';
export type { DecayCurvesOptions } from './charts/decayCurves';
export { featureMaps } from './charts/featureMaps';
export type { FeatureMap, FeatureMapsOptions } from './charts/featureMaps';
export type { Figure, PlotlyFigure, SvgFigure, TableFigure, VegaLiteFigure, VegaLiteSpec } from './charts/figure';
export { filterGrid } from './charts/filterGrid';
export { imageGrid } from './charts/imageGrid';
export type { ImageGridOptions } from './charts/imageGrid';
export { lineChart } from './charts/lineChart';
export type { LineChartOptions, LineSeries } from './charts/lineChart';
export { parabola } from './charts/parabola';
export type { ParabolaOptions } from './charts/parabola';
export { penaltyLandscape } from './charts/penaltyLandscape';
export type { PenaltyLandscapeOptions } from './charts/penaltyLandscape';
export { predictionGrid } from './charts/predictionGrid';
export type { PredictionGridOptions } from './charts/predictionGrid';
export { networkDiagram } from './charts/networkDiagram';
export type { NetworkDiagramOptions } from './charts/networkDiagram';
export { sweepChart } from './charts/sweepChart';
export type { SweepChartOptions, SweepScore } from './charts/sweepChart';
export { claimTable, table } from './charts/tables';
export type { ClaimRow } from './charts/tables';
export { unitChart } from './charts/unitChart';
export { weightHistograms } from './charts/weightHistograms';
export { weightOverlay } from './charts/weightOverlay';
export { weightTimeline } from './charts/weightTimeline';
export type { WeightOverlayOptions } from './charts/weightOverlay';
export type { WeightTimelineOptions } from './charts/weightTimeline';

export type { CheckResult, CheckState } from './exercises/CheckResult';
export { checkConvolution } from './exercises/checkConvolution';
export { checkConvolutionParameters } from './exercises/checkConvolutionParameters';
export { checkCrossEntropy } from './exercises/checkCrossEntropy';
export { checkFirstPenalty } from './exercises/checkFirstPenalty';
export { checkLandingRate } from './exercises/checkLandingRate';
export { checkLayerPenalty } from './exercises/checkLayerPenalty';
export { checkLength } from './exercises/checkLength';
export { checkOutputSize } from './exercises/checkOutputSize';
export { checkPenalty } from './exercises/checkPenalty';
export { checkPriorLambda } from './exercises/checkPriorLambda';
export { checkReluGradient } from './exercises/checkReluGradient';
export { checkRidgeAlpha } from './exercises/checkRidgeAlpha';
export { checkRidgeWeight } from './exercises/checkRidgeWeight';
export { checkScores } from './exercises/checkScores';
export { checkShares } from './exercises/checkShares';
export { checkSquares } from './exercises/checkSquares';

export { checkChooseRun } from './exercises/checkChooseRun';
export type { CandidateRun } from './exercises/checkChooseRun';
export { checkCountDead } from './exercises/checkCountDead';
export { checkGap } from './exercises/checkGap';
export { checkLossDifference } from './exercises/checkLossDifference';
export type { BothScores } from './exercises/checkLossDifference';
export { checkNoise } from './exercises/checkNoise';
export { checkStopEpoch } from './exercises/checkStopEpoch';

export { checkAdamWStep } from './exercises/checkAdamWStep';
export { checkDropout } from './exercises/checkDropout';
export { checkEffectiveRate } from './exercises/checkEffectiveRate';
export { checkElasticNet } from './exercises/checkElasticNet';
export { checkMirror } from './exercises/checkMirror';
export { checkPatience } from './exercises/checkPatience';

export { clearOutput, input } from './notebook/input';
export type { ClearOutputOptions, InputOptions } from './notebook/input';
export { LiveDisplay, liveTraining } from './notebook/live';
export type { LiveTrainingOptions } from './notebook/live';
export { liveSweep } from './notebook/liveSweep';
export type { LiveSweepOptions } from './notebook/liveSweep';
export { show } from './notebook/show';
export type { MimeBundle } from './notebook/show';
