// @ts-check

/** @param {number} seconds @returns {string} "0.4 s", "12 s" or "3 min 20 s" */
export function formatSeconds(seconds) {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/** @param {number} bytes @returns {string} in MB (10⁶ bytes), as download pages count */
export function formatMegabytes(bytes) {
  return `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`;
}

/**
 * One line of progress. `done` over `total` must be counted, never guessed from time.
 * @param {string} label @param {number} done @param {number} total @param {string} detail
 * @param {number} columns width of the terminal
 */
export function drawBar(label, done, total, detail, columns = 80) {
  const fraction = total > 0 ? Math.min(1, Math.max(0, done / total)) : 0;
  const width = 24;
  const filled = Math.round(fraction * width);
  const bar = '█'.repeat(filled) + '░'.repeat(width - filled);
  const line = `  ${bar} ${String(Math.floor(fraction * 100)).padStart(3)} %  ${label}  ${detail}`;
  return line.length < columns ? line : line.slice(0, columns - 1);
}

/**
 * A progress bar: redrawn in place on a terminal; elsewhere (a log file) one line per quarter.
 * @param {string} label
 * @param {{ write(text: string): unknown, isTTY?: boolean, columns?: number }} stream
 */
export function progressBar(label, stream = process.stderr) {
  let quarter = -1;
  let current = label;
  return {
    /** @param {number} done @param {number} total @param {string} [detail] @param {string} [newLabel] */
    update(done, total, detail = `${done}/${total}`, newLabel = label) {
      if (newLabel !== current) {
        current = newLabel;
        quarter = -1;
      }
      if (stream.isTTY) {
        stream.write(`\r\x1b[2K${drawBar(current, done, total, detail, stream.columns ?? 80)}`);
        return;
      }
      const now = total > 0 ? Math.floor((4 * Math.min(done, total)) / total) : 0;
      if (now <= quarter) return;
      quarter = now;
      stream.write(`${drawBar(current, done, total, detail, 200)}\n`);
    },
    /** Takes the bar off the terminal, so that the next line stands alone. */
    clear() {
      if (stream.isTTY) stream.write('\r\x1b[2K');
    },
  };
}
