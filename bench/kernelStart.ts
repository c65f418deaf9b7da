import { join } from 'node:path';
import { Contender } from './Contender';
import { JUPYTER_PYTHON, PROJECT } from './paths';
import type { KernelStartResult } from './results';
import { summarize } from './statistics';

interface Start {
  readonly kernel: KernelStartResult['kernel'];
  readonly firstCell: number;
  readonly library: number;
}

const CONNECTION = '--config-path={connection_file}';

/**
 * Starts our kernel and stock tslab's in turns, as Jupyter does, and times their first cells.
 *
 * @throws if a kernel does not start or a cell fails.
 */
export async function measureKernelStart(
  rounds: number,
  signal: AbortSignal,
  onProgress: (share: number, text: string) => void,
): Promise<KernelStartResult[]> {
  const kernels: Record<KernelStartResult['kernel'], string[]> = {
    l2lab: [process.execPath, join(PROJECT, 'dist', 'kernel', 'main.js'), CONNECTION],
    'stock tslab': [
      process.execPath,
      join(PROJECT, 'node_modules', 'tslab', 'bin', 'tslab'),
      'kernel',
      CONNECTION,
    ],
  };
  const program = Contender.start({
    name: 'first cell',
    command: JUPYTER_PYTHON,
    args: [join(PROJECT, 'bench', 'first_cell.py'), JSON.stringify(kernels), String(rounds)],
    // The notebooks of the project find the library from its folder.
    env: process.env,
    cwd: PROJECT,
  });
  const starts: Start[] = [];
  const total = rounds * Object.keys(kernels).length;
  try {
    while (starts.length < total) {
      onProgress(starts.length / total, `start ${starts.length + 1} of ${total}`);
      starts.push(await program.ask<Start>(undefined, signal));
    }
  } finally {
    await program.stop();
  }
  return (Object.keys(kernels) as KernelStartResult['kernel'][]).map((kernel) => {
    const own = starts.filter((start) => start.kernel === kernel);
    return {
      kernel,
      firstCell: summarize(own.map(({ firstCell }) => firstCell)),
      library: summarize(own.map(({ library }) => library)),
    };
  });
}
