import * as tf from '@tensorflow/tfjs';
import { useBackend } from '../../src/engine';
import { webgpuBackend } from '../../src/engine/webgpu/backend';
import { findAdapter } from '../../src/engine/webgpu/dawn';
import type { Adapter } from '../../src/engine/webgpu/dawn';
import { describeWebgpu } from '../engines';

describeWebgpu('WebGPU as a backend', () => {
  const notices: string[] = [];
  beforeAll(async () => {
    await useBackend({ prefer: 'webgpu', warn: (notice) => notices.push(notice) });
  });

  test('it says what computes, why, and what fits; of a software renderer also that it is one', async () => {
    const info = await useBackend({ prefer: 'webgpu', warn: () => undefined });
    expect(info).toMatchObject({ name: 'webgpu', device: 'CPU', reason: "asked for by prefer: 'webgpu'" });
    expect(info.adapter).toMatchObject({ software: true });
    expect(info.adapter!.maxBindingBytes).toBeGreaterThan(2 ** 27);
    expect(info.description).toBe(
      `WebGPU on ${info.adapter!.name}, a software renderer; asked for by prefer: 'webgpu'`,
    );
    expect(notices).toHaveLength(1);
    expect(notices[0]).toContain('much slower than the CPU');
  });

  test('a software renderer is not chosen by itself, and is by the environment', async () => {
    expect(await useBackend()).toMatchObject({ name: 'tensorflow', reason: 'no GPU was found' });
    process.env['L2LAB_BACKEND'] = 'webgpu';
    try {
      const info = await useBackend({ warn: () => undefined });
      expect(info).toMatchObject({ name: 'webgpu', reason: 'L2LAB_BACKEND=webgpu' });
      expect(await useBackend({ prefer: 'cpu' })).toMatchObject({ name: 'cpu' });
      process.env['L2LAB_BACKEND'] = 'metal';
      await expect(useBackend()).rejects.toThrow(
        `the environment variable L2LAB_BACKEND to be 'auto', 'tensorflow', 'webgpu', 'cpu', got "metal"`,
      );
    } finally {
      delete process.env['L2LAB_BACKEND'];
      await useBackend({ prefer: 'webgpu', warn: () => undefined });
    }
  });

  test('numbers are read later, as often as one likes; what cannot wait says what can', async () => {
    const x = tf.add(tf.ones([2000]), 1);
    expect((await x.data()).every((value) => value === 2)).toBe(true);
    expect((await x.data()).length).toBe(2000);
    expect(() => x.dataSync()).toThrow('read with `await x.data()`');
    x.dispose();
  });

  test('reading keeps no second copy on the card', async () => {
    const x = tf.add(tf.ones([500, 1000]), 1);
    await x.data();
    const before = webgpuBackend().memory().numBytesAllocatedInGPU;
    await x.data();
    expect(webgpuBackend().memory().numBytesAllocatedInGPU).toBe(before);
    x.dispose();
  });

  test('a tensor above the limit of the card is refused before anything is allocated', () => {
    const numbers = webgpuBackend().largestTensor / 4 + 1;
    expect(() => tf.tidy(() => tf.fill([numbers], 1))).toThrow(
      /\(swiftshader.*\) holds tensors of up to [\d,]+ MB, got one of shape \[\d+\].*Use a smaller profile/,
    );
  });

  test('an operation that the card refuses is an error of the next read, which says what to do', async () => {
    // Its own backend: what failed once stays failed.
    const { DawnBackend } = await import('../../src/engine/webgpu/DawnBackend');
    const adapter = (await findAdapter()) as Adapter;
    const device = await adapter.gpu.requestDevice();
    const backend = new DawnBackend(device, adapter);
    device.createBuffer({ size: 3, usage: 0 });
    const id = backend.write(Float32Array.of(1), [1], 'float32');
    await device.queue.onSubmittedWorkDone();
    await expect(backend.read(id)).rejects.toThrow(/refused an operation: .*Restart the kernel/);
    device.destroy();
  });
});
