/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: '<rootDir>/tests/environment.cjs',
  globalSetup: '<rootDir>/tests/globalSetup.cjs',
  roots: ['<rootDir>/tests'],
  testMatch: ['**/*.test.ts'],
  // What takes minutes has a command of its own: npm run test:long
  testPathIgnorePatterns: process.env['L2LAB_TEST_LONG'] ? [] : ['\\.long\\.test\\.ts$'],
  // Types are checked by `npm run types`; here each file is only transpiled, which keeps the suite fast.
  transform: {
    '^.+\\.ts$': ['ts-jest', { tsconfig: 'tests/tsconfig.json', diagnostics: false }],
  },
  // TensorFlow uses every core by itself; more workers than this only fight over them.
  maxWorkers: 2,
  testTimeout: 60_000,
};
