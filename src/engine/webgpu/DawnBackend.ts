import * as tf from '@tensorflow/tfjs';
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { op, uncut, waitFor } from '../interrupts';
import type { Adapter } from './dawn';

/** What tfjs's class knows of a tensor. */
interface TensorData {
  values: tf.BackendValues | null;
  readonly dtype: tf.DataType;
  readonly shape: number[];
  readonly resource?: unknown;
}

/**
 * tfjs's WebGPU backend as a program without a browser needs it: a lost or failing device is an error with a remedy and
 * not a tensor of zeros, a tensor that does not fit says so, and what has been read is not kept a second time.
 */
export class DawnBackend extends WebGPUBackend {
  /** What went wrong on the card, where nobody was waiting for it. */
  private failure: Error | undefined;

  constructor(
    device: GPUDevice,
    readonly adapter: Adapter,
  ) {
    super(device, (adapter.gpu as unknown as { info: GPUAdapterInfo }).info);
    void device.lost.then(({ reason, message }) => {
      this.failure ??= new Error(
        `The graphics card (${adapter.name}) does not answer any more (${message || reason}). What lay on it is lost; ` +
          'the last checkpoint is whole. Restart the kernel, and run the cells from the top: fit({ checkpoint }) goes on ' +
          "from there. useBackend({ prefer: 'tensorflow' }) computes on the CPU instead.",
      );
    });
    device.addEventListener('uncapturederror', (event) => {
      const { error } = event as GPUUncapturedErrorEvent;
      this.failure ??= new Error(
        `The graphics card (${adapter.name}) refused an operation: ${error.message.split('\n')[0]} Restart the kernel; ` +
          "if it was short of memory, use a smaller batchSize or profile, else useBackend({ prefer: 'tensorflow' }).",
      );
    });
  }

  /** Bytes of the largest tensor. */
  get largestTensor(): number {
    const { maxBufferSize, maxStorageBufferBindingSize } = this.device.limits;
    return Math.min(maxBufferSize, maxStorageBufferBindingSize);
  }

  /** @throws if the device failed since the last look. */
  requireHealth(): void {
    if (this.failure) throw this.failure;
  }

  /** @throws if the device is lost or has refused an operation that the numbers may hang on. */
  override async read(dataId: object): Promise<tf.BackendValues> {
    this.requireHealth();
    const data = this.tensorMap.get(dataId) as TensorData;
    if (data.values != null || data.dtype === 'complex64' || data.dtype === 'string') return super.read(dataId);
    const bytes = await waitFor(() => this.download(data.resource as GPUBuffer)).catch((error: unknown) => {
      this.requireHealth();
      throw error;
    });
    this.requireHealth();
    return tf.util.convertBackendValuesAndArrayBuffer(bytes, data.dtype);
  }

  /** Every command so far comes first. The buffer in between is not kept: it may be as large as the largest layer. */
  private async download(buffer: GPUBuffer): Promise<ArrayBuffer> {
    this.ensureCommandEncoderReady();
    this.endComputePassEncoder();
    this.submitQueue();
    const { size } = buffer;
    const staging = this.device.createBuffer({ size, usage: GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ });
    try {
      const encoder = this.device.createCommandEncoder();
      encoder.copyBufferToBuffer(buffer, 0, staging, 0, size);
      this.queue.submit([encoder.finish()]);
      await staging.mapAsync(GPUMapMode.READ);
      return staging.getMappedRange().slice(0);
    } finally {
      staging.destroy();
    }
  }

  override readSync(dataId: object): tf.BackendValues {
    const data = this.tensorMap.get(dataId) as TensorData;
    if (data.values != null || data.dtype === 'string') return super.readSync(dataId);
    throw new Error(
      'Numbers on a graphics card behind WebGPU are read with `await x.data()` or `await x.array()`; dataSync, ' +
        'arraySync and print have no way to wait for them. After a change of the backend, run the cells from the top: ' +
        'tensors do not move.',
    );
  }

  /** An interrupt of the notebook takes effect before or after an op, so that no command is left half written. */
  override runWebGPUProgram(...program: Parameters<WebGPUBackend['runWebGPUProgram']>): tf.TensorInfo {
    return op(() => super.runWebGPUProgram(...program));
  }

  /** In the middle of it, buffers are handed back for others to use: twice, if it were cut and then run again. */
  override submitQueue(): void {
    uncut(() => super.submitQueue());
  }

  override uploadToGPU(dataId: object): void {
    const { shape, resource } = this.tensorMap.get(dataId) as TensorData;
    const bytes = 4 * tf.util.sizeFromShape(shape);
    if (resource == null && bytes > this.largestTensor) {
      const megabytes = (count: number): string => `${Math.floor(count / 1e6).toLocaleString('en')} MB`;
      throw new Error(
        `The graphics card (${this.adapter.name}) holds tensors of up to ${megabytes(this.largestTensor)}, got one of ` +
          `shape [${shape}] with ${megabytes(bytes)}. Use a smaller profile (\`quick\` fits everywhere), or the CPU: ` +
          "useBackend({ prefer: 'tensorflow' }).",
      );
    }
    super.uploadToGPU(dataId);
  }
}
