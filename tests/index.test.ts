import * as l2lab from '../src/index';

test('the door: what a notebook can import', () => {
  const names = `
    LiveDisplay ablateUnits accuracyStandardError augmentImages checkAdamWStep checkArticlePenalty checkBestEpoch
    checkChooseRun checkChosenLambda checkComparison checkConvolution checkConvolutionParameters checkCountDead
    checkCrossEntropy checkDecaySteps checkDecayedWeight checkDropout checkEffectiveRank checkEffectiveRate
    checkElasticNet checkFairPair checkFirstPenalty checkFunction checkGap checkGrid checkHistoryGap
    checkKerasDecay checkKerasPenalty checkLambdaChoice checkLandingRate checkLayerPenalty checkLeak checkLength
    checkLossDifference checkMirror checkNetwork checkNetworkPenalty checkNoise checkNumber checkOptimism
    checkOutputSize checkPairedInterval checkPatience checkPenalizedStep checkPenalty checkPenaltyGradient
    checkPriorLambda checkPruned checkRatio checkRatioOfLayer checkReluGradient checkRidgeAlpha checkRidgeStep
    checkRidgeWeight checkSaved checkScores checkSeedVerdict checkSeedsByHand checkShares checkSimplestLambda
    checkSquares checkStopEpoch chooseLambda claimTable clearOutput confusionCounts confusionMatrix convNet
    createRandom deadUnits decayCurves deleteCheckpoint describeMachine effectiveRank epochBatches evaluate
    featureMaps filterGrid firstLayerFilters fit forecastMemory forecastTime generalizationGap geometricDecay
    getProfile glorotUniform gradePoints gradientCheck imageGrid imageHits imageLosses input kerasAdam kerasAdamW
    l1Regularizer l1l2Regularizer l2Regularizer l2ToLambda lambdaGrid lambdaToL2 layerSummary learningCurves
    lineChart liveSweep liveTraining loadDataset loadSplit lossGradients meanInterval measureSpeed median
    networkDiagram openRun pairedDifference parabola participationRatio patchGrid penalizedMinimum penalizedWeight
    penaltyLandscape predictionGrid predictions principalAxes profiles pruneWeights quadraticLoss readCifar10
    requireEveryRun requireFinished ridgeSolution seededDropout seedsNeeded show singularDirections singularValues
    solveLinearSystem splitDataset strongestPatches sweep sweepChart syntheticShapes tQuantile table takeImages tf
    totalPenalty trainStep unitChart unitNorms useBackend weightHistograms weightMagnitudes weightOverlay
    weightTimeline withoutUnits
  `;
  expect(Object.keys(l2lab).sort()).toEqual(names.trim().split(/\s+/));
});

test('a lesson in ten lines', async () => {
  const { convNet, evaluate, fit, kerasAdam, learningCurves, splitDataset, syntheticShapes } = l2lab;
  const backend = await l2lab.useBackend();
  const { train, test: unseen } = syntheticShapes({ trainImages: 100, testImages: 50 });
  const parts = splitDataset(train, { validation: 0.2 });
  const model = convNet({ filters: 4, denseUnits: 8, l2: 0.01 });
  model.compile({ optimizer: kerasAdam({ learningRate: 1e-3 }), loss: 'categoricalCrossentropy' });
  const penaltyAtStart = await l2lab.totalPenalty(model);
  const history = await fit(model, parts.train, { epochs: 2, batchSize: 16, validation: parts.validation });
  const { penalty } = await evaluate(model, unseen);
  const [dense] = (await l2lab.weightMagnitudes({ L2: model })).filter(({ layer }) => layer === 'Dense 1');
  const figure = learningCurves([history]);

  expect(backend.name).toBe('tensorflow');
  expect(history).toMatchObject({ stopped: false, settings: { trainImages: 80, validationImages: 20 } });
  // Only the dense layer is penalized, with 0.01 · Σw², and the optimizer lowers that.
  expect(penalty).toBeCloseTo(0.01 * dense!.l2Norm ** 2, 4);
  expect(penalty).toBeLessThan(penaltyAtStart);
  expect(figure.alt).toContain('Learning curves of network');
});
