import { createRequire } from 'node:module';
import type ts from '@tslab/typescript-for-tslab';
import { optionDocs } from './optionDocs';

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

type QuickInfo = (
  source: ts.SourceFile,
  checker: ts.TypeChecker,
  token: unknown,
  position: number,
) => ts.QuickInfo | undefined;

/** The language service's hover, as tslab asks for it and prints it: with the options of a function, and named tags. */
function withOptions(real: TypeScript): QuickInfo {
  const { getQuickInfoAtPosition } = real as unknown as { getQuickInfoAtPosition: QuickInfo };
  return (source, checker, token, position) => {
    const info = getQuickInfoAtPosition(source, checker, token, position);
    if (!info) return undefined;
    const options = optionDocs(real, checker, source, position);
    const text = (words: string) => ({ kind: 'text', text: words });
    return {
      ...info,
      documentation: [...(info.documentation ?? []), ...(options ? [text(options)] : [])],
      // tslab itself names @param only.
      tags: info.tags?.map((tag) =>
        tag.name === 'param' || !tag.text
          ? tag
          : { ...tag, text: [text(`@${tag.name}${tag.name === 'example' ? '\n' : ' '}`), ...tag.text] },
      ),
    };
  };
}

/**
 * Puts a thin layer over tslab's TypeScript before tslab loads it: conversions keep source maps, so that a stack
 * trace can name the cell's own lines, and the hover of a function lists its options.
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
    getQuickInfoAtPosition: withOptions(real),
  };
  fromTslab.cache[path]!.exports = layer;
  return real;
}
