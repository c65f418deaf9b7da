// @ts-check
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, STATE } from './paths.mjs';
import { startOf, stillRuns } from './processIdentity.mjs';

const onWindows = process.platform === 'win32';
const RECORD = join(STATE, 'tool.json');

/** @param {number} pid @param {NodeJS.Signals} signal stops a tool and everything it started */
function stopGroup(pid, signal) {
  try {
    process.kill(onWindows ? pid : -pid, signal);
  } catch {
    // It is gone already.
  }
}

/**
 * Runs a tool of set-up (npm, pip, the compiler) and collects what it says.
 * The tool is a process group of its own and is written down: if set-up is killed outright, its orphan would go on
 * writing into the folders that the next set-up fills, so that one ends it first (`endOrphan`).
 * @param {string} command @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, onLine?: (line: string) => void }} [options]
 * @returns {Promise<{ code: number, output: string }>} exit status (127 if it could not be started) and all output
 */
export function runTool(command, args, { cwd = ROOT, env = process.env, onLine } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env, detached: !onWindows, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const pid = child.pid;
    if (pid !== undefined) {
      mkdirSync(STATE, { recursive: true });
      writeFileSync(RECORD, JSON.stringify({ pid, start: startOf(pid) }));
    }
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
      rmSync(RECORD, { force: true });
      resolve({ code, output });
    };
    child.on('error', (error) => {
      output += error.message;
      finish(127);
    });
    child.on('close', (code) => finish(code ?? 1));
  });
}

/** Ends the tool that a killed set-up left running, if that very process still runs. */
export async function endOrphan() {
  let tool;
  try {
    tool = JSON.parse(readFileSync(RECORD, 'utf8'));
  } catch {
    return;
  }
  if (Number.isInteger(tool?.pid) && stillRuns(tool)) {
    stopGroup(tool.pid, 'SIGKILL');
    for (let i = 0; i < 50 && stillRuns(tool); i++) await new Promise((resolve) => setTimeout(resolve, 100));
  }
  rmSync(RECORD, { force: true });
}

/** The last lines of a tool's output, without its progress reports: enough to see the cause. @param {string} output */
export function lastLines(output, count = 15) {
  const lines = output.split(/[\r\n]+/).filter((line) => line.trim() && !/^Progress \d+ of \d+/.test(line));
  return lines.slice(-count).join('\n');
}
