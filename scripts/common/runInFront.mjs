// @ts-check
import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/** Noted before anything else: the parent may be gone when a long set-up has ended. */
const PARENT = process.ppid;

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
    const stopWatching = whenNpmIsGone(() => handOn('SIGTERM'));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      signals.forEach((name) => process.off(name, handOn));
      stopWatching();
      resolve(code ?? 128 + (signal ? constants.signals[signal] : 0));
    });
  });
}

/**
 * npm hands a SIGTERM to the shell between it and this process; that one ends and tells nobody.
 * @param {() => void} then called once this process has lost the parent it had, if npm runs it
 * @returns {() => void} stops watching
 */
function whenNpmIsGone(then) {
  if (!process.env['npm_lifecycle_event']) return () => {};
  const timer = setInterval(() => {
    if (process.ppid === PARENT) return;
    clearInterval(timer);
    then();
  }, 500);
  return () => clearInterval(timer);
}
