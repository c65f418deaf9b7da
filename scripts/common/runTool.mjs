// @ts-check
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { ROOT } from './paths.mjs';

const LEASH = fileURLToPath(new URL('leash.mjs', import.meta.url));

/**
 * Runs a tool (npm, pip, the compiler, a lesson of the tests) and collects what it says. It ends with this process.
 * @param {string} command @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, onLine?: (line: string) => void }} [options]
 * @returns {Promise<{ code: number, output: string }>} exit status (127 if it could not be started) and all output
 */
export function runTool(command, args, { cwd = ROOT, env = process.env, onLine } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [LEASH, command, ...args], {
      cwd,
      env,
      // A group of its own, so that the leash can end all of it.
      detached: process.platform !== 'win32',
      stdio: 'pipe',
    });
    let output = '';
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
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/** The last lines of a tool's output, without its progress reports: enough to see the cause. @param {string} output */
export function lastLines(output, count = 15) {
  const lines = output.split(/[\r\n]+/).filter((line) => line.trim() && !/^Progress \d+ of \d+/.test(line));
  return lines.slice(-count).join('\n');
}
