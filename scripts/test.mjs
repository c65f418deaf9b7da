// @ts-check
// Sets up what is missing and runs every check: types, lint, format, jest, and the lessons on the real kernel.
// All of them run even if one fails. Arguments go to jest only: `npm test -- data` runs the tests of the data. The kernel's tests run
// once more on a second Node if L2LAB_TEST_NODE names one. Tests that take minutes are left out: `npm run test:long`.
import { printFailure } from './common/failure.mjs';
import { fromUser } from './common/paths.mjs';
import { allSteps, setUp } from './setup/setUp.mjs';
import { isDone } from './setup/runSteps.mjs';
import { check, jest, notebooks, summary } from './checks/stages.mjs';

/** The lessons' data: the real images that the environment names, else each lesson's own. */
function lessonSettings() {
  const archive = process.env['L2LAB_TEST_CIFAR10'];
  /** @type {NodeJS.ProcessEnv} */
  const settings = { L2LAB_PROFILE: 'tiny' };
  if (archive) settings['L2LAB_DATA'] = archive;
  return settings;
}

const total = { passed: 0, failed: 0, skipped: 0 };
const add = (/** @type {import('./checks/stages.mjs').Count} */ count) => {
  total.passed += count.passed;
  total.failed += count.failed;
  total.skipped += count.skipped ?? 0;
};

console.log(`Node ${process.versions.node}, ${process.execPath}`);
const realImages = process.env['L2LAB_TEST_CIFAR10'];
if (realImages) {
  // Tests read it too, and each may stand in another folder.
  process.env['L2LAB_TEST_CIFAR10'] = fromUser(realImages);
  console.log(`Real CIFAR-10 images for the tests: ${process.env['L2LAB_TEST_CIFAR10']}\n`);
} else {
  console.log('L2LAB_TEST_CIFAR10 is not set: tests make a small archive of their own, not of real images.\n');
}

try {
  await setUp({ withTests: true, withHomework: true });
} catch (error) {
  printFailure(error);
  add({ passed: 0, failed: 1 });
}

// Sources that do not compile still let the other checks run; without the packages there is nothing to run them with.
if (allSteps({ withTests: true, withHomework: true }).every((step) => step.name === 'compile' || isDone(step))) {
  add(check('types', 'node_modules/typescript/bin/tsc', '-p', 'tests/tsconfig.json'));
  add(check('types of scripts/', 'node_modules/typescript/bin/tsc', '-p', 'scripts/tsconfig.json'));
  add(check('lint', 'node_modules/eslint/bin/eslint.js', '.'));
  add(check('format', 'node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'));
  add(check('lint of notebooks', 'scripts/lintNotebooks.mjs'));
  add(jest(process.argv.slice(2)));
  add(await notebooks(lessonSettings()));
  const otherNode = process.env['L2LAB_TEST_NODE'];
  if (otherNode) add(jest(['tests/kernel'], fromUser(otherNode)));
}
process.exitCode = total.failed === 0 ? 0 : 1;
console.log(summary(total));
