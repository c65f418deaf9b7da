import { readFileSync } from 'node:fs';
import { Sandbox } from './sandbox';

describe('the kernelspec', () => {
  let clone: Sandbox;
  beforeEach(() => (clone = new Sandbox()));
  afterEach(() => clone.remove());

  test.each([
    ['a plain shell', 'process.env', 'withTensorflow()'],
    ["one of the project's commands", 'withTensorflow()', 'process.env'],
  ])('written in %s counts as done in the other, with the settings in it', (_, writer, reader) => {
    const inEnvironment = (environment: string, code: string) =>
      clone.evaluate(`
        import { spawnSync } from 'node:child_process';
        import { withTensorflow } from './scripts/common/environment.mjs';
        const code = \`import { kernelspec } from './scripts/setup/steps/kernelspec.mjs'; ${code}\`;
        spawnSync(process.execPath, ['--input-type=module', '-e', code], { env: ${environment}, stdio: 'inherit' });
      `).output;
    inEnvironment(writer, 'await kernelspec.run();');
    expect(inEnvironment(reader, 'console.log(kernelspec.missing());')).toBe('undefined');
    const file = clone.path('.venv', 'share', 'jupyter', 'kernels', 'tslab', 'kernel.json');
    const { env } = JSON.parse(readFileSync(file, 'utf8'));
    if (process.platform === 'linux') expect(env).toMatchObject({ MALLOC_MMAP_MAX_: '0' });
    expect(env).toMatchObject({ TF_FORCE_GPU_ALLOW_GROWTH: 'true' });
    // It would go before the user's own.
    expect(env).not.toHaveProperty('TF_CPP_MIN_LOG_LEVEL');
  });
});
