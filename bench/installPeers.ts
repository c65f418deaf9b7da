import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { JUPYTER_PYTHON, PEERS_ENVIRONMENT, PEERS_PYTHON } from './contenders';

/**
 * Installs Keras, TensorFlow and PyTorch in an environment of their own, with pip's own progress on the terminal.
 *
 * @param pipArguments added to `pip install`.
 * @throws if Python or pip fails.
 */
export function installPeers(pipArguments: readonly string[]): void {
  if (!existsSync(PEERS_PYTHON)) run(JUPYTER_PYTHON, ['-m', 'venv', PEERS_ENVIRONMENT]);
  const install = ['-m', 'pip', 'install', '--disable-pip-version-check', '--no-input'];
  run(PEERS_PYTHON, [...install, '-r', join(__dirname, 'requirements.txt'), ...pipArguments]);
  console.log('The peers are ready: npm run bench');
}

function run(command: string, args: readonly string[]): void {
  console.log([command, ...args].join(' '));
  const { status, signal } = spawnSync(command, args, { stdio: 'inherit' });
  if (status === 0) return;
  throw new Error(
    `This ended with ${status ?? signal}. Check the network and run the same command again; further arguments for pip ` +
      'go after a second --: npm run bench -- --setup -- --proxy …',
  );
}
