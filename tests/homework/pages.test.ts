import { join } from 'node:path';
import { ROOT } from '../../homework/course';
import { runScript } from './runScript';
import { notebookFile, saying, SMALL, SmallCourse } from './smallCourse';

const RUNS = '<script>alert(1)</script>';
const IMAGE = '<img src="x" onerror="alert(1)">';

const ANSWER = `If a<b and b < c, then \`x<y\` and $w<v$, as \`<div>\` says.

${RUNS}

Inline ${IMAGE}, and [a link](javascript:alert(1)).

\`\`\`mermaid
${RUNS}
\`\`\`

| λ | accuracy |
|---|---|
| 0.1 | **0.9** |`;

const display = (data: object, metadata = {}) => ({ output_type: 'display_data', data, metadata });
const OUTPUTS = [
  display({ 'text/html': RUNS, 'text/markdown': '| λ | loss |\n|---|---|\n| 1 | 2 |', 'text/plain': 'a table' }),
  display({ 'text/html': RUNS }),
  display({ 'text/markdown': IMAGE }),
  display({ 'image/svg+xml': `<svg>${RUNS}</svg>`, 'application/javascript': 'alert(1)', 'text/plain': 'a picture' }),
  display({ 'image/png': 'iVBORw0KGgo=' }, { 'image/png': { width: '1 onerror=alert(1)', height: 7, alt: 'a curve' } }),
];

describe.each(['feedback', 'formgrade'] as const)("nbgrader's page of a notebook (%s)", (template) => {
  let html: string;
  beforeAll(async () => {
    const course = new SmallCourse();
    try {
      const cells = saying({ 'why-answer': ANSWER, why: '## Why?\n\n<details><summary>A hint</summary>…</details>' }, [
        ...SMALL,
        { cell_type: 'markdown', id: 'own', metadata: {}, source: RUNS },
      ]).map((cell) => (cell.id === 'penalty-check' ? { ...cell, outputs: OUTPUTS } : cell));
      course.write(['graded.ipynb'], notebookFile(cells));
      const pages = await runScript<Record<typeof template, string>>(
        'pages.py',
        join(ROOT, 'homework', 'nbgrader_config.json'),
        join(course.folder, 'graded.ipynb'),
      );
      html = pages[template].slice(pages[template].indexOf('notebook-container'));
    } finally {
      course.remove();
    }
  }, 120_000);

  test('runs nothing that a student wrote', () => {
    expect(html).not.toContain(RUNS);
    expect(html).not.toMatch(/<(img|div)[^>]*onerror|href="javascript|<svg|application\/javascript/i);
    expect(html).toContain('(an output that is not shown here)');
  });

  test('shows answers as they were written', () => {
    expect(html).toContain(
      'If a&lt;b and b &lt; c, then <code>x&lt;y</code> and $w&lt;v$, as <code>&lt;div&gt;</code>',
    );
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(html).toContain('<strong>0.9</strong>');
    if (template === 'feedback') expect(html).toContain('Is a&lt;b?');
  });

  test('shows tables, figures and our own HTML', () => {
    expect(html).toMatch(/<th>loss<\/th>/);
    expect(html).toMatch(/<img alt="a curve"[^>]*height="7"[^>]*src="data:image\/png;base64,iVBORw0KGgo="/);
    expect(html).toContain('<details><summary>A hint</summary>');
  });
});
