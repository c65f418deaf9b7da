// @ts-check
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../common/paths.mjs';

/** The misconceptions that checks of src/exercises/ can name, read off their sources. @returns {Set<string>} */
export function knownMisconceptions() {
  const folder = join(ROOT, 'src', 'exercises');
  if (!existsSync(folder)) return new Set();
  const sources = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'));
  return new Set(
    sources.flatMap((source) => [...source.matchAll(/\bmisconception: (['"])(.*?)\1/g)].map((m) => m[2] ?? '')),
  );
}
