import { Sandbox } from './sandbox';

const onLinux = process.platform === 'linux' ? describe : describe.skip;

onLinux('the environment of a Node that runs TensorFlow', () => {
  let clone: Sandbox;
  beforeEach(() => (clone = new Sandbox()));
  afterEach(() => clone.remove());

  const settings = (env: NodeJS.ProcessEnv = {}): Record<string, string> =>
    JSON.parse(
      clone.evaluate(
        `import { tensorflowEnvironment } from './scripts/common/environment.mjs';
         console.log(JSON.stringify(tensorflowEnvironment()));`,
        env,
      ).output,
    );

  test('keeps memory in the process and silences the log', () => {
    expect(settings()).toEqual({
      TF_CPP_MIN_LOG_LEVEL: '2',
      TF_FORCE_GPU_ALLOW_GROWTH: 'true',
      MALLOC_MMAP_MAX_: '0',
      MALLOC_TRIM_THRESHOLD_: '100000000000',
    });
  });

  test('leaves alone what the user has set', () => {
    const mine = settings({ TF_CPP_MIN_LOG_LEVEL: '0', MALLOC_TRIM_THRESHOLD_: '5' });
    expect(Object.keys(mine).sort()).toEqual(['MALLOC_MMAP_MAX_', 'TF_FORCE_GPU_ALLOW_GROWTH']);
  });

  test('lets two notebooks share a card, unless the user wants all of its memory', () => {
    expect(settings()['TF_FORCE_GPU_ALLOW_GROWTH']).toBe('true');
    expect(settings({ TF_FORCE_GPU_ALLOW_GROWTH: 'false' })).not.toHaveProperty('TF_FORCE_GPU_ALLOW_GROWTH');
  });

  test('asks for the same numbers each time where L2LAB_DETERMINISTIC is 1', () => {
    const asked = { TF_DETERMINISTIC_OPS: '1', TF_CUDNN_DETERMINISTIC: '1' };
    expect(settings({ L2LAB_DETERMINISTIC: '1' })).toMatchObject(asked);
    expect(settings({ L2LAB_DETERMINISTIC: '1', TF_DETERMINISTIC_OPS: '0' })).not.toHaveProperty(
      'TF_DETERMINISTIC_OPS',
    );
    for (const name of Object.keys(asked)) expect(settings({ L2LAB_DETERMINISTIC: '0' })).not.toHaveProperty(name);
  });

  test("adds CUDA's libraries of the project's environment behind the user's folders", () => {
    const packages = ['.venv', 'lib', 'python3.12', 'site-packages', 'nvidia'];
    const cublas = clone.folder(...packages, 'cublas', 'lib');
    const cudnn = clone.folder(...packages, 'cudnn', 'lib');
    clone.folder(...packages, 'cuda_nvcc', 'bin');
    expect(settings()['LD_LIBRARY_PATH']).toBe(`${cublas}:${cudnn}`);
    expect(settings({ LD_LIBRARY_PATH: '/mine' })['LD_LIBRARY_PATH']).toBe(`/mine:${cublas}:${cudnn}`);
    expect(settings({ LD_LIBRARY_PATH: `${cudnn}:${cublas}` })['LD_LIBRARY_PATH']).toBeUndefined();
  });
});
