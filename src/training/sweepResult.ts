import * as fs from 'node:fs';
import * as path from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { deleteCheckpoint, write as writeValues } from './checkpoint';
import { createHistory } from './history';
import type { History, Metrics } from './history';
import { fromJson, toJson } from './json';
import { buildRun, folderName } from './sweepRun';
import type { SweepRun } from './sweepRun';
import { writeWhole } from './writeWhole';

/** One finished run of a sweep. */
export interface SweepResult {
  readonly run: SweepRun;
  readonly history: History;
  /** On the training images, by the network as it is after training; the history's are means while it was changing. */
  readonly train: Metrics;
  /** On the validation images, by the same network. */
  readonly validation: Metrics;
  /** Wall-clock seconds of all epochs, also of those before an interruption. */
  readonly seconds: number;
}

/** The images of a sweep, as `describeImages` tells them apart. */
export interface SweepImages {
  readonly trainData: string;
  readonly validationData: string;
}

interface StoredResult extends SweepResult, SweepImages {
  readonly format: 1;
  /** Shapes of the weights, in the order of `model.getWeights()`. */
  readonly shapes: readonly number[][];
}

const RESULT = 'result.json';
const WEIGHTS = 'weights.bin';

/** The folder of a run, inside that of its sweep. */
export const runFolder = (folder: string, { label }: SweepRun): string => path.join(folder, folderName(label));

/**
 * Keeps what a run has reached, and its weights without the optimizer's state, which is twice as large. The result is
 * written last: where it stands, the run is whole.
 */
export async function saveResult(
  folder: string,
  model: tf.LayersModel,
  result: SweepResult & SweepImages,
): Promise<void> {
  const own = runFolder(folder, result.run);
  fs.mkdirSync(own, { recursive: true });
  const weights = model.getWeights();
  const part = path.join(own, `${WEIGHTS}.${process.pid}.part`);
  const file = await fs.promises.open(part, 'w');
  try {
    for (const tensor of weights) await writeValues(file, (await tensor.data()) as Float32Array);
  } catch (error) {
    fs.rmSync(part, { force: true });
    throw error;
  } finally {
    await file.close();
  }
  fs.renameSync(part, path.join(own, WEIGHTS));
  const stored: StoredResult = { format: 1, ...result, shapes: weights.map(({ shape }) => shape) };
  writeWhole(path.join(own, RESULT), toJson(stored));
  deleteCheckpoint(own);
}

/**
 * What an earlier call has finished.
 *
 * @returns undefined if the run is not finished.
 * @throws if the folder holds the result of a run with other choices or images, or cannot be read.
 */
export function readResult(folder: string, run: SweepRun, images?: SweepImages): SweepResult | undefined {
  const stored = readStored(folder, run, images);
  if (!stored) return undefined;
  const { history, train, validation, seconds } = stored;
  return { run, history: createHistory(history), train, validation, seconds };
}

/** Removes what a kill at the end of `saveResult` left of a finished run. */
export function tidyUp(folder: string, run: SweepRun): void {
  deleteCheckpoint(runFolder(folder, run));
}

/**
 * The trained network of a finished run. Whoever asks for it disposes of it: `model.dispose()`.
 *
 * @param run one of the list that `sweep` was given, or a result's `run`.
 * @param folder that of the sweep.
 * @throws if the run is not finished, or the folder holds one with other choices.
 * @example
 * const { train, validation } = await loadSplit({ trainImages: 20, testImages: 10 });
 * const runs = lambdaGrid({ ...getProfile('tiny'), trainImages: 20, lambdas: [0.02], seeds: [1] });
 * const [result] = await sweep(runs, { train, validation, folder: 'out/a-sweep' });
 * const model = await openRun(result.run, 'out/a-sweep');
 * (await evaluate(model, validation)).dataLoss === result.validation.dataLoss; // => true
 */
export async function openRun(run: SweepRun, folder: string): Promise<tf.Sequential> {
  const { shapes } = readStored(folder, run) ?? {};
  if (!shapes) {
    throw new Error(
      `openRun requires a finished run, and "${run.label}" is not finished in ${folder}; run the sweep that it belongs to.`,
    );
  }
  const file = path.join(runFolder(folder, run), WEIGHTS);
  const sizes = shapes.map((shape) => 4 * tf.util.sizeFromShape(shape));
  const bytes = fs.existsSync(file) ? await fs.promises.readFile(file) : Buffer.alloc(0);
  if (bytes.length !== sizes.reduce((sum, size) => sum + size, 0)) {
    throw new Error(`The weights in ${path.dirname(file)} are damaged; delete that folder and run the sweep again.`);
  }
  const model = buildRun(run);
  let at = 0;
  const weights = shapes.map((shape, i) => {
    const values = new Float32Array(bytes.buffer.slice(bytes.byteOffset + at, bytes.byteOffset + at + sizes[i]!));
    at += sizes[i]!;
    return tf.tensor(values, shape, 'float32');
  });
  model.setWeights(weights);
  tf.dispose(weights);
  return model;
}

/** The same as it is written, with the shapes of the weights. */
function readStored(folder: string, run: SweepRun, images?: SweepImages): StoredResult | undefined {
  const own = runFolder(folder, run);
  const file = path.join(own, RESULT);
  if (!fs.existsSync(file)) return undefined;
  const stored = parseStored(own, fs.readFileSync(file, 'utf8'));
  requireSame(own, { ...stored.run, ...(images && dataOf(stored)) }, { ...run, ...images });
  return stored;
}

function parseStored(folder: string, text: string): StoredResult {
  try {
    const stored = fromJson(text) as StoredResult;
    if (stored.format === 1) return stored;
    throw new Error('it was written by another version');
  } catch (error) {
    throw new Error(
      `The result in ${folder} cannot be read (${(error as Error).message}); delete that folder to train the run anew.`,
    );
  }
}

const dataOf = ({ trainData, validationData }: SweepImages): SweepImages => ({ trainData, validationData });

/** A result of other choices under the same label would pass for this run's. */
function requireSame(folder: string, stored: object, wanted: object): void {
  const [was, is] = [stored, wanted].map((choices) => new Map(Object.entries(choices).filter(([, value]) => value)));
  const other = [...new Set([...was!.keys(), ...is!.keys()])].filter(
    (key) => JSON.stringify(was!.get(key)) !== JSON.stringify(is!.get(key)),
  );
  if (other.length === 0) return;
  const describe = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? 'none'));
  const list = other.map((key) => `${key} ${describe(was!.get(key))} instead of ${describe(is!.get(key))}`).join(', ');
  throw new Error(
    `${folder} holds the result of a run with other choices (${list}); give the run another label or the sweep another ` +
      'folder, or delete that one to train the run anew.',
  );
}
