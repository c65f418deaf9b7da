/** The door to what computes: other folders import from here and nothing deeper. */
export { describeBackend, hasGpu, hasTensorFlow, useBackend } from './backend';
export type { BackendInfo, BackendOptions } from './backend';
export { addScaled, applyAdam, shrink } from './inPlace';
export { endsItself, interruptRequested, isInterrupt, signOfLife, uninterrupted } from './interrupts';
export { opLayers } from './layers';
export { availableMemory, describeMachine, idleMemory } from './memory';
export type { OpLayer, Regularizer, TrainingMode } from './opLayer';
export { l2Loss, statelessUniform } from './ops';
export type { Masking } from './plainLayers';
export { countCorrect, forwardPass, logits, trainingPass } from './pass';
export type { AddsGradient, GradientVisitor, PassScalars } from './pass';
