// @ts-check
// Lets Node run this project's own TypeScript as it is: `node --require ./scripts/typescript.cjs bench/main.ts`.
// For what is not compiled (the bench, the README's picture) and for tests that start a program of src/.
const { readFileSync } = require('node:fs');

const compilerOptions = {
  module: 'commonjs',
  target: 'es2022',
  esModuleInterop: true,
  inlineSourceMap: true,
};

require.extensions['.ts'] = (/** @type {any} */ module, file) => {
  const ts = require('typescript');
  module._compile(ts.transpileModule(readFileSync(file, 'utf8'), { fileName: file, compilerOptions }).outputText, file);
};
