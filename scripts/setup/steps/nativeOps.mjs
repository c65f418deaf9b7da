// @ts-check
import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { NATIVE_OPS, ROOT } from '../../common/paths.mjs';
import { lastLines, runTool } from '../../common/runTool.mjs';
import { probeNativeOps } from '../../checks/probe.mjs';
import { compilerCommand } from '../findTools.mjs';
import { factsOf } from '../runSteps.mjs';
import { wheelFolder } from './tensorflowLibrary.mjs';

const SOURCES = join(ROOT, 'src', 'engine', 'tensorflow', 'native');
const sources = ['adam.cc', 'convolution.cc', 'crossentropy.cc', 'finish.cc', 'l2lab_ops.cc', 'shared.h'];
const onMac = process.platform === 'darwin';

/** As TensorFlow's own guide has it for ops of one's own. On a Mac untried. @param {string} result */
function compilerOptions(result) {
  // TensorFlow's wheels are built with this form of std::string.
  const likeTensorflow = ['-D_GLIBCXX_USE_CXX11_ABI=1', '-DEIGEN_MAX_ALIGN_BYTES=64', '-std=c++17'];
  const library = onMac ? ['-bundle', '-undefined', 'dynamic_lookup'] : ['-shared', '-Wl,-O1'];
  return [
    ...likeTensorflow,
    ...['-O3', '-fno-math-errno', '-fPIC', '-fvisibility=hidden', '-w', ...library],
    ...['-I', join(wheelFolder(), 'include'), join(SOURCES, 'l2lab_ops.cc'), '-o', result],
    join(wheelFolder(), onMac ? 'libtensorflow_framework.2.dylib' : 'libtensorflow_framework.so.2'),
  ];
}

/** @returns {Promise<string | undefined>} what went wrong */
async function build() {
  const [command, ...args] = compilerCommand() ?? ['c++'];
  mkdirSync(join(NATIVE_OPS, '..'), { recursive: true });
  const draft = `${NATIVE_OPS}.new`;
  const { code, output } = await runTool(command ?? 'c++', [...args, ...compilerOptions(draft)]);
  if (code !== 0) return lastLines(output, 5);
  renameSync(draft, NATIVE_OPS);
  const problem = probeNativeOps();
  if (problem !== undefined) rmSync(NATIVE_OPS, { force: true });
  return problem;
}

/** @param {string} without @returns {Record<string, string>} why there are none, for the doctor */
const note = (without) => ({ without });

/** @type {import('../runSteps.mjs').Step} */
export const nativeOps = {
  name: 'native-ops',
  title: 'Faster ops for TensorFlow, in C++',
  after: ['addon'],
  needs: { npm: false, python: false, compiler: false, megabytes: 1 },
  inputs: () => sources.map((name) => ({ file: join(SOURCES, name) })),
  // Without them everything works, more slowly: where they could not be built, they are not missing.
  missing: () => undefined,
  async run() {
    rmSync(NATIVE_OPS, { force: true });
    const { source, cuda } = factsOf('tensorflow-library');
    // On Windows TensorFlow comes without the headers.
    if (source !== 'wheel') return note('TensorFlow is not from its wheel here');
    if (cuda === 'true') console.log('  used where TensorFlow computes on the processor');
    const problem = await build();
    if (problem === undefined) return;
    console.warn(`  !! not built; lessons run without them, training more slowly. The reason:\n${problem}`);
    return note(problem);
  },
};
