import type ts from '@tslab/typescript-for-tslab';

/** Name of the global function that cells call when they go on after an await. */
export const CHECK = '__checkInterrupt__';

/** A cell's code with checks, and whether it waits outside any function, for which it must run in an async one. */
export interface CheckedCode {
  code: string;
  awaitsAtTopLevel: boolean;
}

/**
 * Adds a check to each place where a cell's code goes on after an `await`, so that an async loop ends when its cell
 * was interrupted, whatever it waits for. Lines stay as they are.
 */
export function addAwaitChecks(typescript: typeof ts, code: string): CheckedCode {
  if (!code.includes('await')) return { code, awaitsAtTopLevel: false };
  const source = typescript.createSourceFile('cell.js', code, typescript.ScriptTarget.Latest, true);
  const insertions: { at: number; text: string }[] = [];
  let awaitsAtTopLevel = false;
  let functions = 0;
  const visit = (node: ts.Node): void => {
    if (typescript.isAwaitExpression(node)) {
      insertions.push({ at: node.getStart(source), text: `${CHECK}(` });
    }
    const waits =
      typescript.isAwaitExpression(node) || (typescript.isForOfStatement(node) && node.awaitModifier);
    if (waits && functions === 0) awaitsAtTopLevel = true;
    if (typescript.isForOfStatement(node) && node.awaitModifier && typescript.isBlock(node.statement)) {
      insertions.push({ at: node.statement.getStart(source) + 1, text: `${CHECK}();` });
    }
    const isFunction = typescript.isFunctionLike(node);
    if (isFunction) functions++;
    typescript.forEachChild(node, visit);
    if (isFunction) functions--;
    if (typescript.isAwaitExpression(node)) insertions.push({ at: node.end, text: ')' });
  };
  visit(source);
  // Sorting is stable, so what is nested stays in order.
  insertions.sort((a, b) => a.at - b.at);
  let result = '';
  let last = 0;
  for (const { at, text } of insertions) {
    result += code.slice(last, at) + text;
    last = at;
  }
  return { code: result + code.slice(last), awaitsAtTopLevel };
}
