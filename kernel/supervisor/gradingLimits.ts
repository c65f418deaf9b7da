/** What a graded notebook may use. */
export interface GradingLimits {
  /** In MB (2²⁰ bytes), of JavaScript's objects and of the whole process. */
  readonly memory: number;
  /** For one cell, without the time that earlier cells take to run again. */
  readonly seconds: number;
}

/** The limits that `L2LAB_GRADING_MEMORY` and `L2LAB_GRADING_SECONDS` set. Throws if one makes no sense. */
export function readGradingLimits(environment: NodeJS.ProcessEnv): GradingLimits {
  const read = (name: string, fallback: number, least: number, most: number): number => {
    const text = environment[name] || String(fallback);
    const value = Number(text);
    if (value >= least && value <= most) return value;
    throw new Error(`${name} requires a number from ${least} to ${most}, got "${text}"; without it ${fallback} holds`);
  };
  return {
    memory: read('L2LAB_GRADING_MEMORY', 4096, 256, 1_000_000),
    seconds: read('L2LAB_GRADING_SECONDS', 600, 1, 1_000_000),
  };
}

/**
 * Node's flags for a process that reads everything and writes in one folder, starts no other, and says nothing of it.
 * Node 20 calls the first one by another name.
 */
export function gradingFlags(memory: number, folder: string): string[] {
  const known = process.allowedNodeEnvironmentFlags;
  return [
    known.has('--permission') ? '--permission' : '--experimental-permission',
    '--allow-fs-read=*',
    `--allow-fs-write=${folder}`,
    // The last one is for the pipes to the supervisor, which count as network from Node 25 on.
    ...['--allow-addons', '--allow-worker', '--allow-net'].filter((flag) => known.has(flag)),
    '--no-warnings',
    `--max-old-space-size=${Math.round(memory)}`,
  ];
}
