import { SingleBar } from 'cli-progress';
import type { Notebook } from '../notebook';

/** A bar that counts cells, names the one at work and shows the time so far. On a terminal only. */
export function notebookBar({ cells }: Notebook): { show: (index: number) => void; stop: () => void } {
  const format = '{bar} {value}/{total} cells | {time} s | {cell}';
  const bar = new SingleBar({ format, barsize: 24, hideCursor: true, clearOnComplete: true, stream: process.stderr });
  const code = cells.flatMap((cell, i) => (cell.cell_type === 'code' && cell.source.trim() ? [i] : []));
  const start = Date.now();
  let shown = false;
  let at = { done: 0, cell: 'the kernel starts' };
  const draw = (): void => bar.update(at.done, { time: Math.round((Date.now() - start) / 1000), cell: at.cell });
  // A cell may train for minutes: the time shows that it is at work.
  const timer = process.stderr.isTTY ? setInterval(draw, 1000) : undefined;
  if (process.stderr.isTTY) {
    bar.start(code.length, 0, { time: 0, cell: at.cell });
    shown = true;
  }
  return {
    show(index) {
      const { metadata, source } = cells[index]!;
      at = {
        done: code.indexOf(index),
        cell: metadata.nbgrader?.grade_id ?? source.trim().split('\n')[0]!.slice(0, 40),
      };
      if (shown) draw();
    },
    stop() {
      clearInterval(timer);
      if (shown) bar.stop();
      shown = false;
    },
  };
}
