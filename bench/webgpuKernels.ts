import { parseArgs } from 'node:util';
import * as tf from '@tensorflow/tfjs';
import { median } from 'simple-statistics';
import { describeMachine, useBackend } from '../src/engine';
import { webgpuBackend } from '../src/engine/webgpu/backend';
import { getProfile } from '../src/training/profiles';
import { cases } from './webgpuCases';
import type { Case } from './webgpuCases';

// Op by op, our shaders against tfjs's kernels, on whatever graphics card WebGPU finds:
//
//     node --require ./scripts/typescript.cjs bench/webgpuKernels.ts --profile article
//
// The time is that of a burst of runs, from the first command to the moment when the card has done the last; the two take
// turns.

const HELP = `Options:
  --profile   sizes of the network: article, quick, small or tiny (article; tiny on a software renderer)
  --batch     images of a batch (the profile's)
  --rounds    bursts of each (5)
  --burst     runs in a burst (10; 1 on a software renderer)
`;

/** Milliseconds of a run in a burst of them. */
async function time(work: Case['ours'], burst: number): Promise<number> {
  const start = performance.now();
  for (let i = 0; i < burst; i++) {
    const result = work();
    if (result) result.dispose();
  }
  const backend = webgpuBackend();
  backend.ensureCommandEncoderReady();
  backend.endComputePassEncoder();
  backend.submitQueue();
  await backend.queue.onSubmittedWorkDone();
  backend.requireHealth();
  return (performance.now() - start) / burst;
}

/** Medians of both, measured in turns. The first run of each, which compiles, is not timed. */
async function compare({ ours, theirs }: Case, rounds: number, burst: number): Promise<[number, number]> {
  const times: [number[], number[]] = [[], []];
  for (let round = 0; round <= rounds; round++) {
    const both = [await time(ours, round ? burst : 1), await time(theirs, round ? burst : 1)] as const;
    if (round > 0) times.forEach((all, i) => all.push(both[i]!));
  }
  return [median(times[0]), median(times[1])];
}

const digits = (value: number): string => String(Number(value.toPrecision(3)));

async function row(each: Case, rounds: number, burst: number): Promise<string> {
  const [ours, theirs] = await compare(each, rounds, burst);
  const amount = each.memory
    ? `${each.memory.ours} and ${each.memory.theirs} × ${digits(each.memory.bytes / 1e6)} MB`
    : `${digits(each.operations! / 1e9)} GFLOP`;
  const rate = each.memory
    ? `${digits((each.memory.ours * each.memory.bytes) / 1e6 / ours)} GB/s`
    : `${digits(each.operations! / 1e6 / ours)} GFLOP/s`;
  const cells = [each.name, each.sizes, amount, digits(ours), digits(theirs), digits(ours / theirs), rate];
  return `| ${cells.join(' | ')} |\n`;
}

async function main(): Promise<void> {
  const options = { profile: {}, batch: {}, rounds: {}, burst: {} } as const;
  const { values } = parseArgs({
    options: {
      ...(Object.fromEntries(Object.keys(options).map((name) => [name, { type: 'string' }])) as Record<
        keyof typeof options,
        { type: 'string' }
      >),
      help: { type: 'boolean' },
    },
  });
  if (values.help) return void process.stdout.write(HELP);
  const { name, device, description, adapter } = await useBackend({ prefer: 'webgpu', warn: () => undefined });
  if (name !== 'webgpu') throw new Error(`WebGPU is not there (${description}); npm run doctor says what to do.`);
  const profile = getProfile(values.profile ?? (device === 'GPU' ? 'article' : 'tiny'));
  const batchSize = Number(values.batch ?? profile.batchSize);
  const [rounds, burst] = [Number(values.rounds ?? 5), Number(values.burst ?? (device === 'GPU' ? 10 : 1))];
  process.stdout.write(
    `${description}. ${describeMachine()}.\nProfile ${profile.name}, batch ${batchSize}; tensors of up to ` +
      `${Math.floor(adapter!.maxBindingBytes / 1e6)} MB; medians of ${rounds} × ${burst} runs.\n\n` +
      '| op | sizes | passes (ours and tfjs’s), or operations | ours, ms | tfjs, ms | ours / tfjs | ours |\n' +
      '| -- | ----- | --------------------------------------- | -------- | -------- | ----------- | ---- |\n',
  );
  for (const each of cases({ ...profile, batchSize })) {
    process.stdout.write(await row(each, rounds, burst));
    each.dispose();
  }
  // Nothing is left but the tensors that tfjs itself keeps.
  process.stdout.write(`\n${tf.memory().numTensors} tensors left.\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
