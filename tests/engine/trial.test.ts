import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import * as tf from '@tensorflow/tfjs';
import { useBackend } from '../../src/engine';
import { tryCard } from '../../src/engine/trial';
import type { Measurement } from '../../src/engine/trial';
import { findAdapter } from '../../src/engine/webgpu/dawn';
import type { Adapter } from '../../src/engine/webgpu/dawn';
import { describeWebgpu } from '../engines';

describeWebgpu('the trial of a card', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'l2lab-trial-'));
  let file: string;
  let adapter: Adapter;
  const asked: string[] = [];

  /** Measurements that are known beforehand. */
  const measuring = (webgpu: Partial<Measurement> | Error) => async (backend: string) => {
    asked.push(backend);
    if (backend === 'webgpu' && webgpu instanceof Error) throw webgpu;
    return { seconds: 2, sum: 1000, ...(backend === 'webgpu' && webgpu) };
  };

  beforeAll(() => useBackend({ prefer: 'tensorflow' }));
  beforeEach(async () => {
    // Anew, since an adapter opens once.
    adapter = { ...((await findAdapter()) as Adapter), name: 'some card', software: false };
    file = path.join(fs.mkdtempSync(path.join(folder, 'case-')), 'remembered', 'backend.json');
    asked.length = 0;
  });
  afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

  test('the faster engine is chosen, once and for all', async () => {
    const measure = measuring({ seconds: 0.5, sum: 1000.5 });
    const expected = { engine: 'webgpu', reason: 'measured 4.0 × as fast as TensorFlow on the CPU' };
    expect(await tryCard(adapter, { file, measure })).toEqual(expected);
    expect(await tryCard(adapter, { file, measure })).toEqual(expected);
    expect(asked).toEqual(['tensorflow', 'webgpu']);
    expect(tf.getBackend()).toBe('tensorflow');

    expect((await tryCard({ ...adapter, driver: 'newer' }, { file, measure })).engine).toBe('webgpu');
    fs.writeFileSync(file, '{');
    expect((await tryCard(adapter, { file, measure: measuring({ seconds: 3 }) })).reason).toBe(
      'measured 1.5 × as fast as some card by WebGPU',
    );
  });

  test('a card that computes something else is not', async () => {
    expect(await tryCard(adapter, { file, measure: measuring({ seconds: 0.1, sum: 900 }) })).toEqual({
      engine: 'tensorflow',
      reason: 'some card by WebGPU failed: it computes 900 in place of 1000',
    });
  });

  test('nor one whose driver fails, which is remembered', async () => {
    const measure = measuring(new Error('no such shader\nat line 1'));
    const expected = { engine: 'tensorflow', reason: 'some card by WebGPU failed: no such shader' };
    expect(await tryCard(adapter, { file, measure })).toEqual(expected);
    expect(await tryCard(adapter, { file, measure })).toEqual(expected);
    expect(asked).toEqual(['tensorflow', 'webgpu']);
    expect(tf.getBackend()).toBe('tensorflow');
    expect((await tryCard(adapter, { file, measure: measuring({}) })).engine).toBe('tensorflow');
  });
});
