import { writeFileSync } from 'node:fs';
import { Sandbox } from './sandbox';

const GIGA = 1e9;

describe('the doctor on what computes', () => {
  let clone: Sandbox;
  beforeEach(() => (clone = new Sandbox()));
  afterEach(() => clone.remove());

  /** The doctor's lines on it; an empty PATH has no nvidia-smi. */
  const checkup = (name: 'webgpu' | 'lessonsComputeOn', env: NodeJS.ProcessEnv = {}) =>
    JSON.parse(
      clone.evaluate(
        `import { ${name} } from './scripts/checks/engines.mjs'; console.log(JSON.stringify(${name}()));`,
        env,
      ).output,
    );

  /** In place of Dawn: code that gives an adapter. */
  function dawn(adapter: string) {
    clone.folder('node_modules', 'webgpu');
    writeFileSync(clone.path('node_modules/webgpu/package.json'), '{"type": "module", "main": "index.js"}');
    writeFileSync(
      clone.path('node_modules/webgpu/index.js'),
      `console.error('error: XDG_RUNTIME_DIR is invalid or not set in the environment.');
       export const create = () => ({ requestAdapter: async () => ${adapter} });`,
    );
  }

  /** In place of the compiled library. */
  function library(useBackend: string) {
    clone.folder('dist');
    writeFileSync(clone.path('dist/index.js'), `exports.useBackend = ${useBackend};`);
  }

  const adapter = (info: object) =>
    `({ info: ${JSON.stringify({ architecture: 'new', description: 'Driver 9', ...info })}, limits: { maxBufferSize: ${4 * GIGA}, maxStorageBufferBindingSize: ${2 * GIGA} } })`;

  test('names a card, its vendor and what its buffers hold', () => {
    dawn(adapter({ device: 'some-card-3-', vendor: 'some', isFallbackAdapter: false }));
    expect(checkup('webgpu')).toEqual({
      name: 'GPU by WebGPU',
      found: 'some card 3 (vendor: some; driver: Driver 9); largest buffer 4000 MB, largest binding 2000 MB',
    });
  });

  test('takes no software renderer for a GPU', () => {
    dawn(adapter({ device: '', vendor: 'soft', isFallbackAdapter: true }));
    const { found, missing, needed } = checkup('webgpu');
    expect([found, needed]).toEqual([undefined, false]);
    expect(missing).toMatch(
      /^soft new .*a software renderer, used only when asked for by name \(L2LAB_BACKEND=webgpu\)$/,
    );
  });

  test('misses nothing on a machine without a card, without the package, or with one that does not load', () => {
    expect(checkup('webgpu')).toMatchObject({ missing: expect.stringContaining('(webgpu)'), needed: false });
    dawn('null');
    expect(checkup('webgpu')).toMatchObject({ missing: expect.stringMatching(/no GPU|no Vulkan/), needed: false });
    dawn('{ throw new Error("cannot open it") }; })()');
    expect(checkup('webgpu')).toMatchObject({ missing: expect.stringContaining('not available'), needed: false });
    dawn('(console.error("cannot open it"), process.exit(3))');
    expect(checkup('webgpu')).toMatchObject({ missing: 'not available: cannot open it', needed: false });
  });

  const onLinux = process.platform === 'linux' ? test : test.skip;
  onLinux('says what a card lacks that WebGPU cannot reach', () => {
    dawn('null');
    // A machine with a card; whether it has a Vulkan library shows in how the loading of it fails.
    writeFileSync(
      clone.path('card.mjs'),
      `import fs from 'node:fs';
       import { syncBuiltinESMExports } from 'node:module';
       const { existsSync, readdirSync } = fs;
       fs.existsSync = (path) => path === '/dev/dri' || existsSync(path);
       fs.readdirSync = (path, ...rest) => (path === '/dev/dri' ? ['renderD128'] : readdirSync(path, ...rest));
       process.dlopen = () => { throw new Error(process.env.DLOPEN); };
       syncBuiltinESMExports();`,
    );
    const card = (DLOPEN: string) => checkup('webgpu', { DLOPEN, NODE_OPTIONS: '--import=./card.mjs' });
    expect(card('libvulkan.so.1: cannot open shared object file')).toMatchObject({
      missing: expect.stringContaining('no Vulkan library'),
      mend: expect.stringMatching(/libvulkan1.*mesa-vulkan-drivers.*NVIDIA/),
      needed: false,
    });
    expect(card('Module did not self-register')).toMatchObject({
      missing: expect.stringContaining('no Vulkan driver'),
      mend: expect.stringContaining('mesa-vulkan-drivers'),
      needed: false,
    });
  });

  test('asks the library itself what lessons compute on', () => {
    expect(checkup('lessonsComputeOn')).toMatchObject({ needed: false, mend: 'npm run setup' });
    library("async () => ({ description: 'X on CPU; no GPU was found', reason: 'no GPU was found' })");
    expect(checkup('lessonsComputeOn')).toEqual({ name: 'lessons compute on', found: 'X on CPU; no GPU was found' });
  });

  test('says which engine the environment asks for, and what to do if it cannot be had', () => {
    library("async () => ({ description: 'X', reason: 'L2LAB_BACKEND=cpu' })");
    expect(checkup('lessonsComputeOn', { L2LAB_BACKEND: 'cpu' }).found).toBe('X; L2LAB_BACKEND=cpu');
    library("() => { throw new Error('no such engine'); }");
    expect(checkup('lessonsComputeOn', { L2LAB_BACKEND: 'gpu' })).toEqual({
      name: 'lessons compute on',
      missing: 'no such engine',
      mend: 'L2LAB_BACKEND=gpu asks for it: unset it, or set it to auto',
    });
  });

  test('says where a precision that was asked for is missing', () => {
    const asked = { L2LAB_PRECISION: 'bfloat16' };
    library("async () => ({ description: 'X, products rounded to bfloat16' })");
    expect(checkup('lessonsComputeOn', asked).found).toBe('X, products rounded to bfloat16');
    library("async () => ({ description: 'X' })");
    expect(checkup('lessonsComputeOn', asked).found).toBe('X; L2LAB_PRECISION=bfloat16 changes nothing here');
    library("() => { throw new Error('L2LAB_PRECISION: no'); }");
    expect(checkup('lessonsComputeOn', { L2LAB_PRECISION: 'half' })).toMatchObject({
      missing: 'L2LAB_PRECISION: no',
      mend: 'unset L2LAB_PRECISION, or set it to float32',
    });
  });
});
