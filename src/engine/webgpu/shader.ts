import * as tf from '@tensorflow/tfjs';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { op } from '../interrupts';

// Programs of one's own on tfjs's queue. tfjs's programs write one tensor and read the others; these write any of them,
// in place too. tfjs records them among its own, so that order, timestamps and the life of buffers are its business.

/** A tensor in a shader: `array<type>` of this name, read only unless it `writes`. */
interface Storage {
  readonly name: string;
  readonly type: 'f32' | 'vec4<f32>';
  readonly writes?: boolean;
}

/** A program in WGSL. The same object each time: it is compiled once. */
export interface Shader {
  /** What a profile shows. */
  readonly name: string;
  readonly buffers: readonly Storage[];
  /** Numbers of each run, `u.name` in the code. */
  readonly scalars: Readonly<Record<string, 'f32' | 'i32' | 'u32'>>;
  /** Declares `@compute … fn main`. */
  readonly code: string;
}

/** Where the numbers of a tensor lie. */
export type Data = Pick<tf.TensorInfo, 'dataId' | 'shape' | 'dtype'>;

/** Workgroups in three directions. */
export type Groups = readonly [number, number, number];

/** Threads of a workgroup: as many as every card has. */
export const THREADS = 256;

/** Every card takes so many workgroups in one direction. */
const MOST_GROUPS = 65535;

/** For code with one thread for each of `count` items, which are more than one direction takes for the largest layer. */
export function forEach(count: number): Groups {
  const groups = Math.ceil(count / THREADS);
  const rows = Math.ceil(groups / MOST_GROUPS);
  return [Math.ceil(groups / rows), rows, 1];
}

/** Begins code with one thread for each of `count` items; `i` is the number of the item. */
export const eachItem = (count: string, body: string): string => `
@compute @workgroup_size(${THREADS})
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>) {
  let i = id.y * groups.x * ${THREADS}u + id.x;
  if (i >= ${count}) { return; }
  ${body}
}`;

/** What of tfjs's backend records a program; TypeScript calls it private. */
interface Recorder {
  recordAndSubmit(program: object, output: Data, inputs: Data[], scalars: { type: string; data: number[] }[]): void;
}

const TFJS_TYPES = { f32: 'float32', i32: 'int32', u32: 'uint32' } as const;

/** Runs a shader. `tensors` and `scalars` are those that it declares, in that order. */
export function run(
  backend: WebGPUBackend,
  shader: Shader,
  tensors: readonly Data[],
  scalars: readonly number[],
  dispatch: Groups,
): void {
  for (const { dataId } of tensors) backend.uploadToGPU(dataId);
  // In one row: tfjs tells the shader each tensor's shape, before the scalars.
  const rows = tensors.map(({ dataId, shape, dtype }) => ({ dataId, dtype, shape: [tf.util.sizeFromShape(shape)] }));
  const [output, ...inputs] = rows;
  const types = Object.values(shader.scalars);
  (backend as unknown as Recorder).recordAndSubmit(
    { constructor: { name: shader.name }, pipeline: pipeline(backend.device, shader), dispatch },
    output!,
    inputs,
    scalars.map((value, i) => ({ type: TFJS_TYPES[types[i]!], data: [value] })),
  );
}

const compiled = new WeakMap<GPUDevice, WeakMap<Shader, GPUComputePipeline>>();

function pipeline(device: GPUDevice, shader: Shader): GPUComputePipeline {
  let ofDevice = compiled.get(device);
  if (ofDevice === undefined) compiled.set(device, (ofDevice = new WeakMap()));
  let result = ofDevice.get(shader);
  if (result === undefined) ofDevice.set(shader, (result = compile(device, shader)));
  return result;
}

function compile(device: GPUDevice, { name, buffers, scalars, code }: Shader): GPUComputePipeline {
  const types: GPUBufferBindingType[] = [
    ...buffers.map(({ writes }) => (writes ? ('storage' as const) : ('read-only-storage' as const))),
    'uniform',
  ];
  const layout = device.createBindGroupLayout({
    entries: types.map((type, binding) => ({ binding, visibility: GPUShaderStage.COMPUTE, buffer: { type } })),
  });
  const fields = [
    'nan: f32, infinity: f32',
    ...buffers.map((_, i) => `size${i}: i32, stride${i}: i32`),
    ...Object.entries(scalars).map(([scalar, type]) => `${scalar}: ${type}`),
  ];
  const source = [
    `struct Scalars { ${fields.join(', ')} }`,
    ...buffers.map(
      (buffer, i) =>
        `@group(0) @binding(${i}) var<storage, ${buffer.writes ? 'read_write' : 'read'}> ${buffer.name}: array<${buffer.type}>;`,
    ),
    `@group(0) @binding(${buffers.length}) var<uniform> u: Scalars;`,
    code,
  ].join('\n');
  return device.createComputePipeline({
    label: name,
    layout: device.createPipelineLayout({ bindGroupLayouts: [layout] }),
    compute: { module: device.createShaderModule({ label: name, code: source }), entryPoint: 'main' },
  });
}

/** What a kernel of tfjs's registry is given. */
export interface KernelArguments {
  readonly inputs: Readonly<Record<string, tf.TensorInfo>>;
  readonly attrs: unknown;
  readonly backend: WebGPUBackend;
}

/**
 * Registers an op with tfjs, whose profile then shows it.
 *
 * @returns how to run it. tfjs records no gradient for it.
 */
export function registerOp<Attributes>(
  name: string,
  compute: (backend: WebGPUBackend, inputs: Readonly<Record<string, tf.TensorInfo>>, attributes: Attributes) => Data[],
): (inputs: Readonly<Record<string, tf.Tensor>>, attributes: Attributes) => tf.Tensor[] {
  const kernelName = `L2lab${name}`;
  tf.registerKernel({
    kernelName,
    backendName: 'webgpu',
    kernelFunc: ((given: KernelArguments) =>
      // As one: an interrupt of the notebook comes before its first pass or after its last.
      op(() => compute(given.backend, given.inputs, given.attrs as Attributes))) as unknown as tf.KernelFunc,
  });
  return (inputs, attributes) =>
    tf.engine().runKernel(kernelName, inputs as tf.NamedTensorMap, attributes as tf.NamedAttrMap) as tf.Tensor[];
}
