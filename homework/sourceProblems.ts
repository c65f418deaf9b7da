import type { Notebook, NotebookCell } from './notebook';

const SOLUTION = /BEGIN SOLUTION/;
const HIDDEN = /BEGIN HIDDEN TESTS([^]*?)END HIDDEN TESTS/;

/**
 * What would go wrong with a source notebook when it is handed out or graded, each with the cell's name: nbgrader itself lets
 * all of it through.
 */
export function sourceProblems({ cells, metadata }: Notebook): string[] {
  const { kernelspec } = metadata as { kernelspec?: { language?: string } };
  const problems = cells.flatMap((cell) => cellProblems(cell).map((problem) => `${nameOf(cell)}: ${problem}`));
  if (kernelspec?.language !== 'typescript') {
    problems.unshift(
      'the notebook: its kernel is not TypeScript (metadata.kernelspec.language), so solutions would stay',
    );
  }
  const names = cells.map(nameOf);
  const twice = names.find((name, at) => name !== '' && names.indexOf(name) !== at);
  if (twice) problems.push(`${twice}: is the name of two cells`);
  if (!cells.some((cell) => cell.metadata.nbgrader?.grade)) problems.push('the notebook: no cell brings points');
  return problems;
}

const nameOf = ({ id, metadata }: NotebookCell): string => metadata.nbgrader?.grade_id ?? id ?? '';

function cellProblems(cell: NotebookCell): string[] {
  const { source, cell_type: type, id } = cell;
  const about = cell.metadata.nbgrader;
  if (!about)
    return ["nbgrader's settings are missing (metadata.nbgrader), so a student could change or delete it unseen"];
  const problems = [];
  if (id !== undefined && id !== about.grade_id) problems.push(`its id is ${id}, and should be the same`);
  if (SOLUTION.test(source) && !about.solution) problems.push('has a solution, but is not marked as one');
  if (type === 'code' && about.solution) problems.push(...solutionProblems(source));
  if (type === 'code' && about.grade && !about.solution) problems.push(...pointsProblems(source, about.points ?? 0));
  return problems;
}

/** A solution stands inside a function: else the stub, which throws, would end the cell before the function is there. */
function solutionProblems(source: string): string[] {
  if (!SOLUTION.test(source)) {
    return ['has no BEGIN SOLUTION … END SOLUTION, so that all of it would be taken away'];
  }
  const lines = source.split('\n');
  let depth = 0;
  for (const line of lines) {
    if (SOLUTION.test(line)) {
      if (depth === 0) return ['its solution stands outside of a function body; put it into a function'];
      continue;
    }
    const code = line.replace(/\/\/.*$/, '').replace(/'[^']*'|"[^"]*"|`[^`]*`/g, '');
    depth += (code.match(/{/g)?.length ?? 0) - (code.match(/}/g)?.length ?? 0);
  }
  return [];
}

/** Whatever the last value is, if it is no number nbgrader takes it for full marks. */
function pointsProblems(source: string, points: number): string[] {
  const hidden = HIDDEN.exec(source)?.[1];
  if (hidden === undefined) return ['has no BEGIN HIDDEN TESTS … END HIDDEN TESTS with a call of gradePoints'];
  const after = source.slice(source.lastIndexOf('END HIDDEN TESTS')).split('\n').slice(1).join('\n').trim();
  const statements = hidden.replace(/\/\/.*$/gm, '').trim();
  const call = /(?:^|\n)await gradePoints\(\[([^]*)\]\);?$/.exec(statements);
  if (!call || after !== '') {
    return ['must end in `await gradePoints([…]);`: any other last value that is no number would give full marks'];
  }
  const parts = [...(call[1] ?? '').matchAll(/\bpoints:\s*([\d.]+)/g)].map((match) => Number(match[1]));
  const sum = parts.reduce((total, part) => total + part, 0);
  return sum === points ? [] : [`brings ${points} points by its settings and ${sum} by gradePoints`];
}
