import { spawnSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import type { BenchResult } from '../../bench/runBench';
import { describeWebgpu } from '../engines';
import { softwareVulkan } from '../softwareVulkan.cjs';

const ROOT = path.resolve(__dirname, '../..');
const COMMAND = ['--require', path.join(ROOT, 'scripts/typescript.cjs'), path.join(ROOT, 'bench/main.ts')];
/** Every new shape is compiled for the renderer, which takes longer than the steps. */
const MINUTES = 5 * 60_000;

let folder: string;
beforeEach(() => (folder = fs.mkdtempSync(path.join(os.tmpdir(), 'l2lab-bench-webgpu-'))));
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

function bench(options: string[], env: NodeJS.ProcessEnv = {}) {
  const out = path.join(folder, 'result.json');
  const { status, stdout, stderr } = spawnSync(process.execPath, [...COMMAND, '--out', out, ...options], {
    encoding: 'utf8',
    env: { ...process.env, L2LAB_DATA: '', TF_CPP_MIN_LOG_LEVEL: '2', CUDA_VISIBLE_DEVICES: '-1', ...env },
  });
  const result = fs.existsSync(out) ? (JSON.parse(fs.readFileSync(out, 'utf8')) as BenchResult) : undefined;
  return { status, stdout, stderr, result };
}

describeWebgpu('on a software renderer', () => {
  const env = { VK_ICD_FILENAMES: softwareVulkan() };

  test(
    'the command can be tried, in bursts, and says that its times mean nothing',
    () => {
      const { status, stdout, result } = bench(
        [
          ...['--device', 'webgpu-software', '--sizes', '2/4', '--batch', '4', '--networks', 'L2', '--steps', '3'],
          ...['--contenders', 'stock', '--parts', 'steps,growth', '--growth-steps', '2'],
        ],
        env,
      );
      expect(status).toBe(0);
      expect(result!.notes).toEqual([]);
      expect(result!.settings).toMatchObject({ device: 'webgpu-software', burst: 2 });
      const [comparison] = result!.comparisons;
      const { ours, other: stock } = comparison!;
      expect(ours).toMatchObject({ name: 'webgpu', description: { backend: 'webgpu', device: 'CPU' } });
      expect(ours.description!.card).toMatchObject({ software: true });
      expect(ours.description!.card!.name).toMatch(/swiftshader|llvmpipe/i);
      // At least three steps, in bursts of two.
      expect(ours.rounds.map(({ steps }) => steps)).toEqual([4]);
      expect(ours.seconds!.count).toBe(2);
      // The same network on the same batch, hardly trained.
      expect(stock!.description!.parameters).toBe(ours.description!.parameters);
      expect(Math.abs(ours.loss! - stock!.loss!)).toBeLessThan(1);
      expect(ours.cardBytes).toBeGreaterThan(0);
      expect(comparison).not.toHaveProperty('ratio');
      expect(comparison).not.toHaveProperty('memoryRatio');
      expect(stdout.trim().split('\n')[0]).toMatch(/^\*\*A trial on a software renderer \(.*no ratios\.\*\*$/);

      const { name, after } = result!.growth!;
      expect(name).toBe('webgpu');
      expect(after.map(({ steps }) => steps)).toEqual([1, 2]);
      expect(new Set(after.map(({ tensors }) => tensors)).size).toBe(1);
      expect(after[0]!.cardBytes).toBeGreaterThan(0);
    },
    MINUTES,
  );

  test(
    'nothing is measured as a GPU',
    () => {
      const { status, stderr, result } = bench(
        ['--device', 'gpu', '--engines', 'webgpu', '--contenders', 'webgpu'],
        env,
      );
      expect(status).toBe(1);
      expect(stderr).toContain('l2lab on WebGPU: refused: its only adapter is a software renderer');
      expect(result).toBeUndefined();
    },
    MINUTES,
  );
});

// Elsewhere drivers are found in other ways.
(process.platform === 'linux' ? test : test.skip)('without any driver WebGPU is refused, with the reason', () => {
  // A list of drivers that names none.
  const { status, stderr, result } = bench(['--device', 'webgpu-software'], {
    VK_ICD_FILENAMES: path.join(folder, 'none.json'),
  });
  expect(status).toBe(1);
  expect(stderr).toContain('l2lab on WebGPU: refused: it computes by tensorflow and not by WebGPU (');
  expect(result).toBeUndefined();
});
