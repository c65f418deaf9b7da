const { spawnSync } = require('node:child_process');
const { join } = require('node:path');

/** Tests of the kernel and of notebooks start compiled programs: these are made of the sources as they are now. */
module.exports = () => {
  const setup = join(__dirname, '..', 'scripts', 'setup.mjs');
  const { status } = spawnSync(process.execPath, [setup], { stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) throw new Error('Set-up failed, so there is nothing to test; see above.');
};
