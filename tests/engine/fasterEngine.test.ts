import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { useBackend } from '../../src/engine';
import { fasterEngine } from '../../src/engine/fasterEngine';
import { webgpuBackend } from '../../src/engine/webgpu/backend';
import { describeWebgpu } from '../engines';

describeWebgpu('the faster of two engines', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'l2lab-faster-'));
  const file = path.join(folder, 'remembered', 'backend.json');
  afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

  test('is measured once and remembered; another card, or a damaged file, is measured anew', async () => {
    await useBackend({ prefer: 'tensorflow' });
    await useBackend({ prefer: 'webgpu', warn: () => undefined });
    const { adapter } = webgpuBackend();
    // A program that plays a card is far slower than the processor itself.
    const { engine, reason } = await fasterEngine(adapter, { file, batch: 1 });
    expect(engine).toBe('tensorflow');
    expect(reason).toMatch(/^measured \d+\.\d × as fast as swiftshader.* by WebGPU$/);

    const measured = JSON.parse(fs.readFileSync(file, 'utf8')) as Record<string, unknown>;
    fs.writeFileSync(file, JSON.stringify({ ...measured, webgpu: 1, tensorflow: 2.5 }));
    const again = await fasterEngine(adapter, { file, batch: 1 });
    expect(again).toEqual({ engine: 'webgpu', reason: 'measured 2.5 × as fast as TensorFlow on the CPU' });

    expect((await fasterEngine({ ...adapter, name: 'another card' }, { file, batch: 1 })).engine).toBe('tensorflow');
    fs.writeFileSync(file, '{');
    expect((await fasterEngine(adapter, { file, batch: 1 })).engine).toBe('tensorflow');
  });
});
