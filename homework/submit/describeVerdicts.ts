import type { Verdict } from './verdicts';

/** Verdicts under the notebook's headings, then what is wrong with the notebook itself, then a summary. */
export function describeVerdicts(said: readonly Verdict[], faults: readonly string[]): string {
  const lines: string[] = [];
  let section = '';
  for (const verdict of said) {
    if (verdict.section !== section) lines.push('', verdict.section);
    section = verdict.section;
    lines.push(`  ${verdict.sign} ${verdict.cell}: ${verdict.says.replace(/\n/g, '\n      ')}`);
  }
  if (faults.length > 0) lines.push('', ...faults.map((fault) => `! ${fault}`));
  return [...lines, '', summary(said, faults), ''].join('\n');
}

function summary(said: readonly Verdict[], faults: readonly string[]): string {
  const count = (kind: Verdict['kind'], ...signs: Verdict['sign'][]): number =>
    said.filter((verdict) => verdict.kind === kind && signs.includes(verdict.sign)).length;
  const checks = said.filter(({ kind }) => kind === 'check').length;
  const missing = [
    [count('check', '✗'), 'wrong (✗)'],
    [count('check', '○'), 'not done yet (○)'],
    [count('check', '?'), 'without a word (?)'],
    [count('answer', '○'), 'answers in words not written'],
    [count('cell', '✗'), 'other cells that fail'],
    [faults.length, 'cells to put back (!)'],
  ] as const;
  const gaps = missing.filter(([n]) => n > 0).map(([n, what]) => `${n} ${what}`);
  const right = `${count('check', '✓')} of ${checks} checks are right`;
  if (gaps.length === 0) return `${right}; nothing is missing.`;
  return (
    `${right}; ${gaps.join(', ')}.\n` +
    'You may hand it in like this, or go on, save the notebook and run this command again.'
  );
}
