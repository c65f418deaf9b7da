// @ts-check
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { sitePackages } from './paths.mjs';

/** @returns {boolean} whether this is Linux with glibc (Alpine's musl has another allocator, and no TensorFlow) */
export function usesGlibc() {
  if (process.platform !== 'linux') return false;
  /** @type {any} */ (process.report).excludeNetwork = true;
  const report = /** @type {any} */ (process.report.getReport());
  return Boolean(report.header.glibcVersionRuntime);
}

/** Folders of CUDA's libraries in the project's environment (the wheels named nvidia-…); [] without them. */
function cudaLibraryFolders() {
  const packages = sitePackages();
  const nvidia = packages && join(packages, 'nvidia');
  if (!nvidia || !existsSync(nvidia)) return [];
  return readdirSync(nvidia)
    .map((name) => join(nvidia, name, 'lib'))
    .filter((folder) => existsSync(folder))
    .sort();
}

/**
 * What must stand in the environment before a Node that runs TensorFlow starts; set later, it has no effect.
 * What the user has set stays as it is and is not in the result.
 * @param {NodeJS.ProcessEnv} user the environment that the user gave
 * @returns {Record<string, string>}
 */
export function tensorflowEnvironment(user = process.env) {
  /** @type {Record<string, string>} */
  const settings = {
    TF_CPP_MIN_LOG_LEVEL: '2',
    // TensorFlow takes nearly all of a card's memory at its start otherwise, and a second notebook finds none.
    TF_FORCE_GPU_ALLOW_GROWTH: 'true',
  };
  if (user['L2LAB_DETERMINISTIC'] === '1') {
    settings['TF_DETERMINISTIC_OPS'] = '1';
    settings['TF_CUDNN_DETERMINISTIC'] = '1';
  }
  if (usesGlibc()) {
    // A training step frees and takes hundreds of MB. By default glibc hands them back to the system each time, and
    // the next step pays for every page again; so keep the memory. Not in huge pages (GLIBC_TUNABLES): steps are no
    // faster with them, and where a virtual machine gives free memory back to its host, the first step waits for each.
    settings['MALLOC_MMAP_MAX_'] = '0';
    settings['MALLOC_TRIM_THRESHOLD_'] = '100000000000';
  }
  for (const name of Object.keys(settings)) if (user[name] !== undefined) delete settings[name];
  const folders = process.platform === 'linux' ? cudaLibraryFolders() : [];
  const given = (user['LD_LIBRARY_PATH'] ?? '').split(':').filter(Boolean);
  const missing = folders.filter((folder) => !given.includes(folder));
  if (missing.length > 0) settings['LD_LIBRARY_PATH'] = [...given, ...missing].join(':');
  return settings;
}

/** The user's environment with TensorFlow's settings added. */
export function withTensorflow(user = process.env) {
  return { ...user, ...tensorflowEnvironment(user) };
}
