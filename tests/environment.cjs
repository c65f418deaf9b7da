const { join } = require('node:path');
const { TestEnvironment } = require('jest-environment-node');

// Tests see a copy of the process's environment, so what pictures say there of their font would not be heard.
process.env.FONTCONFIG_FILE = join(__dirname, '..', 'src', 'charts', 'drawing', 'fonts.conf');

/**
 * Jest runs tests in a realm of their own, with its own typed arrays, while TensorFlow's native addon checks
 * `instanceof` against Node's. This environment hands Node's classes to the tests.
 */
module.exports = class extends TestEnvironment {
  async setup() {
    await super.setup();
    for (const name of ['Float32Array', 'Int32Array', 'Uint8Array', 'Uint8ClampedArray', 'ArrayBuffer']) {
      this.global[name] = globalThis[name];
    }
  }
};
