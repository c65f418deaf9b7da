// @ts-check
// Sets up what is missing: `npm run setup`, or with `-- --tests` also what the tests need.
import { printFailure } from './common/failure.mjs';
import { setUp } from './setup/setUp.mjs';

try {
  const tests = process.argv.includes('--tests');
  const worked = await setUp({ withTests: tests, withHomework: tests });
  if (!worked) console.log('Everything is set up.');
} catch (error) {
  printFailure(error);
}
