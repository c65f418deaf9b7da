/** The door to what computes: other folders import from here and nothing deeper. */
export { currentOps } from './currentOps';
export { describeBackend, hasGpu, stepsAhead } from './describe';
export type { BackendInfo } from './describe';
export { endsItself, interruptRequested, isInterrupt, signOfLife, uninterrupted } from './interrupts';
export { opLayers } from './layers';
export { availableMemory, describeMachine, idleMemory } from './memory';
export type { LazyGradient, OpLayer, Regularizer, TrainingMode } from './opLayer';
export type { AdamUpdate, PenaltyCoefficients } from './ops';
export type { Masking } from './plainLayers';
export { addsGradient, countCorrect, forwardPass, logits, trainingPass } from './pass';
export type { AddsGradient, GradientVisitor, PassNumbers } from './pass';
export { hasTensorFlow } from './tensorflow/backend';
export { useBackend } from './useBackend';
export type { BackendOptions } from './useBackend';
export type { AdapterInfo } from './webgpu/AdapterInfo';
