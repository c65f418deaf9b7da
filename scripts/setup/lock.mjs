// @ts-check
import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../common/paths.mjs';

/** After a holder has ended: its tools end with it (common/leash.mjs), and need a moment for that. */
const PAUSE_MILLISECONDS = 300;

/**
 * The lock is a name of the system at which its holder listens. With the process the name is gone, however it ends:
 * no file stays behind that could block the next set-up.
 */
const NAME = `l2lab-${createHash('sha256').update(ROOT).digest('hex').slice(0, 16)}`;
const PATHS = /** @type {Record<string, string>} */ ({
  // Node 20 fills a name up to this length, later ones take it as it is: so that all mean the same.
  linux: `\0${NAME}`.padEnd(108, '-'),
  win32: `\\\\.\\pipe\\${NAME}`,
});
/** Untried: elsewhere it is a file that a killed holder leaves behind; nobody answers there then. */
const file = join(tmpdir(), NAME);
const path = PATHS[process.platform] ?? file;

/** @returns {Promise<(() => void) | undefined>} gives the lock back; undefined if another process holds it */
function tryLock() {
  return new Promise((resolve, reject) => {
    /** @type {Set<import('node:net').Socket>} */
    const waiting = new Set();
    const server = createServer((socket) => {
      waiting.add(socket);
      socket.on('error', () => {}).on('close', () => waiting.delete(socket));
      socket.write(String(process.pid));
    });
    server.on('error', (/** @type {NodeJS.ErrnoException} */ error) =>
      error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error),
    );
    server.unref().listen({ path }, () =>
      resolve(() => {
        server.close();
        for (const socket of waiting) socket.destroy();
      }),
    );
  });
}

/** @param {(pid: string) => void} onHolder @returns {Promise<void>} when the process that holds the lock has ended */
function holderEnds(onHolder) {
  return new Promise((resolve) => {
    const socket = connect({ path });
    socket.setEncoding('utf8').once('data', onHolder);
    socket.on('error', (/** @type {NodeJS.ErrnoException} */ error) => {
      if (path === file && error.code === 'ECONNREFUSED') rmSync(file, { force: true });
    });
    socket.on('close', () => setTimeout(resolve, PAUSE_MILLISECONDS));
  });
}

/**
 * Takes this clone's lock, which one process holds at a time, and waits for its holder if there is one.
 * @param {(pid: string) => void} onWait called once if another process holds it
 * @returns {Promise<() => void>} gives the lock back
 */
export async function takeLock(onWait) {
  for (let told = false; ;) {
    const release = await tryLock();
    if (release) return release;
    await holderEnds((pid) => {
      if (!told) onWait(pid);
      told = true;
    });
  }
}
