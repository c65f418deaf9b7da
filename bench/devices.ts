import { spawnSync } from 'node:child_process';
import type { Card, Description } from './protocol';

/** Where contenders compute. `webgpu-software` is for trying the command where there is no GPU: its times say nothing. */
export const DEVICES = ['cpu', 'gpu', 'webgpu-software'] as const;
export type Device = (typeof DEVICES)[number];

/**
 * What every contender finds in its environment, so that all of them compute on the same device and with the same
 * precision. What the user has set about cards stays.
 */
export function deviceEnvironment(
  { device, tf32 }: { readonly device: Device; readonly tf32: boolean },
  user: NodeJS.ProcessEnv = process.env,
): NodeJS.ProcessEnv {
  if (device !== 'gpu') return { CUDA_VISIBLE_DEVICES: '-1' };
  return {
    // The order of nvidia-smi, and of several cards the first, unless the user names another.
    CUDA_DEVICE_ORDER: user['CUDA_DEVICE_ORDER'] ?? 'PCI_BUS_ID',
    CUDA_VISIBLE_DEVICES: user['CUDA_VISIBLE_DEVICES'] ?? '0',
    // Two programs are on the card at a time, and TensorFlow would take all of its memory.
    TF_FORCE_GPU_ALLOW_GROWTH: 'true',
    // cuBLAS and cuDNN read this, whoever calls them. By default TensorFlow, and PyTorch in convolutions, round the
    // inputs of products to TF32's 10 bits, which WebGPU does not.
    NVIDIA_TF32_OVERRIDE: tf32 ? undefined : '0',
  };
}

/** The NVIDIA card that contenders see by CUDA, and its driver; undefined where the driver's `nvidia-smi` has no answer. */
export function nvidiaCard(user: NodeJS.ProcessEnv = process.env): Card | undefined {
  const [first = '0'] = (user['CUDA_VISIBLE_DEVICES'] ?? '0').split(',');
  const query = ['--query-gpu=name,driver_version', '--format=csv,noheader', `--id=${first}`];
  const { status, stdout } = spawnSync('nvidia-smi', query, { env: user, encoding: 'utf8', timeout: 20_000 });
  return status === 0 ? parseNvidiaSmi(stdout) : undefined;
}

/** Reads a line such as `NVIDIA L4, 550.54.15`. */
export function parseNvidiaSmi(text: string): Card | undefined {
  const [name, driver] = text.split('\n')[0]!.split(',');
  if (!name?.trim() || !driver?.trim()) return undefined;
  return { name: name.trim(), driver: driver.trim() };
}

/** What a contender said of itself, with the NVIDIA card and its driver where it did not know them itself. */
export function withCard(description: Description, nvidia: Card | undefined): Description {
  const { device, card } = description;
  if (device !== 'GPU' || !nvidia) return description;
  if (!card) return { ...description, card: nvidia };
  // In the words of nvidia-smi for all: WebGPU spells names its own way.
  return sameCard(card, nvidia) ? { ...description, card: { ...card, ...nvidia } } : description;
}

/** Why two cannot be compared that name different cards; undefined if they can. */
export function otherCard(ours: Description | undefined, other: Description): string | undefined {
  if (other.device !== 'GPU' || !ours?.card || !other.card || sameCard(ours.card, other.card)) return undefined;
  return `refused: it computes on ${other.card.name}, l2lab on ${ours.card.name}`;
}

/** Whether two names can be of one card: drivers spell it `Tesla T4`, `NVIDIA Tesla T4` or `NVIDIA T4 (TU104)`. */
function sameCard(one: Card, other: Card): boolean {
  const [short, long] = [one, other].map(cardWords).sort((a, b) => a.length - b.length) as [string[], string[]];
  return short.every((word) => long.includes(word));
}

/** What tells cards of a vendor apart. */
function cardWords({ name }: Card): string[] {
  const words = name
    .toLowerCase()
    .replace(/\(.*?\)/g, ' ')
    .split(/[^a-z0-9]+/);
  return words.filter((word) => word !== '' && !['nvidia', 'tesla', 'geforce', 'amd', 'intel'].includes(word));
}

/**
 * Why what a contender computes on cannot stand in this comparison, or undefined if it can: on a CPU it must not pass
 * for the GPU.
 */
export function refusal(description: Description, device: Device, wantsWebGpu: boolean): string | undefined {
  const { card, backend, reason } = description;
  const because = reason ? ` (${reason})` : '';
  if (wantsWebGpu && backend !== 'webgpu') {
    return `refused: it computes by ${backend ?? 'something else'} and not by WebGPU${because}`;
  }
  if (wantsWebGpu && device === 'gpu' && card?.software) {
    return (
      `refused: its only adapter is a software renderer, ${card.name}, which is no GPU; ` +
      '--device webgpu-software tries the command on it'
    );
  }
  if (wantsWebGpu && device === 'webgpu-software') {
    return card?.software
      ? undefined
      : `refused: ${card?.name ?? 'its adapter'} is no software renderer; --device gpu measures it`;
  }
  if ((description.device === 'GPU') === (device === 'gpu')) return undefined;
  return device === 'gpu'
    ? `refused: it found no GPU that it can use and computes on the CPU${because}`
    : 'refused: it computes on a GPU; --device gpu compares GPUs';
}
