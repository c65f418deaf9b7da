import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { deviceEnvironment, nvidiaCard, otherCard, refusal, withCard } from '../../bench/devices';
import type { Card, Description } from '../../bench/protocol';

const say = (device: 'CPU' | 'GPU', card?: Card, rest: Partial<Description> = {}): Description => ({
  ...{ versions: {}, device, threads: 2, parameters: 3, ...rest },
  ...(card && { card }),
});
const l4 = { name: 'NVIDIA L4', driver: '550.54.15' };

test('on the CPU no contender sees a card of CUDA', () => {
  expect(deviceEnvironment({ device: 'cpu', tf32: false }, { CUDA_VISIBLE_DEVICES: '1' })).toEqual({
    CUDA_VISIBLE_DEVICES: '-1',
  });
});

test('on a GPU all see one card, share its memory and compute in full float32', () => {
  const environment = deviceEnvironment({ device: 'gpu', tf32: false }, {});
  expect(environment).toEqual({
    ...{ CUDA_DEVICE_ORDER: 'PCI_BUS_ID', CUDA_VISIBLE_DEVICES: '0' },
    ...{ TF_FORCE_GPU_ALLOW_GROWTH: 'true', NVIDIA_TF32_OVERRIDE: '0' },
  });
  const chosen = deviceEnvironment({ device: 'gpu', tf32: true }, { CUDA_VISIBLE_DEVICES: '1' });
  // Undefined takes away what the user may have set.
  expect(chosen).toMatchObject({ CUDA_VISIBLE_DEVICES: '1', NVIDIA_TF32_OVERRIDE: undefined });
});

describe('nvidia-smi', () => {
  let folder: string;
  beforeEach(() => (folder = fs.mkdtempSync(path.join(os.tmpdir(), 'l2lab-smi-'))));
  afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));
  const stub = (script: string) =>
    fs.writeFileSync(path.join(folder, 'nvidia-smi'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  const PATH = () => `${folder}${path.delimiter}/bin${path.delimiter}/usr/bin`;

  test('names the card that CUDA uses, and its driver', () => {
    stub('case "$*" in *--id=1*) echo "NVIDIA L4, 550.54.15";; *) echo "NVIDIA T4, 550.54.15";; esac');
    expect(nvidiaCard({ PATH: PATH(), CUDA_VISIBLE_DEVICES: '1,0' })).toEqual(l4);
    expect(nvidiaCard({ PATH: PATH() })).toEqual({ name: 'NVIDIA T4', driver: '550.54.15' });
  });

  test.each(['echo "No devices were found"; exit 6', 'echo', 'echo "No devices were found"'])(
    '%j names none',
    (script) => {
      stub(script);
      expect(nvidiaCard({ PATH: PATH() })).toBeUndefined();
    },
  );

  test('is not there', () => expect(nvidiaCard({ PATH: folder })).toBeUndefined());
});

test('who computes on the NVIDIA card gets its name and its driver, others do not', () => {
  expect(withCard(say('GPU'), l4).card).toEqual(l4);
  expect(withCard(say('GPU', { name: 'nvidia l4', driver: 'NVIDIA' }), l4).card).toEqual(l4);
  expect(withCard(say('CPU'), l4).card).toBeUndefined();
  const integrated = { name: 'Intel(R) UHD Graphics 770' };
  expect(withCard(say('GPU', integrated), l4).card).toEqual(integrated);
  expect(withCard(say('GPU', integrated), undefined).card).toEqual(integrated);
});

test('only contenders on one card are compared, however drivers spell its name', () => {
  const on = (name: string) => say('GPU', { name });
  expect(otherCard(on('NVIDIA GeForce RTX 4090'), on('NVIDIA GeForce RTX 4090'))).toBeUndefined();
  expect(otherCard(on('Tesla T4'), on('NVIDIA Tesla T4 (TU104)'))).toBeUndefined();
  expect(otherCard(on('NVIDIA H100 80GB HBM3'), on('NVIDIA H100'))).toBeUndefined();
  expect(otherCard(on('Intel(R) UHD Graphics 770'), on('NVIDIA L4'))).toBe(
    'refused: it computes on NVIDIA L4, l2lab on Intel(R) UHD Graphics 770',
  );
  expect(otherCard(on('NVIDIA L4'), on('NVIDIA L40'))).toContain('refused');
  // Nothing is known of one of them.
  expect(otherCard(say('GPU'), on('NVIDIA L4'))).toBeUndefined();
});

describe('who fell back to the CPU is refused', () => {
  const software = { name: 'SwiftShader', software: true };
  const refused = (description: Description, webgpu = false) => refusal(description, 'gpu', webgpu);

  test('by CUDA', () => {
    expect(refused(say('GPU', l4))).toBeUndefined();
    expect(refused(say('CPU', undefined, { reason: 'built without CUDA' }))).toBe(
      'refused: it found no GPU that it can use and computes on the CPU (built without CUDA)',
    );
  });

  test('by WebGPU', () => {
    expect(refused(say('GPU', l4, { backend: 'webgpu' }), true)).toBeUndefined();
    expect(refused(say('CPU', software, { backend: 'webgpu' }), true)).toContain(
      'refused: its only adapter is a software renderer, SwiftShader, which is no GPU',
    );
    expect(refused(say('CPU', undefined, { backend: 'cpu', reason: 'no Dawn' }), true)).toBe(
      'refused: it computes by cpu and not by WebGPU (no Dawn)',
    );
    // CUDA is fast too, but it is not what was to be measured.
    expect(refused(say('GPU', l4, { backend: 'tensorflow' }), true)).toContain('not by WebGPU');
  });

  test('and a real GPU is no trial, nor a CPU', () => {
    const webgpu = { backend: 'webgpu' };
    expect(refusal(say('CPU', software, webgpu), 'webgpu-software', true)).toBeUndefined();
    expect(refusal(say('GPU', l4, webgpu), 'webgpu-software', true)).toContain('--device gpu measures it');
    expect(refusal(say('CPU'), 'webgpu-software', false)).toBeUndefined();
    expect(refusal(say('CPU'), 'cpu', false)).toBeUndefined();
    expect(refusal(say('GPU', l4), 'cpu', false)).toContain('--device gpu compares GPUs');
  });
});
