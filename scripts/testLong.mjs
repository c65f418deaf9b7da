// @ts-check
// Sets up what is missing and runs the tests that take minutes: `npm run test:long`, or `npm run test:long -- homework`, those
// with that in their path.
import { jest, summary } from './checks/stages.mjs';
import { printFailure } from './common/failure.mjs';
import { setUp } from './setup/setUp.mjs';

const NAME = String.raw`\.long\.test\.ts$`;

const args = process.argv.slice(2);
const options = args.filter((argument) => argument.startsWith('-'));
const paths = args.filter((argument) => !argument.startsWith('-'));

try {
  await setUp({ withTests: true, withHomework: true });
  process.env['L2LAB_TEST_LONG'] = '1';
  const patterns = paths.length > 0 ? paths.map((path) => `${path}.*${NAME}`) : [NAME];
  // One after the other: beside a class that is graded, interrupts would meet a machine at its limit.
  const count = jest(['--runInBand', ...options, ...patterns]);
  process.exitCode = count.failed === 0 ? 0 : 1;
  console.log(summary(count));
} catch (error) {
  printFailure(error);
}
