import * as fs from 'fs';
import * as path from 'path';
import * as tf from '@tensorflow/tfjs';
import { signOfLife } from '../engine';
import type { EpochState } from './epochState';
import type { EpochRecord, RunSettings } from './history';
import { fromJson, toJson } from './json';
import type { WeightSnapshot } from './snapshots';
import { writeWhole } from './writeWhole';

/** How far a run has come: finished epochs, and the one that was under way. */
export interface TrainingPosition extends EpochState {
  readonly settings: RunSettings;
  readonly epochs: readonly EpochRecord[];
  readonly snapshots: readonly WeightSnapshot[];
  /** The weights after the best epoch so far, of a run that stops by itself. */
  readonly bestWeights?: readonly Float32Array[];
}

interface Manifest extends Omit<TrainingPosition, 'bestWeights'> {
  readonly format: 2;
  readonly file: string;
  readonly tensors: readonly { name: string; shape: number[]; dtype: tf.DataType }[];
}

const MANIFEST = 'checkpoint.json';

/** True when `folder` holds a checkpoint that `loadCheckpoint` can open. */
export function hasCheckpoint(folder: string): boolean {
  return fs.existsSync(path.join(folder, MANIFEST));
}

/**
 * Deletes the checkpoint of a folder, if it holds one, so that the next run there starts from the first weights. Other
 * files stay, and so does a folder that has some.
 *
 * @example
 * deleteCheckpoint('out/no-such-run'); // => undefined
 */
export function deleteCheckpoint(folder: string): void {
  if (!fs.existsSync(folder)) return;
  // The manifest first: what is left after a kill is then no checkpoint, and goes with the next call.
  fs.rmSync(path.join(folder, MANIFEST), { force: true });
  for (const name of fs.readdirSync(folder)) {
    if (/^tensors-.*\.bin$/.test(name)) fs.rmSync(path.join(folder, name), { force: true });
  }
  if (fs.readdirSync(folder).length === 0) fs.rmdirSync(folder);
}

/**
 * Writes weights, optimizer state and position to `folder`. A kill at any moment leaves the previous checkpoint
 * whole: the new tensors go to a file of their own, and the manifest that names it is replaced last.
 *
 * @throws if the folder cannot be written (no space, no permission).
 */
export async function saveCheckpoint(
  folder: string,
  model: tf.LayersModel,
  { bestWeights = [], ...position }: TrainingPosition,
): Promise<void> {
  fs.mkdirSync(folder, { recursive: true });
  const state = await model.optimizer.getWeights();
  const shapes = model.getWeights().map(({ shape }) => shape);
  const named = [
    ...model.getWeights().map((tensor, i) => ({ name: `model/${i}`, tensor })),
    ...state.map(({ name, tensor }) => ({ name: `optimizer/${toPosition(model, name)}`, tensor })),
  ];
  const file = `tensors-${process.pid}-${Date.now()}.bin`;
  const handle = await fs.promises.open(path.join(folder, file), 'w');
  try {
    for (const { tensor } of named) await write(handle, (await tensor.data()) as Float32Array | Int32Array);
    for (const values of bestWeights) await write(handle, values);
  } catch (error) {
    fs.rmSync(path.join(folder, file), { force: true });
    throw error;
  } finally {
    await handle.close();
    // Of KerasAdam all are its own; tfjs's optimizers make a tensor for the number of updates.
    tf.dispose(state.map(({ tensor }) => tensor).filter((tensor) => !(tensor instanceof tf.Variable)));
  }
  const tensors = [
    ...named.map(({ name, tensor: { shape, dtype } }) => ({ name, shape, dtype })),
    ...bestWeights.map((_, i) => ({ name: `best/${i}`, shape: shapes[i]!, dtype: 'float32' as const })),
  ];
  const manifest: Manifest = { format: 2, ...position, file, tensors };
  writeWhole(path.join(folder, MANIFEST), toJson(manifest));
  for (const old of fs.readdirSync(folder)) {
    if (old.startsWith('tensors-') && old !== file) fs.rmSync(path.join(folder, old), { force: true });
  }
}

/** Few enough bytes that a slow disk takes them in seconds. */
const PIECE_BYTES = 1 << 26;

export async function write(file: fs.promises.FileHandle, values: Float32Array | Int32Array): Promise<void> {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  for (let start = 0; start < bytes.length; start += PIECE_BYTES) {
    await file.writeFile(bytes.subarray(start, start + PIECE_BYTES));
    await file.sync();
    signOfLife();
  }
}

/**
 * Puts a checkpoint's weights and optimizer state into a compiled model of the same shape.
 *
 * @returns the position to go on from.
 * @throws if the files are damaged, or belong to another run or a network of another shape; the model is then unchanged.
 */
export async function loadCheckpoint(
  folder: string,
  model: tf.LayersModel,
  settings: RunSettings,
): Promise<TrainingPosition> {
  const manifest = readManifest(folder);
  requireSameRun(folder, manifest.settings, settings);
  const shapes = model.getWeights().map((weight) => weight.shape);
  const saved = manifest.tensors.filter(({ name }) => name.startsWith('model/')).map(({ shape }) => shape);
  if (JSON.stringify(shapes) !== JSON.stringify(saved)) {
    throw new Error(
      `The checkpoint in ${folder} belongs to a network of another shape; choose another folder or delete it.`,
    );
  }
  const file = path.join(folder, manifest.file);
  const expected = manifest.tensors.reduce((sum, { shape }) => sum + 4 * tf.util.sizeFromShape(shape), 0);
  if (!fs.existsSync(file) || fs.statSync(file).size !== expected) {
    throw new Error(`The checkpoint in ${folder} is damaged; delete the folder to train from the start.`);
  }
  const weights: tf.Tensor[] = [];
  const bestWeights: Float32Array[] = [];
  const state: { name: string; tensor: tf.Tensor }[] = [];
  const handle = await fs.promises.open(file, 'r');
  try {
    for (const { name, shape, dtype } of manifest.tensors) {
      const bytes = Buffer.allocUnsafeSlow(4 * tf.util.sizeFromShape(shape));
      await handle.read(bytes, 0, bytes.length);
      const values = dtype === 'int32' ? new Int32Array(bytes.buffer) : new Float32Array(bytes.buffer);
      if (name.startsWith('best/')) bestWeights.push(values as Float32Array);
      else if (name.startsWith('model/')) weights.push(tf.tensor(values, shape, dtype));
      else {
        const tensor = tf.tensor(values, shape, dtype);
        state.push({ name: toVariableName(model, name.slice('optimizer/'.length)), tensor });
      }
    }
    await model.optimizer.setWeights(state);
    model.setWeights(weights);
  } finally {
    await handle.close();
    tf.dispose([...weights, ...state.map(({ tensor }) => tensor)]);
  }
  return { ...manifest, ...(bestWeights.length > 0 && { bestWeights }) };
}

function describe(value: unknown): string {
  if (Array.isArray(value)) return value.join(' and ') || 'none';
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value ?? 'none');
}

/**
 * Refuses a checkpoint of a run with other choices: going on from it would mix two experiments in one history.
 * More epochs than before are welcome, and the first weights do not matter any more.
 */
function requireSameRun(folder: string, saved: RunSettings, wanted: RunSettings): void {
  // What came to the settings later is absent where it was not chosen.
  const { epochs: _, weightSeed: __, ...fixed } = { ...saved, ...wanted };
  const keys = Object.keys(fixed) as (keyof typeof fixed)[];
  const other = keys.filter((key) => JSON.stringify(saved[key]) !== JSON.stringify(wanted[key]));
  if (other.length === 0) return;
  const list = other.map((key) => `${key} ${describe(saved[key])} instead of ${describe(wanted[key])}`).join(', ');
  throw new Error(`The checkpoint in ${folder} belongs to another run (${list}); choose another folder or delete it.`);
}

// An optimizer names its state after the variables, and tfjs numbers those on through the whole program: the same
// network has other names in another session. A checkpoint therefore names them by their place in the network.

const variableNames = (model: tf.LayersModel): string[] =>
  model.trainableWeights.map((weight) => (weight.read() as tf.Variable).name);

function toPosition(model: tf.LayersModel, stateName: string): string {
  const i = variableNames(model).findIndex((name) => stateName.startsWith(`${name}/`));
  return i < 0 ? stateName : `@${i}${stateName.slice(variableNames(model)[i]!.length)}`;
}

function toVariableName(model: tf.LayersModel, stateName: string): string {
  return stateName.replace(/^@(\d+)/, (_, i) => variableNames(model)[Number(i)]!);
}

function readManifest(folder: string): Manifest {
  try {
    const manifest = fromJson(fs.readFileSync(path.join(folder, MANIFEST), 'utf8')) as Manifest;
    // Snapshots came to the format later; a checkpoint without them is as good.
    if (manifest.format === 2) return { ...manifest, snapshots: manifest.snapshots ?? [] };
    throw new Error('it was written by another version');
  } catch (error) {
    throw new Error(
      `The checkpoint in ${folder} cannot be read (${(error as Error).message}); delete the folder to train from the start.`,
    );
  }
}
