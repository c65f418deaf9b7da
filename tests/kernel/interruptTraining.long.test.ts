import { interruptTraining } from './trainingInterrupts';

it('survives 500 interrupts at random moments of a training run', () => interruptTraining(500), 600_000);
