import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import * as tf from '@tensorflow/tfjs';
import { TENSORFLOW_OPS } from '../../src/engine/tensorflow/ops';
import { describeBackend, describeMachine, hasTensorFlow, useBackend } from '../../src/engine';

test('TensorFlow is used where its library loads', async () => {
  const info = await useBackend();
  expect(info).toEqual(describeBackend());
  expect(info).toMatchObject({ name: 'tensorflow', tfjsVersion: tf.version.tfjs });
  expect(info.description).toMatch(/^TensorFlow 2\.\d+\.\d+ on (CPU, \d+ threads?|GPU); /);
  expect(hasTensorFlow()).toBe(true);
});

test('plain JavaScript can be asked for, and ops of TensorFlow then say what they need', async () => {
  const info = await useBackend({ prefer: 'cpu' });
  expect(info).toMatchObject({ name: 'cpu', device: 'CPU', threads: 1 });
  expect(info.tensorflowVersion).toBeUndefined();
  expect(() => TENSORFLOW_OPS.halfSumOfSquares(tf.scalar(1))).toThrow(
    "requires the backend 'tensorflow', got 'cpu'; call useBackend() first",
  );
});

test('another backend is refused', async () => {
  await expect(useBackend({ prefer: 'wasm' as 'cpu' })).rejects.toThrow(
    `'auto', 'tensorflow', 'webgpu', 'cpu', got "wasm"`,
  );
});

test('the machine is described in one line', () => {
  expect(describeMachine()).toMatch(/^.+, \d+ cores?, \d+ GiB, \w+ \S+ \w+$/);
});

test('without the native library plain JavaScript computes, and the notice says how to mend it', () => {
  // A folder with this project's packages except the native one, so that it is really missing.
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'l2lab-without-tensorflow-'));
  try {
    const root = path.resolve(__dirname, '../..');
    const packages = path.join(root, 'node_modules');
    const modules = path.join(folder, 'node_modules');
    fs.mkdirSync(path.join(modules, '@tensorflow'), { recursive: true });
    for (const name of fs.readdirSync(packages)) {
      if (name !== '@tensorflow') fs.symlinkSync(path.join(packages, name), path.join(modules, name));
    }
    for (const name of fs.readdirSync(path.join(packages, '@tensorflow'))) {
      if (name === 'tfjs-node-gpu') continue;
      fs.symlinkSync(path.join(packages, '@tensorflow', name), path.join(modules, '@tensorflow', name));
    }
    fs.cpSync(path.join(root, 'src/engine'), path.join(folder, 'engine'), { recursive: true });
    fs.cpSync(path.join(root, 'scripts/typescript.cjs'), path.join(folder, 'typescript.cjs'));
    fs.writeFileSync(
      path.join(folder, 'main.cjs'),
      `require('./typescript.cjs');
       const { useBackend } = require('./engine/index.ts');
       useBackend({ warn: (notice) => console.log(notice) }).then(async (info) => {
         const tf = require('@tensorflow/tfjs');
         console.log(info.description, tf.add(1, 1).dataSync()[0]);
       });`,
    );
    const output = execFileSync(process.execPath, ['--preserve-symlinks', '--preserve-symlinks-main', 'main.cjs'], {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    expect(output).toContain('TensorFlow could not be loaded');
    expect(output).toContain('npm run doctor');
    expect(output).toContain('`tiny` profile');
    expect(output).toMatch(
      /plain JavaScript \(tfjs [\d.]+, backend 'cpu'\), 1 thread; TensorFlow could not be loaded 2\s*$/,
    );
    expect(output).not.toContain('Hi, looks like you are running TensorFlow.js');
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
});
