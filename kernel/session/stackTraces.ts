import { SourceMap, type SourceMapPayload } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ConversionMaps } from './typescript';

/** tslab puts one line before a cell's code. */
const LINES_BEFORE_CELL = 1;
const SCRIPT_NAME = /^tslab-cell-(\d+)$/;

interface KnownCell {
  code: string;
  maps: ConversionMaps | undefined;
}

const known = new Map<string, KnownCell>();
const hiddenFolders = [join(__dirname, '..'), dirname(require.resolve('tslab/dist/executor'))];

/** The name under which V8 knows the code of a cell; ends up in stack traces. */
export function scriptName(count: number): string {
  return `tslab-cell-${count}`;
}

/** Remembers a cell's code and its source maps for traces of errors in it. */
export function rememberCell(count: number, cell: KnownCell): void {
  known.set(scriptName(count), cell);
}

/** The code of cell `count` as the user wrote it. */
export function cellCode(count: number): string | undefined {
  return known.get(scriptName(count))?.code;
}

/** The line of the cell (counted from 1) for a place in the code that V8 runs. */
function cellLine(script: string, line: number, column: number): number | undefined {
  const maps = known.get(script)?.maps;
  if (!maps) return undefined;
  const find = (map: string, row: number, at: number) =>
    new SourceMap(JSON.parse(map) as SourceMapPayload).findEntry(row, at) as {
      originalLine?: number;
      originalColumn?: number;
    };
  const inModule = find(maps.toCommonJs, line - 1, column - 1);
  if (inModule.originalLine === undefined) return undefined;
  const inCell = find(maps.toModule, inModule.originalLine, inModule.originalColumn ?? 0);
  return inCell.originalLine === undefined ? undefined : inCell.originalLine + 1 - LINES_BEFORE_CELL;
}

function isHidden(file: string): boolean {
  if (!file || file.startsWith('node:') || file.startsWith('evalmachine')) return true;
  const path = file.startsWith('file:') ? fileURLToPath(file) : file;
  return hiddenFolders.some((folder) => path.startsWith(folder));
}

function describeFrame(site: NodeJS.CallSite): string | undefined {
  const script = (site as NodeJS.CallSite & { getScriptNameOrSourceURL?(): string }).getScriptNameOrSourceURL?.() ?? '';
  const match = SCRIPT_NAME.exec(script);
  if (!match) return isHidden(script) ? undefined : `    at ${String(site)}`;
  const line = cellLine(script, site.getLineNumber() ?? 1, site.getColumnNumber() ?? 1);
  const place = line === undefined ? `cell ${match[1]}` : `cell ${match[1]}, line ${line}`;
  // The function that tslab wraps around the cell has no name, and neither has the cell's top level.
  const name = site.getFunctionName();
  return name ? `    at ${name} (${place})` : `    at ${place}`;
}

/** Makes every error's stack name cells by number and line, and leave out frames of the kernel and of Node itself. */
export function nameCellsInStackTraces(): void {
  Error.stackTraceLimit = 30;
  Error.prepareStackTrace = (error, sites) => {
    let title: string;
    try {
      title = String(error);
    } catch {
      title = 'Error';
    }
    const frames = sites.map(describeFrame).filter((frame) => frame !== undefined);
    // A cell's top level takes two frames, as tslab calls it from a script: name it once.
    return [title, ...frames.filter((frame, i) => frame !== frames[i - 1])].join('\n');
  };
}
