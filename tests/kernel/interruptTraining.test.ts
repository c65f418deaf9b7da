import { interruptTraining } from './trainingInterrupts';

it('survives 100 interrupts at random moments of a training run', () => interruptTraining(100), 600_000);
