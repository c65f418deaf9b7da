import * as l2lab from '../src/index';

test('the door: what a notebook can import', () => {
  expect(Object.keys(l2lab).sort()).toEqual([
    ...['LiveDisplay', 'accuracyStandardError', 'claimTable', 'clearOutput', 'confusionCounts', 'confusionMatrix'],
    ...['convNet', 'createRandom', 'deadUnits', 'decayCurves', 'describeMachine', 'epochBatches', 'evaluate'],
    ...['filterGrid', 'firstLayerFilters', 'fit', 'forecastMemory', 'generalizationGap', 'geometricDecay'],
    ...['getProfile', 'glorotUniform', 'gradientCheck', 'imageGrid', 'input', 'kerasAdam', 'l1Regularizer'],
    ...['l1l2Regularizer', 'l2Regularizer', 'l2ToLambda', 'lambdaToL2', 'layerSummary', 'learningCurves'],
    ...['liveTraining', 'loadDataset', 'lossGradients', 'networkDiagram', 'parabola', 'penalizedMinimum'],
    ...['penalizedWeight', 'penaltyLandscape', 'predictionGrid', 'predictions', 'principalAxes', 'profiles'],
    ...['quadraticLoss', 'readCifar10', 'show', 'splitDataset', 'sweepChart', 'syntheticShapes', 'table'],
    ...['takeImages', 'tf', 'totalPenalty', 'trainStep', 'unitChart', 'unitNorms', 'useBackend', 'weightHistograms'],
    ...['weightMagnitudes', 'weightOverlay', 'weightTimeline'],
  ]);
});
