import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { JUPYTER_PYTHON, PEERS_ENVIRONMENT, PEERS_PYTHON, PEERS_REQUIREMENTS } from './paths';

/**
 * Installs Keras, TensorFlow and PyTorch in an environment of their own, with pip's own progress on the terminal.
 *
 * @param pipArguments added to `pip install`.
 * @throws if Python or pip fails.
 */
export async function installPeers(pipArguments: readonly string[], signal: AbortSignal): Promise<void> {
  if (!existsSync(PEERS_PYTHON)) {
    console.log('Making the Python environment .venv-bench …');
    await python(JUPYTER_PYTHON, ['-m', 'venv', PEERS_ENVIRONMENT], signal);
  }
  console.log('Installing Keras, TensorFlow and PyTorch (some hundred megabytes) …');
  const install = ['-m', 'pip', 'install', '--disable-pip-version-check', '--no-input'];
  await python(PEERS_PYTHON, [...install, '-r', PEERS_REQUIREMENTS, ...pipArguments], signal);
  console.log('The peers are ready: npm run bench');
}

async function python(command: string, args: readonly string[], signal: AbortSignal): Promise<void> {
  const child = spawn(command, args, { stdio: 'inherit', signal });
  const [code] = (await once(child, 'close')) as [number | null];
  if (code === 0) return;
  throw new Error(
    `${command} ${args.join(' ')} ended with ${code}. Check the network and run the same command again; ` +
      'further arguments for pip go after a second --: npm run bench -- --setup -- --proxy …',
  );
}
