import * as path from 'path';
import { contenderCommand, contenderTitle } from '../../bench/contenders';
import type { WorkerConfig } from '../../bench/protocol';

const ROOT = path.resolve(__dirname, '../..');
const config: WorkerConfig = {
  ...{ network: 'L2', batch: 4, filters: 2, denseUnits: 4, library: '', l2: 0.01, seed: 1, threads: 2 },
  ...{ device: 'GPU', engine: 'webgpu', tf32: false, channelsFirst: false, batchFile: 'batch' },
};

const before = process.env['LD_LIBRARY_PATH'];
afterEach(() => {
  if (before === undefined) delete process.env['LD_LIBRARY_PATH'];
  else process.env['LD_LIBRARY_PATH'] = before;
});

test("peers load their own libraries of CUDA, not this project's", () => {
  const own = path.join(ROOT, '.venv', 'lib', 'nvidia', 'cudnn', 'lib');
  process.env['LD_LIBRARY_PATH'] = `/opt/cuda:${own}`;
  expect(contenderCommand('ours', config, 'gpu').env!['LD_LIBRARY_PATH']).toBe(`/opt/cuda:${own}`);
  expect(contenderCommand('keras', config, 'gpu').env!['LD_LIBRARY_PATH']).toBe('/opt/cuda');
  process.env['LD_LIBRARY_PATH'] = own;
  expect(contenderCommand('pytorch', config, 'gpu').env).not.toHaveProperty('LD_LIBRARY_PATH');
});

test('on a GPU each peer has an environment of its own', () => {
  const folder = (name: 'keras' | 'pytorch', device: 'cpu' | 'gpu') =>
    path.relative(ROOT, path.dirname(path.dirname(contenderCommand(name, config, device).command)));
  expect([folder('keras', 'gpu'), folder('pytorch', 'gpu')]).toEqual([
    path.join('.venv-bench-cuda', 'keras'),
    path.join('.venv-bench-cuda', 'pytorch'),
  ]);
  expect([folder('keras', 'cpu'), folder('pytorch', 'cpu')]).toEqual(['.venv-bench', '.venv-bench']);
});

test('a form of PyTorch differs in what it is told', () => {
  const told = (name: 'pytorch' | 'pytorch-channels-first') =>
    JSON.parse(contenderCommand(name, config, 'gpu').args[1]!) as WorkerConfig;
  expect(told('pytorch').channelsFirst).toBe(false);
  expect(told('pytorch-channels-first').channelsFirst).toBe(true);
});

test('where WebGPU takes part, l2lab says by what else it computes', () => {
  expect(contenderTitle('ours', 'cpu')).toBe('l2lab');
  expect(contenderTitle('ours', 'gpu')).toBe('l2lab on CUDA');
  expect(contenderTitle('webgpu', 'gpu')).toBe('l2lab on WebGPU');
});
