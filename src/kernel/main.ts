import { startKernel } from 'tslab/dist/main';

/** Entry point of the kernelspec: `node main.js --config-path=FILE`. */
const configPath = process.argv
  .find((argument) => argument.startsWith('--config-path='))
  ?.slice('--config-path='.length);
if (!configPath) {
  console.error(
    'The kernel requires --config-path=FILE, the connection file that Jupyter writes; start it from Jupyter.',
  );
  process.exit(2);
}
startKernel({ configPath, enableFindLocal: false, jsKernel: false, globalVersion: '' });
