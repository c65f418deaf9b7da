import { createRequire } from 'node:module';
import type ts from '@tslab/typescript-for-tslab';

type TypeScript = typeof ts;

/** The source maps of the code that was converted last: cell to ECMAScript module, and that to CommonJS. */
export interface ConversionMaps {
  toModule: string;
  toCommonJs: string;
}

const INLINE_MAP = /\n?\/\/# sourceMappingURL=data:application\/json;base64,([A-Za-z0-9+/=]+)\s*$/;
const MAP_COMMENT = /\n?\/\/# sourceMappingURL=\S*\s*$/;

let maps: ConversionMaps | undefined;

/** The maps of the last conversion. */
export function lastConversionMaps(): ConversionMaps | undefined {
  return maps;
}

function withMaps(real: TypeScript): TypeScript['transpileModule'] {
  return (input, options) => {
    const toModule = INLINE_MAP.exec(input)?.[1];
    const compilerOptions = { ...options.compilerOptions, sourceMap: true };
    const result = real.transpileModule(input.replace(INLINE_MAP, '\n'), { ...options, compilerOptions });
    const outputText = result.outputText.replace(MAP_COMMENT, '\n');
    maps =
      toModule && result.sourceMapText
        ? { toModule: Buffer.from(toModule, 'base64').toString(), toCommonJs: result.sourceMapText }
        : undefined;
    return { ...result, outputText };
  };
}

/**
 * Puts a thin layer over tslab's TypeScript before tslab loads it: conversions keep source maps, so that a stack
 * trace can name the cell's own lines.
 */
export function loadTypeScript(): TypeScript {
  const fromTslab = createRequire(require.resolve('tslab/dist/converter'));
  const path = fromTslab.resolve('@tslab/typescript-for-tslab');
  const real = fromTslab(path) as TypeScript;
  const layer = {
    ...real,
    createWatchCompilerHost: (files: unknown, options: object, ...rest: unknown[]) =>
      (real.createWatchCompilerHost as (...args: unknown[]) => unknown)(
        files,
        { ...options, inlineSourceMap: true },
        ...rest,
      ),
    transpileModule: withMaps(real),
  };
  fromTslab.cache[path]!.exports = layer;
  return real;
}
