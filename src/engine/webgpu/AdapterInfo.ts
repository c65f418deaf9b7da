/** The graphics card (or the program that stands in for one) behind WebGPU. */
export interface AdapterInfo {
  /** For people; WebGPU gives names in lower case, e.g. `nvidia geforce rtx 4070`. */
  readonly name: string;
  readonly vendor: string;
  /** Name and version; empty where WebGPU does not tell. */
  readonly driver: string;
  /** True for a program on the CPU that plays a graphics card: right, and slower than the CPU itself. */
  readonly software: boolean;
  /** Bytes of the largest buffer, and of the largest part of one that an op reads: a tensor fits into both. */
  readonly maxBufferBytes: number;
  readonly maxBindingBytes: number;
}
