// @ts-check
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** @param {number} pid @returns {boolean} whether a process with this number runs */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it is there, but belongs to somebody else.
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}

/**
 * When a process started, in the system's own words. Numbers are used again, above all after a reboot and in
 * containers; number and start together are one process only. '' where it cannot be known.
 * @param {number} pid
 */
export function startOf(pid) {
  if (process.platform === 'linux') {
    try {
      // The name in field 2 may hold spaces and brackets; field 22 is counted from behind it.
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
      return `${boot} ${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''}`;
    } catch {
      return '';
    }
  }
  if (process.platform === 'win32') return '';
  const ps = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' });
  return ps.status === 0 ? ps.stdout.trim() : '';
}

/** @param {{ pid: number, start: string }} recorded @returns {boolean} whether that very process still runs */
export function stillRuns({ pid, start }) {
  return isAlive(pid) && (start === '' || startOf(pid) === start);
}
