import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { inspect } from 'node:util';
import ts from 'typescript';
import * as l2lab from '../src/index';

const DOOR = resolve(__dirname, '..', 'src', 'index.ts');
const program = ts.createProgram([DOOR], { strict: true, skipLibCheck: true, types: ['node'] });
const checker = program.getTypeChecker();

interface Documented {
  readonly name: string;
  readonly isValue: boolean;
  readonly text: string;
  readonly example: string | undefined;
}

/** Every name that the door exports, with its docstring. */
function exportsOf(file: string): Documented[] {
  const module = checker.getSymbolAtLocation(program.getSourceFile(file)!)!;
  return checker.getExportsOfModule(module).map((exported) => {
    const alias = exported.flags & ts.SymbolFlags.Alias;
    const symbol = alias ? checker.getAliasedSymbol(exported) : exported;
    const example = symbol.getJsDocTags(checker).find((tag) => tag.name === 'example');
    return {
      name: exported.name,
      isValue: Object.hasOwn(l2lab, exported.name),
      text: ts.displayPartsToString(symbol.getDocumentationComment(checker)),
      example: example && ts.displayPartsToString(example.text),
    };
  });
}

/** The example as a program that calls `check(value, 'what stands behind the arrow')`; and how many results it has. */
function toProgram(example: string): { code: string; results: number } {
  const source = ts.createSourceFile('example.ts', example, ts.ScriptTarget.Latest, true);
  let results = 0;
  const lines = source.statements.map((statement) => {
    const comment = ts.getTrailingCommentRanges(example, statement.end)?.[0];
    const expected = comment && /^\/\/ => (.*)$/.exec(example.slice(comment.pos, comment.end))?.[1];
    if (expected === undefined || !ts.isExpressionStatement(statement)) return statement.getText();
    results++;
    return `check(${statement.expression.getText()}, ${JSON.stringify(expected)});`;
  });
  const target = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext };
  const body = `(async () => {\n${lines.join('\n')}\n})()`;
  return { code: ts.transpileModule(body, { compilerOptions: target }).outputText, results };
}

const documented = exportsOf(DOOR).filter(({ name }) => name !== 'tf');
const values = documented.filter(({ isValue }) => isValue);

// Examples that write files write them here.
const [home, folder] = [process.cwd(), mkdtempSync(join(tmpdir(), 'l2lab-examples-'))];
beforeAll(() => process.chdir(folder));
afterAll(() => {
  process.chdir(home);
  rmSync(folder, { recursive: true });
});

beforeEach(() => l2lab.useBackend());

test.each(documented.map(({ name, text }) => [name, text]))('%s says what it is', (_, text) => {
  expect(text).toMatch(/\w \S/);
});

test.each(values.map(({ name, example }) => [name, example]))('%s has an example', (_, example) => {
  expect(example).toBeDefined();
});

/** These show something on the page, ask a person, or need a file: their examples are not run. */
const NOT_RUN = ['readCifar10', 'clearOutput', 'show', 'liveTraining', 'liveSweep'];

test.each(values.filter(({ name, example }) => example && !NOT_RUN.includes(name)))(
  'the example of $name gives what it says',
  async ({ example }) => {
    const { code, results } = toProgram(example!);
    expect(results).toBeGreaterThan(0);
    const scope: Record<string, unknown> = {
      ...l2lab,
      check: (value: unknown, expected: string) => expect(inspect(value, { breakLength: Infinity })).toBe(expected),
    };
    await new Function(...Object.keys(scope), `return ${code}`)(...Object.values(scope));
  },
);
