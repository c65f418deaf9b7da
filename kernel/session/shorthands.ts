import type ts from '@tslab/typescript-for-tslab';

/**
 * Turns `{ model }` into `{ model: model }`, and `({ a = 1 } = b)` into `({ a: a = 1 } = b)`. tslab gives names of
 * earlier cells their place in the compiled code, and misses those that stand for a property and its value at once.
 * Lines stay as they are.
 */
export function spellOutShorthands(typescript: typeof ts, code: string): string {
  if (!code.includes('{')) return code;
  const source = typescript.createSourceFile('cell.ts', code, typescript.ScriptTarget.Latest, true);
  const insertions: { at: number; text: string }[] = [];
  const visit = (node: ts.Node): void => {
    if (typescript.isShorthandPropertyAssignment(node)) {
      insertions.push({ at: node.name.end, text: `: ${node.name.text}` });
    }
    typescript.forEachChild(node, visit);
  };
  visit(source);
  return insertions.reduceRight((text, { at, text: more }) => text.slice(0, at) + more + text.slice(at), code);
}
