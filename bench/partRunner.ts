import type { OnProgress } from './compare';

/** Runs one part of the command under a label; one that fails leaves a note. */
export type RunPart = (label: string, run: (onProgress: OnProgress) => Promise<void>) => Promise<void>;

/**
 * Runs parts one by one, with progress on standard error. Each is taken to last about as long as any other, which gives
 * the time that is left.
 *
 * @param total how many there will be.
 */
export function partRunner(total: number, notes: string[], signal: AbortSignal): RunPart {
  const start = performance.now();
  let finished = 0;
  return async (label, run) => {
    if (signal.aborted) return;
    const onProgress: OnProgress = (share, text) => {
      const done = (finished + share) / total;
      const minutes = ((performance.now() - start) / 60_000) * (1 / done - 1);
      const left = done > 0 ? `, about ${Math.ceil(minutes)} min left` : '';
      process.stderr.write(`[${finished + 1}/${total}${left}] ${label}: ${text}\n`);
    };
    onProgress(0, 'l2lab starts');
    await run(onProgress).catch((error: Error) => {
      if (!signal.aborted) notes.push(`${label}: ${error.message}`);
    });
    finished++;
  };
}
