const { join } = require('node:path');
const { TestEnvironment } = require('jest-environment-node');
const { softwareVulkan } = require('./softwareVulkan.cjs');

// Tests see a copy of the process's environment, so what pictures say there of their font would not be heard.
process.env.FONTCONFIG_FILE = join(__dirname, '..', 'src', 'charts', 'drawing', 'fonts.conf');

// And so with what Vulkan's loader reads. With it no test computes on a graphics card, wherever it runs.
const driver = softwareVulkan();
if (driver) process.env.VK_ICD_FILENAMES = driver;
else process.env.L2LAB_BACKEND ??= 'tensorflow';

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
