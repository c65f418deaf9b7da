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
  const right = `Right (✓): ${count('check', '✓')} of ${said.filter(({ kind }) => kind === 'check').length} checks.`;
  const gaps = [
    ['Wrong (✗)', count('check', '✗')],
    ['Not done yet (○)', count('check', '○')],
    ['Without a word (?)', count('check', '?')],
    ['Answers not written', count('answer', '○')],
    ['Other cells that fail', count('cell', '✗')],
    ['Cells to put back (!)', faults.length],
  ] as const;
  const missing = gaps.filter(([, n]) => n > 0).map(([what, n]) => `${what}: ${n}.`);
  if (missing.length === 0) return `${right} Nothing is missing.`;
  const advice = 'You may hand it in like this, or go on, save the notebook and run this command again.';
  return `${[right, ...missing].join(' ')}\n${advice}`;
}
