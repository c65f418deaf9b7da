// @ts-check
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { choice, rememberedChoices } from '../setup/choices.mjs';
import { ask, findCompiler, findMake, findNpm, findPython } from '../setup/findTools.mjs';
import { fromUser, KERNELSPEC, NATIVE_OPS, PYTHON, ROOT } from '../common/paths.mjs';
import { atLeast, leastNode } from '../setup/preflight.mjs';
import { lessonsComputeOn, webgpu } from './engines.mjs';
import { probeNativeOps, probeTensorflow } from './probe.mjs';
import { factsOf, isDone } from '../setup/runSteps.mjs';
import { compile } from '../setup/steps/compile.mjs';
import { selfLink } from '../setup/steps/selfLink.mjs';

/**
 * One line of the doctor: `missing` is undefined where all is well.
 * @typedef {{ name: string, found?: string | undefined, missing?: string | undefined, mend?: string, needed?: boolean }} Checkup
 */

const SETUP = 'npm run setup';

/** @param {string} folder below node_modules @returns {string | undefined} its version */
function npmVersion(folder) {
  try {
    return JSON.parse(readFileSync(join(ROOT, 'node_modules', folder, 'package.json'), 'utf8')).version;
  } catch {
    return undefined;
  }
}

/** @param {string} name @param {string | undefined} found @param {string} mend @returns {Checkup} */
const item = (name, found, mend) => ({ name, found, mend, missing: found ? undefined : 'not found' });

/** Tools that must be on the machine. @returns {Checkup[]} */
function tools() {
  const npm = findNpm();
  const { python, seen } = findPython();
  const node = process.versions.node;
  return [
    {
      name: 'Node',
      found: `${node} (${process.execPath})`,
      missing: atLeast(node, leastNode()) ? undefined : `${node} is older than ${leastNode()}`,
      mend: 'install Node 24',
    },
    item('npm', npm && ask(process.execPath, [npm, '--version'])?.split('\n').pop(), 'comes with Node'),
    {
      ...item('Python', python && `${python.version} (${python.command})`, 'install Python ≥ 3.10 with venv'),
      ...(python ? {} : { missing: seen.join('; ') || 'not found' }),
    },
    {
      ...item('C++ compiler', findCompiler(), 'needed once, to build the addon: install g++'),
      needed: false,
    },
    { ...item('make', findMake(), 'needed once, to build the addon'), needed: false },
  ];
}

/** @returns {string | undefined} the Node on which notebooks run: that of the last set-up, if it is still there */
function kernelNode() {
  try {
    const [node] = JSON.parse(readFileSync(KERNELSPEC, 'utf8')).argv;
    return existsSync(node) ? node : undefined;
  } catch {
    return undefined;
  }
}

/** What set-up puts into node_modules and .venv. @returns {Checkup[]} */
function packages() {
  const own = npmVersion('typescript');
  const cells = npmVersion('tslab/node_modules/typescript') ?? npmVersion('@tslab/typescript-for-tslab') ?? own;
  const jupyterlab =
    existsSync(PYTHON) && ask(PYTHON, ['-c', 'from importlib.metadata import version as v; print(v("jupyterlab"))']);
  return [
    item('tslab', npmVersion('tslab'), SETUP),
    item('TypeScript', own && `${own} (in notebook cells: ${cells})`, SETUP),
    item('TensorFlow.js', npmVersion('@tensorflow/tfjs'), SETUP),
    item('JupyterLab', jupyterlab || undefined, SETUP),
    item('kernel "tslab"', kernelNode() && `${KERNELSPEC} (on ${kernelNode()})`, SETUP),
    item("name 'l2lab'", selfLink.missing() === undefined ? 'resolves to this project' : undefined, SETUP),
    item('compiled library', isDone(compile) ? 'up to date with src/' : undefined, `${SETUP} (or npm run build)`),
  ];
}

/** TensorFlow is needed for speed only: without it and without a GPU lessons run on plain JavaScript. @returns {Checkup[]} */
function tensorflow() {
  const answer = npmVersion('@tensorflow/tfjs-node-gpu') ? probeTensorflow() : { error: 'not installed' };
  if ('error' in answer) {
    const leftOut = choice('L2LAB_TENSORFLOW')?.toLowerCase() === 'none';
    const command = leftOut ? `L2LAB_TENSORFLOW=auto ${SETUP}` : SETUP;
    const mend = `${command}; until then, without a GPU, lessons run on plain JavaScript, many times slower`;
    return [{ name: 'TensorFlow', missing: answer.error, mend, needed: !leftOut }];
  }
  const cuda = choice('L2LAB_TENSORFLOW')?.toLowerCase() === 'cuda';
  const unused = cuda ? '; CUDA is installed, but no NVIDIA card with a driver was found' : '';
  const device = answer.gpu ? 'GPU (isUsingGpuDevice: true)' : `CPU (isUsingGpuDevice: false)${unused}`;
  return [
    { name: 'TensorFlow', found: `${answer.version}, loaded through @tensorflow/tfjs-node-gpu` },
    { name: 'device really used', found: device },
    nativeOps(),
  ];
}

/** @returns {Checkup} whether training has the ops in C++; without them it is slower */
function nativeOps() {
  const built = existsSync(NATIVE_OPS);
  const problem = built ? probeNativeOps() : (factsOf('native-ops')['without'] ?? 'not built');
  const found = problem === undefined ? 'built; training uses them on the processor' : undefined;
  return {
    name: 'ops in C++',
    found,
    missing: problem,
    mend: `${SETUP}; until then training is slower`,
    needed: false,
  };
}

/** What an earlier set-up was told and this one will heed too. @returns {Checkup[]} */
function choices() {
  const kept = rememberedChoices().map(([name, value]) => `${name}=${value}`);
  if (kept.length === 0) return [];
  return [{ name: 'kept choices', found: `${kept.join(', ')} from an earlier set-up; "auto" takes one back` }];
}

/** @returns {Checkup} whether there is CIFAR-10; without it lessons draw their own images */
function data() {
  const named = process.env['L2LAB_DATA'];
  const places = named ? [named] : ['data/cifar-10-binary.tar.gz', 'data/cifar-10-batches-bin'];
  const found = places.find((place) => existsSync(named ? fromUser(place) : join(ROOT, place)));
  const missing = named
    ? `L2LAB_DATA names ${fromUser(named)}, which is not there`
    : 'not there; lessons draw their own images';
  return {
    name: 'CIFAR-10',
    found,
    missing: found ? undefined : missing,
    mend: 'npm run data',
    needed: Boolean(named),
  };
}

/** All lines of the doctor, in order; each is looked at when it is asked for. @returns {Generator<Checkup>} */
export function* checkups() {
  yield* tools();
  yield* choices();
  yield* packages();
  yield* tensorflow();
  yield webgpu();
  yield lessonsComputeOn();
  yield data();
}
