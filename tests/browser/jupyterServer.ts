import { spawn } from 'child_process';
import { randomBytes } from 'crypto';
import { createServer } from 'net';
import type { AddressInfo } from 'net';
import { join } from 'path';
import { PROJECT } from '../notebook/cells';

export interface JupyterServer {
  readonly address: string;
  readonly token: string;
  stop(): Promise<void>;
}

const START_SECONDS = 60;

/**
 * Starts JupyterLab as `npm start` does, but without a window, on a free port.
 *
 * @param env added to the environment, for the kernels to see.
 * @throws if it does not answer within a minute.
 */
export async function startJupyter(env: NodeJS.ProcessEnv = {}): Promise<JupyterServer> {
  const token = randomBytes(24).toString('hex');
  const port = await freePort();
  const address = `http://localhost:${port}`;
  const started = spawn(
    process.execPath,
    [
      join(PROJECT, 'scripts', 'start.mjs'),
      ...['--no-browser', `--ServerApp.port=${port}`, '--ServerApp.port_retries=0'],
      // Gives the page an object through which it can be told to run cells.
      '--LabApp.expose_app_in_browser=True',
    ],
    {
      cwd: PROJECT,
      env: { ...process.env, ...env, JUPYTER_TOKEN: token },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let log = '';
  started.stdout.on('data', (text) => (log += text));
  started.stderr.on('data', (text) => (log += text));
  const ended = new Promise<void>((done) => started.once('close', () => done()));
  const server = {
    address,
    token,
    async stop() {
      await fetch(`${address}/api/shutdown?token=${token}`, { method: 'POST' }).catch(() => started.kill());
      await ended;
    },
  };
  const deadline = Date.now() + START_SECONDS * 1000;
  while (!(await answers(`${address}/api/status?token=${token}`))) {
    if (started.exitCode !== null || Date.now() > deadline) {
      started.kill();
      throw new Error(
        `JupyterLab did not start:\n${log.trim().split('\n').slice(-15).join('\n')}\nSee npm run doctor.`,
      );
    }
    await new Promise((done) => setTimeout(done, 200));
  }
  return server;
}

const answers = (url: string): Promise<boolean> =>
  fetch(url).then(
    ({ ok }) => ok,
    () => false,
  );

function freePort(): Promise<number> {
  return new Promise((found, failed) => {
    const probe = createServer();
    probe.once('error', failed);
    probe.listen(0, 'localhost', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => found(port));
    });
  });
}
