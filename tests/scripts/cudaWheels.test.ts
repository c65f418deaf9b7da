import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { Sandbox } from './sandbox';

const onLinux = `${process.platform}-${process.arch}` === 'linux-x64' ? test : test.skip;

/** What the fake Python says and does for pip: it notes the call, shows progress and leaves a package's folder. */
const PYTHON = `#!/bin/sh
echo "$@" >> pip.log
for last; do :; done
site=.venv/lib/python3.12/site-packages
case "$*" in
  *uninstall*) rm -rf $site/tensorflow_cpu-* ;;
  *)
    name=$(echo "\${last%%==*}" | tr - _)
    echo "Downloading $name.whl (900 MB)"
    echo "Progress 200000000 of 900000000"
    case "$name" in *cudnn*) sleep 0.5 ;; esac
    echo "Installing collected packages: $name"
    mkdir -p "$site/$name-\${last##*==}.dist-info"
    touch "$site/$name-\${last##*==}.dist-info/RECORD"
esac
`;

describe('a set-up with CUDA', () => {
  let clone: Sandbox;
  beforeEach(() => (clone = new Sandbox()));
  afterEach(() => clone.remove());

  const value = (code: string, env: NodeJS.ProcessEnv = {}) => {
    const { output } = clone.evaluate(
      `import * as cuda from './scripts/setup/cudaWheels.mjs'; console.log(JSON.stringify(${code}));`,
      env,
    );
    return JSON.parse(output);
  };
  const pinned = () => [...readFileSync(clone.path('scripts/requirements/cuda.txt'), 'utf8').matchAll(/^\S+==\S+/gm)];

  test('knows the size of every package that cuda.txt pins, at that version', () => {
    const wheels: Array<Record<string, unknown>> = value('cuda.CUDA_WHEELS');
    const libraries = wheels.slice(1).map(({ name, version }) => `${name}==${version}`);
    expect(libraries).toEqual(pinned().map(([line]) => line));
    expect(wheels[0]?.['name']).toBe('tensorflow');
    for (const { download, disk } of wheels) expect(disk).toBeGreaterThan(download as number);
  });

  test('says what it fetches and how much disk that takes, before anything is downloaded', () => {
    const table: string = value('cuda.describeWheels(cuda.CUDA_WHEELS.slice(0, 2))');
    expect(table).toMatch(/tensorflow +572 +1872\n +nvidia-cublas-cu12 +581 +856\n +together +1153 +2728$/);
    // Both unpacked, and the larger of the two wheels while it is.
    expect(value('cuda.diskFor(cuda.CUDA_WHEELS.slice(0, 2))')).toBe(1872 + 856 + 581);
    expect(value('cuda.diskFor([])')).toBe(0);
  });

  onLinux('stops where the disk is too small, with the table', () => {
    writeFileSync(
      clone.path('small-disk.mjs'),
      `import fs from 'node:fs';
       import { syncBuiltinESMExports } from 'node:module';
       fs.statfsSync = () => ({ bavail: 4000, bsize: 1e6 });
       syncBuiltinESMExports();`,
    );
    const env = { L2LAB_TENSORFLOW: 'cuda', NODE_OPTIONS: '--import=./small-disk.mjs' };
    const { code, output } = clone.run('scripts/setup.mjs', env);
    expect(code).toBe(1);
    expect(output).toMatch(/together +2939 +5490/);
    expect(output).toMatch(/About \d{4} MB of disk are needed; 4000 MB are free/);
    expect(existsSync(clone.path('node_modules'))).toBe(false);
  });

  test('fetches what is missing, and takes nothing of another version for it', () => {
    const installed = [
      { name: 'tensorflow', version: '2.21.0' },
      { name: 'nvidia-cudnn-cu12', version: '9.28.0.42' },
    ];
    const missing: Array<{ name: string }> = value(`cuda.missingCudaWheels(${JSON.stringify(installed)})`);
    const names = missing.map(({ name }) => name);
    expect(names).not.toContain('tensorflow');
    expect(names).toContain('nvidia-cudnn-cu12');
  });

  test('is taken back whole, and loses what it no longer needs', () => {
    const names = ['jupyterlab', 'tensorflow', 'nvidia-cublas-cu12', 'nvidia-nccl-cu12', 'tensorflow-cpu'];
    const installed = JSON.stringify(names.map((name) => ({ name, version: '1' })));
    const unwanted = (plan: object) => value(`cuda.unwantedPackages(${JSON.stringify(plan)}, ${installed})`);
    expect(unwanted({ source: 'wheel', wheel: 'tensorflow-cpu', cuda: false })).toEqual([
      'tensorflow',
      'nvidia-cublas-cu12',
      'nvidia-nccl-cu12',
    ]);
    expect(unwanted({ source: 'wheel', wheel: 'tensorflow', cuda: true })).toEqual([
      'nvidia-nccl-cu12',
      'tensorflow-cpu',
    ]);
    expect(unwanted({ source: 'none', why: '' })).toEqual(['nvidia-cublas-cu12', 'nvidia-nccl-cu12']);
  });

  onLinux('removes the other TensorFlow first, then installs wheel by wheel under one bar', () => {
    clone.folder('.venv', 'bin');
    writeFileSync(clone.path('.venv', 'bin', 'python'), PYTHON, { mode: 0o755 });
    clone.folder('.venv', 'lib', 'python3.12', 'site-packages', 'tensorflow_cpu-2.21.0.dist-info');
    // What pip has moved aside when it is killed while it removes a package.
    const leftover = clone.folder('.venv', 'lib', 'python3.12', 'site-packages', '~ensorflow', 'include');
    const { output } = clone.evaluate(
      `import { tensorflowLibrary } from './scripts/setup/steps/tensorflowLibrary.mjs';
       const bar = { update: (done, total, detail) => console.log('bar', done, total, detail) };
       console.log(JSON.stringify(await tensorflowLibrary.run(bar)));`,
      { L2LAB_TENSORFLOW: 'cuda' },
    );
    const calls = readFileSync(clone.path('pip.log'), 'utf8').trim().split('\n');
    expect(calls[0]).toMatch(/pip uninstall --yes tensorflow-cpu$/);
    const installs = calls.slice(1).map((call) => call.split(' ').pop());
    expect(installs).toEqual(['tensorflow==2.21.0', ...pinned().map(([line]) => line)]);
    // tensorflow, cuBLAS, nvcc, NVRTC and the runtime are there, and 200 MB of cuDNN.
    expect(output).toContain(`bar ${572 + 581 + 41 + 90 + 3 + 200} 2939 1487 of 2939 MB, nvidia-cudnn-cu12`);
    expect(output).toContain('"cuda":"true"');
    expect(existsSync(leftover)).toBe(false);
  });
});
