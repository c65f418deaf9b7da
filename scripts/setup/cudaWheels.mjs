// @ts-check
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pythonOf, sitePackages, VENV } from '../common/paths.mjs';
import { runTool } from '../common/runTool.mjs';
import { failedPip, pipInstall } from './pip.mjs';
import { TENSORFLOW_VERSION } from './tensorflowPlan.mjs';

/**
 * One Python package of a set-up with CUDA. Sizes in MB (10⁶ bytes) of the wheel, and of its files unpacked.
 * @typedef {{ name: string, version: string, download: number, disk: number }} Wheel
 */

/** TensorFlow and the libraries of ../requirements/cuda.txt, with the sizes that their wheels have. @type {Wheel[]} */
export const CUDA_WHEELS = [
  { name: 'tensorflow', version: TENSORFLOW_VERSION, download: 572, disk: 1872 },
  { name: 'nvidia-cublas-cu12', version: '12.9.3.13', download: 581, disk: 856 },
  { name: 'nvidia-cuda-nvcc-cu12', version: '12.9.86', download: 41, disk: 99 },
  { name: 'nvidia-cuda-nvrtc-cu12', version: '12.9.86', download: 90, disk: 227 },
  { name: 'nvidia-cuda-runtime-cu12', version: '12.9.79', download: 3, disk: 10 },
  { name: 'nvidia-cudnn-cu12', version: '9.10.2.21', download: 707, disk: 1054 },
  { name: 'nvidia-cufft-cu12', version: '11.4.1.4', download: 201, disk: 294 },
  { name: 'nvidia-cusolver-cu12', version: '11.7.5.82', download: 338, disk: 495 },
  { name: 'nvidia-cusparse-cu12', version: '12.5.10.65', download: 366, disk: 487 },
  { name: 'nvidia-nvjitlink-cu12', version: '12.9.86', download: 40, disk: 96 },
];

/** @param {Wheel[]} wheels @param {'download' | 'disk'} size */
const sum = (wheels, size) => wheels.reduce((total, wheel) => total + wheel[size], 0);

/** @returns {Array<{ name: string, version: string }>} the packages that lie in the project's environment */
function installedPackages() {
  const folder = sitePackages();
  if (!folder || !existsSync(folder)) return [];
  return readdirSync(folder).flatMap((entry) => {
    const [, name = '', version = ''] = /^(.+)-([^-]+)\.dist-info$/.exec(entry) ?? [];
    return name ? [{ name: name.replaceAll('_', '-').toLowerCase(), version }] : [];
  });
}

/** @returns {Wheel[]} what a set-up with CUDA still has to fetch */
export function missingCudaWheels(installed = installedPackages()) {
  return CUDA_WHEELS.filter(
    (wheel) => !installed.some(({ name, version }) => name === wheel.name && version === wheel.version),
  );
}

/** @param {Wheel[]} wheels @returns {number} MB of disk for them: pip keeps one wheel at a time beside what it unpacks */
export function diskFor(wheels) {
  return sum(wheels, 'disk') + Math.max(0, ...wheels.map((wheel) => wheel.download));
}

/** @param {Wheel[]} wheels @returns {string} what will be fetched, as a table */
export function describeWheels(wheels) {
  const row = (/** @type {string} */ name, /** @type {number} */ download, /** @type {number} */ disk) =>
    `  ${name.padEnd(26)} ${String(download).padStart(8)} ${String(disk).padStart(8)}`;
  return [
    `  ${'CUDA: MB to'.padEnd(26)} download  on disk`,
    ...wheels.map(({ name, download, disk }) => row(name, download, disk)),
    row('together', sum(wheels, 'download'), sum(wheels, 'disk')),
  ].join('\n');
}

/**
 * Packages of the environment that a plan has no use for: gigabytes after a set-up with CUDA is taken back. TensorFlow's
 * two wheels share a folder, so the other one has to go before one is installed.
 * @param {import('./tensorflowPlan.mjs').Plan} plan
 * @returns {string[]}
 */
export function unwantedPackages(plan, installed = installedPackages()) {
  const cuda = plan.source === 'wheel' && plan.cuda;
  return installed
    .map(({ name }) => name)
    .filter((name) => {
      if (/^nvidia-.*-cu\d+$/.test(name)) return !cuda || !CUDA_WHEELS.some((wheel) => wheel.name === name);
      return plan.source === 'wheel' && ['tensorflow', 'tensorflow-cpu'].includes(name) && name !== plan.wheel;
    });
}

/** What a pip that was killed while it removed a package has moved aside, up to gigabytes. */
function removeLeftovers() {
  const folder = sitePackages() ?? '';
  if (!existsSync(folder)) return;
  const moved = readdirSync(folder).filter((entry) => entry.startsWith('~'));
  for (const entry of moved) rmSync(join(folder, entry), { recursive: true });
}

/**
 * Takes off the disk what a plan has no use for.
 * @param {string} step @param {import('./tensorflowPlan.mjs').Plan} plan
 */
export async function removeUnwanted(step, plan) {
  removeLeftovers();
  const names = unwantedPackages(plan);
  if (names.length === 0) return;
  console.log(`  removed, since nothing uses it now: ${names.join(', ')}`);
  const { code, output } = await runTool(pythonOf(VENV), ['-m', 'pip', 'uninstall', '--yes', ...names]);
  if (code !== 0) throw failedPip(step, code, output);
}

/**
 * Fetches and unpacks wheels one by one, under one bar: an interruption costs no more than the wheel it fell into, and
 * the disk holds one of them at a time. Without pip's cache, which would keep a second copy of all.
 * @param {string} step @param {Wheel[]} wheels @param {Parameters<typeof pipInstall>[3]} bar
 * @param {(wheel: Wheel) => string[]} options of pip for a wheel
 */
export async function installWheels(step, wheels, bar, options) {
  const total = sum(wheels, 'download');
  let before = 0;
  for (const wheel of wheels) {
    const show = ({ done = 0, installing = 0 }) => {
      const megabytes = before + Math.min(wheel.download, Math.floor(done / 1e6));
      bar.update(
        megabytes,
        total,
        `${megabytes} of ${total} MB, ${wheel.name}${installing > 0 ? ': unpack' : ''}`,
        step,
      );
    };
    const args = ['--no-deps', '--no-compile', '--no-cache-dir', ...options(wheel), `${wheel.name}==${wheel.version}`];
    await pipInstall(step, args, 1, bar, { show });
    before += wheel.download;
  }
}
