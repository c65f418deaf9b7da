/** One network and batch to measure. */
export interface Configuration {
  readonly network: 'baseline' | 'L2';
  readonly batch: number;
  readonly filters: number;
  readonly denseUnits: number;
}

const IMAGE = { side: 32, channels: 3, classes: 10 } as const;

/** Multiplications and additions of the forward pass for one image, by layer. */
function forwardFlops({ filters, denseUnits }: Configuration): number[] {
  const convolution = (side: number, channels: number) => 2 * side * side * filters * 9 * channels;
  return [
    convolution(IMAGE.side - 2, IMAGE.channels),
    convolution(IMAGE.side - 4, filters),
    convolution(IMAGE.side - 6, filters),
    2 * (IMAGE.side - 6) ** 2 * filters * denseUnits,
    2 * denseUnits * IMAGE.classes,
  ];
}

/**
 * Arithmetic of one training step: every layer's product forward, the gradient of its kernel and of its input (each as
 * much again); nobody needs the gradient of the images. Biases, ReLUs and Adam are left out, as they hardly count.
 */
export function stepFlops(configuration: Configuration): number {
  const layers = forwardFlops(configuration);
  return configuration.batch * (3 * layers.reduce((a, b) => a + b, 0) - layers[0]!);
}

/** Bytes of all weights and biases, in float32. */
export function weightBytes({ filters, denseUnits }: Configuration): number {
  const { side, channels, classes } = IMAGE;
  const convolutions = (9 * channels + 1) * filters + 2 * (9 * filters + 1) * filters;
  const dense = ((side - 6) ** 2 * filters + 1) * denseUnits + (denseUnits + 1) * classes;
  return 4 * (convolutions + dense);
}

/** Bytes of all layers' outputs for one batch, in float32. */
export function activationBytes({ batch, filters, denseUnits }: Configuration): number {
  const pixels = [2, 4, 6].reduce((sum, lost) => sum + (IMAGE.side - lost) ** 2, 0);
  return 4 * batch * (pixels * filters + denseUnits + IMAGE.classes);
}

/** As in tables and progress lines. */
export function describeConfiguration({ network, batch, filters }: Configuration): string {
  return `${network}, batch ${batch}, ${filters} filters`;
}
