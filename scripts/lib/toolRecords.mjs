// @ts-check
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { STATE } from './paths.mjs';
import { startOf, stillRuns } from './processIdentity.mjs';

const FOLDER = join(STATE, 'tools');

/** @param {number} pid @param {NodeJS.Signals} signal stops a tool and everything it started */
export function stopGroup(pid, signal) {
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, signal);
  } catch {
    // It is gone already.
  }
}

/**
 * Writes down a tool that this process has started, in a file of its own: commands in two terminals may each run one.
 * @param {number} pid
 * @returns {() => void} crosses it off
 */
export function recordTool(pid) {
  const file = join(FOLDER, `${pid}.json`);
  mkdirSync(FOLDER, { recursive: true });
  const parent = { pid: process.pid, start: startOf(process.pid) };
  // In one move, so that nobody reads half of it.
  writeFileSync(`${file}.new`, JSON.stringify({ pid, start: startOf(pid), parent }));
  renameSync(`${file}.new`, file);
  return () => rmSync(file, { force: true });
}

/** @param {unknown} process as a record has it @returns {process is { pid: number, start: string }} */
function isProcess(process) {
  const { pid, start } = /** @type {any} */ (process ?? {});
  return Number.isInteger(pid) && typeof start === 'string';
}

/**
 * Ends the tools that still run although the command that started them is gone, and strikes out all that have ended.
 * Tools of a command that is still at work, such as `npm test` in another terminal, are left alone. So is a process
 * of which only the number is known (on Windows): by now the number may be another's.
 */
export async function endOrphans() {
  mkdirSync(FOLDER, { recursive: true });
  for (const name of readdirSync(FOLDER).filter((entry) => entry.endsWith('.json'))) {
    const file = join(FOLDER, name);
    let tool;
    try {
      tool = JSON.parse(readFileSync(file, 'utf8'));
    } catch {
      tool = undefined;
    }
    if (isProcess(tool?.parent) && stillRuns(tool.parent)) continue;
    if (isProcess(tool) && tool.start !== '' && stillRuns(tool)) {
      stopGroup(tool.pid, 'SIGKILL');
      for (let i = 0; i < 50 && stillRuns(tool); i++)
        await new Promise((resolve) => setTimeout(resolve, 100));
    }
    rmSync(file, { force: true });
  }
}
