import type { BenchResult, ContenderResult } from './results';

/** Something that the project promises, and what was measured. */
export interface Target {
  readonly text: string;
  readonly measured: number;
  readonly limit: number;
  readonly met: boolean;
}

/** The network and batch that the targets are about. */
export const ARTICLE = { batch: 128, filters: 128, denseUnits: 1024 } as const;

const STEP_LIMITS = { keras: 0.88, stock: 0.55, pytorch: 0.6 } as const;
const MEMORY_LIMIT = 1.15;
const EPOCH_LIMIT = 1.03;
/** Growth of physical memory that still counts as none: the system hands it out in pages of up to 2 MiB. */
const GROWTH_LIMIT = 1.01;

/** The targets that these results say something about. */
export function judgeTargets(result: BenchResult): Target[] {
  const targets: Target[] = [];
  const add = (text: string, measured: number | undefined, limit: number) => {
    if (measured !== undefined) targets.push({ text, measured, limit, met: measured <= limit });
  };
  for (const { network, batch, filters, denseUnits, groups } of result.configurations) {
    if (batch !== ARTICLE.batch || filters !== ARTICLE.filters || denseUnits !== ARTICLE.denseUnits) continue;
    const find = (name: string): ContenderResult | undefined =>
      groups.flat().find((one) => one.name === name);
    for (const [name, limit] of Object.entries(STEP_LIMITS)) {
      const other = find(name);
      add(`step, ${network}: by ${other?.title}`, other?.oursByThis?.ratio, limit);
    }
    add(`peak memory, ${network}: by Keras`, find('keras')?.memoryOursByThis, MEMORY_LIMIT);
  }
  const { epoch } = result;
  // Beside steps of a few milliseconds everything is large.
  if (epoch?.batch === ARTICLE.batch && epoch.filters === ARTICLE.filters)
    add('whole epoch: by the sum of its steps', epoch.epochSeconds / epoch.stepsSeconds, EPOCH_LIMIT);
  for (const { network, batch, filters, after } of result.growth) {
    const [early, late] = [10, 100].map((steps) => after.find((one) => one.steps === steps));
    if (!early || !late) continue;
    const where = `${network}, batch ${batch}, ${filters} filters`;
    add(`tensors after 100 steps: by those after 10 (${where})`, late.tensors / early.tensors, 1);
    const growth = late.residentBytes / early.residentBytes;
    add(`memory after 100 steps: by that after 10 (${where})`, growth, GROWTH_LIMIT);
  }
  return targets;
}
