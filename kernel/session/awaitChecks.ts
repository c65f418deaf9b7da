import type ts from '@tslab/typescript-for-tslab';

/** Name of the global object (`awaitApi` in `Cell.ts`) that cells ask when they go on after an await. */
export const CELL = '__cell__';
const CHECK = `;${CELL}.check();`;

/** A cell's code with checks, and whether it waits outside any function, for which it must run in an async one. */
export interface CheckedCode {
  code: string;
  awaitsAtTopLevel: boolean;
}

interface Await {
  node: ts.AwaitExpression;
  /** The statement, or the arrow function without a block, that it is part of. */
  host: ts.Node;
  /** Whether the value still reaches its place when the interrupt came during the await. */
  keepsValue: boolean;
}

/**
 * Adds checks to the places where a cell's code goes on after an `await`, so that async code ends when its cell was
 * interrupted, whatever it waits for. Lines stay as they are.
 *
 * An await that the interrupt meets hands its value on if it is the last one of its statement, and the check follows
 * after the statement: `const history = await fit(…)` is assigned before the cell ends. An await that begins after the
 * interrupt, or that is not the last one, throws at once. And no `catch` keeps the interrupt to itself.
 */
export function addAwaitChecks(typescript: typeof ts, code: string): CheckedCode {
  if (!code.includes('await')) return { code, awaitsAtTopLevel: false };
  const source = typescript.createSourceFile('cell.js', code, typescript.ScriptTarget.Latest, true);
  const insertions: { at: number; text: string }[] = [];
  const insert = (at: number, text: string) => insertions.push({ at, text });
  const { awaits, catches, awaitsAtTopLevel } = findAwaits(typescript, source);
  const checked = new Set([...awaits.values()].filter((one) => one.keepsValue).map((one) => one.host));

  const visit = (node: ts.Node): void => {
    const found = awaits.get(node);
    const start = node.getStart(source);
    const checkFollows = checked.has(node) && isPlainStatement(typescript, node);
    const needsBraces = checkFollows && !standsInList(typescript, node.parent);
    if (needsBraces) insert(start, '{');
    if (found) insert(start, found.keepsValue ? `${CELL}.checkIf(${CELL}.interrupted, ` : `${CELL}.check(`);
    if (typescript.isForOfStatement(node) && node.awaitModifier && typescript.isBlock(node.statement)) {
      insert(node.statement.getStart(source) + 1, CHECK);
    }
    typescript.forEachChild(node, visit);
    if (found) insert(node.end, ')');
    if (checkFollows) insert(endOfExports(typescript, node), needsBraces ? `${CHECK}}` : CHECK);
    if (catches.has(node)) insert(node.end - 1, CHECK);
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

/** All awaits, and the blocks of all `catch` clauses that can catch what they throw. */
function findAwaits(typescript: typeof ts, source: ts.SourceFile) {
  const awaits = new Map<ts.Node, Await>();
  const lastOfHost = new Map<ts.Node, Await>();
  const catches = new Set<ts.Node>();
  let awaitsAtTopLevel = false;
  const visit = (node: ts.Node): void => {
    typescript.forEachChild(node, visit);
    const isLoop = typescript.isForOfStatement(node) && node.awaitModifier !== undefined;
    if (!isLoop && !typescript.isAwaitExpression(node)) return;
    let host: ts.Node | undefined;
    let above: ts.Node = node;
    for (; above.parent && !typescript.isFunctionLike(above); above = above.parent) {
      if (!host && typescript.isStatement(above)) host = above;
      const { parent } = above;
      if (typescript.isTryStatement(parent) && parent.tryBlock === above && parent.catchClause) {
        catches.add(parent.catchClause.block);
      }
    }
    if (above === source) awaitsAtTopLevel = true;
    if (!typescript.isAwaitExpression(node)) return;
    const one = { node, host: host ?? above, keepsValue: false };
    awaits.set(node, one);
    lastOfHost.set(one.host, one); // children come first, so what runs last is set last
  };
  visit(source);
  for (const [host, one] of lastOfHost) {
    one.keepsValue =
      isPlainStatement(typescript, host) ||
      typescript.isReturnStatement(host) || // whoever awaits the function checks
      typescript.isArrowFunction(host);
  }
  return { awaits, catches, awaitsAtTopLevel };
}

function isPlainStatement(typescript: typeof ts, node: ts.Node): boolean {
  return typescript.isExpressionStatement(node) || typescript.isVariableStatement(node);
}

function standsInList(typescript: typeof ts, parent: ts.Node): boolean {
  return typescript.isBlock(parent) || typescript.isSourceFile(parent) || typescript.isCaseOrDefaultClause(parent);
}

/** The end of a statement and of the `exports.name = name;` after it, by which later cells see its variables. */
function endOfExports(typescript: typeof ts, statement: ts.Node): number {
  const { parent } = statement;
  if (!typescript.isVariableStatement(statement) || !typescript.isSourceFile(parent)) return statement.end;
  let last: ts.Statement = statement;
  for (const next of parent.statements.slice(parent.statements.indexOf(statement) + 1)) {
    if (!/^exports\.[\p{ID_Continue}$]+ = [\p{ID_Continue}$]+;$/u.test(next.getText())) break;
    last = next;
  }
  return last.end;
}
