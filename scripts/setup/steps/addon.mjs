// @ts-check
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { Failure } from '../../common/failure.mjs';
import { findNodeGyp } from '../findTools.mjs';
import { ADDON_PACKAGE, PYTHON, ROOT } from '../../common/paths.mjs';
import { probeTensorflow } from '../../checks/probe.mjs';
import { lastLines, runTool } from '../../common/runTool.mjs';
import { factsOf } from '../runSteps.mjs';
import { LIBRARIES, wheelFolder } from './tensorflowLibrary.mjs';

const TITLE = 'Addon that joins Node to TensorFlow';
/** The newest Node-API version that the package lists; every Node from 18 on has it. */
const NODE_API = 8;
const onMac = process.platform === 'darwin';

/** The names under which the addon's build and loader look for the two libraries. */
const NAMES = onMac
  ? [
      ['libtensorflow_cc.2.dylib', 'libtensorflow.2.dylib', 'libtensorflow.dylib'],
      ['libtensorflow_framework.2.dylib', 'libtensorflow_framework.dylib'],
    ]
  : [
      ['libtensorflow_cc.so.2', 'libtensorflow.so', 'libtensorflow.so.2', 'libtensorflow.so.2.9.1'],
      ['libtensorflow_framework.so.2', 'libtensorflow_framework.so'],
    ];

/** Puts TensorFlow's library where the addon looks for it. @param {boolean} cuda */
export function linkLibraries(cuda) {
  const deps = join(ADDON_PACKAGE, 'deps');
  rmSync(deps, { recursive: true, force: true });
  mkdirSync(join(deps, 'lib'), { recursive: true });
  symlinkSync(join(wheelFolder(), 'include'), join(deps, 'include'));
  NAMES.forEach((names, i) => {
    for (const name of names) symlinkSync(join(wheelFolder(), LIBRARIES[i] ?? ''), join(deps, 'lib', name));
  });
  // TensorFlow compiles some ops for the card when they are first used, and looks for ptxas and libdevice beside its
  // library's folder; without them, those with an exponential fail.
  if (cuda) symlinkSync(join(wheelFolder(), '..', 'nvidia'), join(deps, 'nvidia'));
}

/** The last release of tfjs-node calls two functions of `util` that Node 23 removed: here in JavaScript's own words. */
function mendForNewerNode() {
  for (const name of ['nodejs_kernel_backend.js', join('kernels', 'TopK.js')]) {
    const file = join(ADDON_PACKAGE, 'dist', name);
    const text = readFileSync(file, 'utf8');
    const mended = text
      .replaceAll('(0, util_1.isArray)(', 'Array.isArray(')
      .replaceAll(/\(0, util_1\.isNullOrUndefined\)\((\w+)\)/g, '($1 == null)');
    if (mended !== text) writeFileSync(file, mended);
  }
}

/** The environment of node-gyp. */
function buildEnvironment() {
  /** @type {NodeJS.ProcessEnv} */
  const env = { ...process.env, npm_config_python: PYTHON };
  const gyp = findNodeGyp();
  if (gyp) env['npm_config_node_gyp'] = gyp;
  // Node's headers are downloaded unless they lie beside this very Node.
  const prefix = resolve(dirname(process.execPath), '..');
  if (existsSync(join(prefix, 'include', 'node', 'node_version.h'))) env['npm_config_nodedir'] = prefix;
  return env;
}

function builtAddon() {
  return join(ADDON_PACKAGE, 'lib', `napi-v${NODE_API}`, 'tfjs_binding.node');
}

/** Compiles with the package's own build description, for the one Node-API version that its loader will pick. */
async function compile() {
  const lib = dirname(builtAddon());
  rmSync(lib, { recursive: true, force: true });
  const tool = await runTool(
    process.execPath,
    [
      findNodeGyp() ?? '',
      'rebuild',
      `--module=${builtAddon()}`,
      '--module_name=tfjs_binding',
      `--module_path=${lib}`,
      `--napi_build_version=${NODE_API}`,
    ],
    { cwd: ADDON_PACKAGE, env: buildEnvironment() },
  );
  if (tool.code === 0 && onMac) {
    // Untried: the wheel's library names itself libtensorflow_cc, so the addon must be told where to look for it.
    return runTool('install_name_tool', ['-add_rpath', '@loader_path/../../deps/lib', builtAddon()]);
  }
  return tool;
}

/** Untried: on Windows the package's own set-up fetches TensorFlow and the addon. @param {boolean} cuda */
function stockInstall(cuda) {
  return runTool(process.execPath, [join('scripts', 'install.js'), cuda ? 'gpu' : 'cpu'], {
    cwd: ADDON_PACKAGE,
    env: {
      ...buildEnvironment(),
      PATH: `${join(ROOT, 'node_modules', '.bin')};${process.env['PATH'] ?? ''}`,
    },
  });
}

/** @type {import('../runSteps.mjs').Step} */
export const addon = {
  name: 'addon',
  title: TITLE,
  after: ['npm-packages', 'tensorflow-library'],
  needs: { npm: true, python: false, compiler: true, megabytes: 20 },
  // Not Node's version: Node-API is the same in all.
  inputs: () => [ROOT],
  missing() {
    const { source } = factsOf('tensorflow-library');
    if (source === 'none') return undefined;
    const files = [builtAddon()];
    if (source === 'wheel') for (const names of NAMES) files.push(join(ADDON_PACKAGE, 'deps', 'lib', names[0] ?? ''));
    return files.find((file) => !existsSync(file));
  },
  async run() {
    const { source, cuda } = factsOf('tensorflow-library');
    if (source === 'none') return { tensorflow: 'none' };
    mendForNewerNode();
    if (source === 'wheel') linkLibraries(cuda === 'true');
    const { code, output } = source === 'wheel' ? await compile() : await stockInstall(cuda === 'true');
    if (code !== 0) {
      const offline = /ENOTFOUND|ETIMEDOUT|ECONNREFUSED|getaddrinfo|FetchError/.test(output);
      throw new Failure(
        TITLE,
        `the build ended with ${code}:\n${lastLines(output)}`,
        offline
          ? "The compile needs Node's headers from the network; check it, or install Node with its headers."
          : 'Look at the first error above; a newer C++ compiler may help. Without TensorFlow: L2LAB_TENSORFLOW=none.',
      );
    }
    const answer = probeTensorflow();
    if ('error' in answer) {
      throw new Failure(
        TITLE,
        `it was built but does not load: ${answer.error}`,
        'Run `npm run doctor`; to begin afresh, delete .venv and node_modules. Without TensorFlow: L2LAB_TENSORFLOW=none.',
      );
    }
    const unused = cuda === 'true' && !answer.gpu ? ': no NVIDIA card with a driver was found' : '';
    console.log(`  TensorFlow ${answer.version} on the ${answer.gpu ? 'GPU' : 'CPU'}${unused}`);
    return { tensorflow: answer.version };
  },
};
