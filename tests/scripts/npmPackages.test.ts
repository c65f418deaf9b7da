import { existsSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Sandbox } from './sandbox';

const ADDON = 'node_modules/@tensorflow/tfjs-node-gpu';

describe('packages of npm', () => {
  let clone: Sandbox;
  beforeEach(() => (clone = new Sandbox()));
  afterEach(() => clone.remove());

  test('an optional one that cannot be had is named, and the others are enough', () => {
    const description = { dependencies: { needed: '1' }, optionalDependencies: { webgpu: '1' } };
    writeFileSync(clone.path('package.json'), JSON.stringify(description));
    writeFileSync(
      clone.path('npm-cli.js'),
      `const fs = require('node:fs');
       fs.mkdirSync('node_modules/needed', { recursive: true });
       for (const file of ['.package-lock.json', 'needed/package.json']) fs.writeFileSync('node_modules/' + file, '{}');`,
    );
    const { output } = clone.evaluate(
      `import { npmPackages } from './scripts/setup/steps/npmPackages.mjs';
       await npmPackages.run({ update() {} });
       console.log('missing:', npmPackages.missing());`,
      { npm_execpath: clone.path('npm-cli.js') },
    );
    expect(output).toContain('not available, and done without: webgpu');
    expect(output).toContain('missing: undefined');
  });

  const onLinux = process.platform === 'linux' ? test : test.skip;
  onLinux('with CUDA the addon finds what TensorFlow compiles with on a card', () => {
    const packages = ['.venv', 'lib', 'python3.12', 'site-packages'];
    const nvcc = clone.folder(...packages, 'nvidia', 'cuda_nvcc', 'bin');
    clone.folder(...packages, 'tensorflow');
    clone.folder(ADDON);
    const link = (cuda: boolean) =>
      clone.evaluate(`import { linkLibraries } from './scripts/setup/steps/addon.mjs'; linkLibraries(${cuda});`);
    link(true);
    // TensorFlow looks beside the folder of its library.
    expect(realpathSync(clone.path(ADDON, 'deps', 'lib', '..', 'nvidia', 'cuda_nvcc', 'bin'))).toBe(nvcc);
    link(false);
    expect(existsSync(clone.path(ADDON, 'deps', 'nvidia'))).toBe(false);
  });

  test('tfjs-node calls nothing that newer Nodes have removed', () => {
    const dist = resolve(__dirname, '..', '..', ADDON, 'dist');
    for (const file of ['nodejs_kernel_backend.js', join('kernels', 'TopK.js')]) {
      expect(readFileSync(join(dist, file), 'utf8')).not.toMatch(/util_1\.(isArray|isNullOrUndefined)\)/);
    }
  });
});
