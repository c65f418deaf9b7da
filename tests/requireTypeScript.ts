/**
 * The beginning of a script for a Node of its own: with it `require('….ts')` works, by the TypeScript compiler alone. So
 * that tests of a whole process need no build of src/.
 */
export const REQUIRE_TYPESCRIPT = `
  require.extensions['.ts'] = (module, file) => {
    const ts = require('typescript');
    const source = require('fs').readFileSync(file, 'utf8');
    const compilerOptions = { module: 'commonjs', target: 'es2022', esModuleInterop: true };
    module._compile(ts.transpileModule(source, { compilerOptions }).outputText, file);
  };
`;
