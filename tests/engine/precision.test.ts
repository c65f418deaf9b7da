import { execFileSync } from 'child_process';
import * as path from 'path';
import type { BackendOptions } from '../../src/engine';

const ROOT = path.resolve(__dirname, '../..');

/** What a process of its own, where TensorFlow is loaded anew, says and trains. */
interface Training {
  readonly precision: string;
  readonly description: string;
  readonly notices: readonly string[];
  /** Total loss of each step. */
  readonly losses: readonly number[];
  /** oneDNN's log of its convolutions. */
  readonly convolutions: readonly string[];
}

const TRAIN = `
  const { convNet, epochBatches, kerasAdam, syntheticShapes, trainStep, useBackend } = require('./dist');
  const notices = [];
  const options = JSON.parse(process.argv[1]);
  useBackend({ prefer: 'tensorflow', warn: (notice) => notices.push(notice), ...options }).then(async (info) => {
    // Wide enough that the convolutions are left to oneDNN.
    const model = convNet({ filters: 32, denseUnits: 64, l2: 0.01 });
    model.compile({ optimizer: kerasAdam(), loss: 'categoricalCrossentropy' });
    const { train } = syntheticShapes({ trainImages: 32, testImages: 1 });
    const [batch] = epochBatches(train, { batchSize: 32, epoch: 1 });
    const losses = [];
    for (let i = 0; i < 10; i++) {
      const { dataLoss, penalty } = await trainStep(model, batch);
      losses.push(dataLoss + penalty);
    }
    console.log('\\n' + JSON.stringify({ ...info, notices, losses }));
  });`;

/** @param environment what is set beside the usual. */
function run(script: string, options: BackendOptions, environment: NodeJS.ProcessEnv = {}): string {
  const { L2LAB_PRECISION: _, TF_SET_ONEDNN_FPMATH_MODE: __, ...usual } = process.env;
  return execFileSync(process.execPath, ['-e', script, JSON.stringify(options)], {
    cwd: ROOT,
    env: { ...usual, ONEDNN_VERBOSE: '1', ...environment },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}

function train(options: BackendOptions, environment?: NodeJS.ProcessEnv): Training {
  const lines = run(TRAIN, options, environment).trim().split('\n');
  const convolutions = lines.filter((line) => /^onednn_verbose.*,exec,.*,convolution,/.test(line));
  return { ...(JSON.parse(lines.at(-1)!) as Training), convolutions };
}

describe('training in a process of its own', () => {
  let plain: Training;
  beforeAll(() => (plain = train({})));

  test('float32 computes without the option', () => {
    expect(plain).toMatchObject({ precision: 'float32', notices: [] });
    expect(plain.description).not.toContain('bfloat16');
    expect(plain.convolutions.filter((line) => line.includes('fpmath'))).toEqual([]);
  });

  test("float32 that is asked for gives the same, bit for bit, whatever oneDNN's own variable says", () => {
    const asked = train({ precision: 'float32' }, { TF_SET_ONEDNN_FPMATH_MODE: 'BF16', L2LAB_PRECISION: 'bfloat16' });
    expect(asked.losses).toEqual(plain.losses);
    expect(asked).toMatchObject({ precision: 'float32', notices: [] });
  });

  test.each([
    ['the option', { precision: 'bfloat16' }, {}],
    ['L2LAB_PRECISION', {}, { L2LAB_PRECISION: 'bfloat16' }],
  ] as const)('bfloat16 by %s loses less than 1 %% where the processor rounds, else nothing', (_, options, given) => {
    const rounded = train(options, given);
    // oneDNN is told so, whatever it makes of it.
    expect(rounded.convolutions.filter((line) => !line.includes('fpmath:bf16'))).toEqual([]);
    rounded.losses.forEach((loss, i) => expect(Math.abs(loss / plain.losses[i]! - 1)).toBeLessThan(0.01));
    if (rounded.precision === 'bfloat16') {
      expect(rounded.losses).not.toEqual(plain.losses);
      expect(rounded.description).toContain(', products rounded to bfloat16; ');
      expect(rounded.notices).toEqual([]);
    } else {
      expect(rounded.losses).toEqual(plain.losses);
      expect(rounded.description).toBe(plain.description);
      expect(rounded.notices).toEqual([expect.stringContaining("precision: 'bfloat16' changes nothing here")]);
    }
  });
});

test('a session keeps the precision that TensorFlow was loaded for', () => {
  const output = run(
    `const { useBackend } = require('./dist');
     useBackend({ prefer: 'tensorflow' })
       .then(() => useBackend({ precision: 'float32' }))
       .then(() => useBackend({ precision: 'bfloat16' }))
       .catch(({ message }) => console.log(message));`,
    {},
  );
  expect(output).toContain(
    "requires precision to stay 'float32', for which TensorFlow was loaded, got 'bfloat16'; restart the session",
  );
});

test('another precision is refused, and by whom it was asked for is said', () => {
  const refused = (options: string): string =>
    `require('./dist').useBackend(${options}).catch(({ message }) => console.log(message));`;
  expect(run(refused("{ precision: 'float16' }"), {})).toContain(
    `requires precision to be 'float32', 'bfloat16', got "float16"`,
  );
  expect(run(refused('{}'), {}, { L2LAB_PRECISION: 'bf16' })).toContain(
    `requires the environment variable L2LAB_PRECISION to be 'float32', 'bfloat16', got "bf16"`,
  );
});
