// @ts-check
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { rememberChoice } from '../choices.mjs';
import { ROOT, sitePackages } from '../../common/paths.mjs';
import { installWheels, missingCudaWheels, removeUnwanted } from '../cudaWheels.mjs';
import { pipInstall } from '../pip.mjs';
import { formatMegabytes } from '../../common/progress.mjs';
import { factsOf } from '../runSteps.mjs';
import { mayHaveNvidia, TENSORFLOW_VERSION, tensorflowPlan, wish } from '../tensorflowPlan.mjs';

const TITLE = "TensorFlow's library";
const CUDA = join(ROOT, 'scripts', 'requirements', 'cuda.txt');

/** The newest Python that TensorFlow 2.21 has wheels for. */
const NEWEST_PYTHON = 13;

/** The two libraries inside TensorFlow's wheel. */
export const LIBRARIES =
  process.platform === 'darwin'
    ? ['libtensorflow_cc.2.dylib', 'libtensorflow_framework.2.dylib']
    : ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'];

/** Bytes of those two in tensorflow-cpu 2.21.0 for Linux on x64, to show how far the unpacking is. */
const LIBRARY_BYTES = 788_086_608 + 65_222_328;

/** @returns {string} the folder that the wheel was unpacked to */
export function wheelFolder() {
  return join(sitePackages() ?? '', 'tensorflow');
}

/** @returns {[number, number, string]} */
function unpackedBytes() {
  let bytes = 0;
  for (const name of LIBRARIES) bytes += statSync(join(wheelFolder(), name), { throwIfNoEntry: false })?.size ?? 0;
  return [bytes, LIBRARY_BYTES, `${formatMegabytes(bytes)} of ${formatMegabytes(LIBRARY_BYTES)}`];
}

/**
 * pip's options for a wheel that this Python has none of. Only the shared library and the C headers are used, and
 * those are the same for every Python, so another version's wheel serves.
 */
function forNewerPython() {
  const minor = Number((factsOf('python-environment')['python'] ?? '3.0').split('.')[1]);
  if (minor <= NEWEST_PYTHON) return [];
  const target = sitePackages() ?? '';
  return ['--target', target, '--upgrade', '--python-version', `3.${NEWEST_PYTHON}`, '--only-binary=:all:'];
}

/** @param {Parameters<typeof pipInstall>[3]} bar @returns {Promise<Record<string, string>>} facts for later steps */
async function install(bar) {
  const plan = tensorflowPlan();
  await removeUnwanted(TITLE, plan);
  if (plan.source === 'none') {
    console.warn(
      `\n  !! TensorFlow is left out: ${plan.why}.\n` +
        '  !! Where WebGPU finds no GPU either, lessons run on plain JavaScript, many times slower: use the profile "tiny"\n' +
        '  !! (L2LAB_PROFILE=tiny).\n',
    );
    return { source: 'none', why: plan.why };
  }
  if (plan.source === 'stock') return { source: 'stock', cuda: String(plan.cuda) };
  if (plan.cuda) {
    const options = (/** @type {{ name: string }} */ { name }) => (name === plan.wheel ? forNewerPython() : []);
    await installWheels("TensorFlow's library with CUDA", missingCudaWheels(), bar, options);
  } else {
    const args = ['--no-deps', '--no-compile', ...forNewerPython(), `${plan.wheel}==${TENSORFLOW_VERSION}`];
    await pipInstall(TITLE, args, 1, bar, plan.wheel === 'tensorflow-cpu' ? { unpacked: unpackedBytes } : {});
  }
  return { source: 'wheel', wheel: plan.wheel, cuda: String(plan.cuda) };
}

/** @type {import('../runSteps.mjs').Step} */
export const tensorflowLibrary = {
  name: 'tensorflow-library',
  title: TITLE,
  after: ['python-environment'],
  needs: { npm: false, python: false, compiler: false, megabytes: 1700 },
  inputs: () => [wish(), TENSORFLOW_VERSION, String(mayHaveNvidia()), { file: CUDA }],
  missing() {
    const { source, cuda } = factsOf('tensorflow-library');
    if (source !== 'wheel') return undefined;
    const folder = wheelFolder();
    const files = [...LIBRARIES, join('include', 'tensorflow', 'c', 'c_api.h')];
    const absent = files.find((file) => !existsSync(join(folder, file)));
    return absent ?? (cuda === 'true' ? missingCudaWheels()[0]?.name : undefined);
  },
  async run(bar) {
    const facts = await install(bar);
    rememberChoice('L2LAB_TENSORFLOW');
    return facts;
  },
};
