const { existsSync } = require('node:fs');
const { join } = require('node:path');

/** Where a Vulkan driver that needs no graphics card may lie: Chromium's SwiftShader. */
const DRIVERS = [
  '/usr/lib/chromium/vk_swiftshader_icd.json',
  '/usr/lib64/chromium-browser/vk_swiftshader_icd.json',
  '/opt/google/chrome/vk_swiftshader_icd.json',
];

const LOADERS = ['/usr/lib/x86_64-linux-gnu', '/usr/lib/aarch64-linux-gnu', '/usr/lib64', '/usr/lib'];

/**
 * What Vulkan's loader shall read in VK_ICD_FILENAMES, so that WebGPU computes without a graphics card.
 *
 * @returns {string | undefined} undefined where there is no such driver, or no loader
 */
exports.softwareVulkan = () => {
  const loader = LOADERS.some((folder) => existsSync(join(folder, 'libvulkan.so.1')));
  const driver = process.env.VK_ICD_FILENAMES ?? DRIVERS.find((file) => existsSync(file));
  return loader ? driver : undefined;
};
