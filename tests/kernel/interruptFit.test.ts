import { interruptFit } from './fitInterrupts';

it(
  'an interrupted fit ends after a whole step, 40 times at random moments, with its history',
  () => interruptFit(40),
  600_000,
);
