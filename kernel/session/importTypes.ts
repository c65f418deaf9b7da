import type ts from '@tslab/typescript-for-tslab';

/**
 * Turns `const fs = await import('fs')` into `const fs: typeof import('fs') = await import('fs')`. tslab hands
 * declarations from cell to cell as a declaration file, in which TypeScript cannot spell a module's type otherwise.
 */
export function nameImportedTypes(typescript: typeof ts, code: string): string {
  if (!/\bimport\s*\(/.test(code)) return code;
  const source = typescript.createSourceFile('cell.ts', `export {};${code}`, typescript.ScriptTarget.Latest, true);
  const insertions: { at: number; text: string }[] = [];
  for (const statement of source.statements) {
    if (!typescript.isVariableStatement(statement)) continue;
    for (const { name, type, initializer } of statement.declarationList.declarations) {
      if (type || !typescript.isIdentifier(name)) continue;
      if (!initializer || !typescript.isAwaitExpression(initializer)) continue;
      const call = initializer.expression;
      if (!typescript.isCallExpression(call) || call.expression.kind !== typescript.SyntaxKind.ImportKeyword) continue;
      const [specifier] = call.arguments;
      if (!specifier || !typescript.isStringLiteral(specifier)) continue;
      insertions.push({
        at: name.end - 'export {};'.length,
        text: `: typeof import(${specifier.getText(source)})`,
      });
    }
  }
  return insertions.reduceRight((text, { at, text: type }) => text.slice(0, at) + type + text.slice(at), code);
}
