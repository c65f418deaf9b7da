import { interruptFit } from './fitInterrupts';

it(
  'an interrupted fit ends after a whole step, 200 times at random moments, with its history',
  () => interruptFit(200),
  600_000,
);
