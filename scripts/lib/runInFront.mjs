// @ts-check
import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/**
 * Runs a command in the foreground, with this terminal, and hands on every signal exactly once: a terminal's Ctrl-C
 * would reach both processes, and npm sends its own copy besides.
 * @param {string} command @param {string[]} args @param {{ cwd?: string, env?: NodeJS.ProcessEnv, endWith?: NodeJS.Signals }} options
 *   endWith: the signal that stands for Ctrl-C too, for a command that cleans up on that one only
 * @returns {Promise<number>} the exit status a shell would report
 */
export function runInFront(command, args, { cwd, env = process.env, endWith }) {
  return new Promise((resolve, reject) => {
    const detached = process.platform !== 'win32';
    const child = spawn(command, args, { cwd, env, stdio: 'inherit', detached });
    let last = 0;
    const handOn = (/** @type {NodeJS.Signals} */ signal) => {
      const now = Date.now();
      if (now - last > 300) child.kill(endWith ?? (signal === 'SIGHUP' ? 'SIGTERM' : signal));
      last = now;
    };
    /** @type {NodeJS.Signals[]} */
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    signals.forEach((signal) => process.on(signal, handOn));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      signals.forEach((name) => process.off(name, handOn));
      resolve(code ?? 128 + (signal ? constants.signals[signal] : 0));
    });
  });
}
