// @ts-check
import { spawn } from 'node:child_process';
import { ROOT } from './paths.mjs';
import { recordTool, stopGroup } from './toolRecords.mjs';

const onWindows = process.platform === 'win32';

/**
 * Runs a tool (npm, pip, the compiler, a lesson of the tests) and collects what it says.
 * The tool is a process group of its own and is written down: if set-up is killed outright, its orphan would go on
 * writing into the folders that the next set-up fills, so that one ends it first (`endOrphans`).
 * @param {string} command @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, onLine?: (line: string) => void }} [options]
 * @returns {Promise<{ code: number, output: string }>} exit status (127 if it could not be started) and all output
 */
export function runTool(command, args, { cwd = ROOT, env = process.env, onLine } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env, detached: !onWindows, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const pid = child.pid;
    const forget = pid === undefined ? () => {} : recordTool(pid);
    const onExit = () => pid !== undefined && stopGroup(pid, 'SIGKILL');
    process.on('exit', onExit);
    const listen = (/** @type {import('node:stream').Readable} */ stream) => {
      let rest = '';
      stream.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
        output += text;
        const lines = (rest + text).split(/[\r\n]+/);
        rest = lines.pop() ?? '';
        for (const line of lines) onLine?.(line);
      });
    };
    listen(child.stdout);
    listen(child.stderr);
    const finish = (/** @type {number} */ code) => {
      process.off('exit', onExit);
      forget();
      resolve({ code, output });
    };
    child.on('error', (error) => {
      output += error.message;
      finish(127);
    });
    child.on('close', (code) => finish(code ?? 1));
  });
}

/** The last lines of a tool's output, without its progress reports: enough to see the cause. @param {string} output */
export function lastLines(output, count = 15) {
  const lines = output.split(/[\r\n]+/).filter((line) => line.trim() && !/^Progress \d+ of \d+/.test(line));
  return lines.slice(-count).join('\n');
}
