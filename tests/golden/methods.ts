import * as fs from 'fs';
import * as path from 'path';
import type { ConvNetOptions } from '../../src/model/network';
import type { GoldenCase, Packed } from './golden';

/** A case of keras.json with other options, and weights of its own to start from, layer by layer. */
interface MethodCase extends Omit<GoldenCase, 'l2'> {
  readonly network: ConvNetOptions;
  readonly optimizer: { weightDecay?: number; exclude?: string[]; epsilon?: number };
  readonly weights: Packed[];
  readonly torchWeightsAfter?: Packed[];
}

/** Keras's numbers; make_golden_methods.py says how they were made. */
export const methods = (
  JSON.parse(fs.readFileSync(path.join(__dirname, 'methods.json'), 'utf8')) as { cases: MethodCase[] }
).cases;
