import { captionMarkdown } from '../../src/charts/drawing/caption';

test('a caption stands in italics, each line one of its own', () => {
  expect(captionMarkdown('One sentence.')).toBe('*One sentence.*');
  expect(captionMarkdown('One line.\nAnother. ')).toBe('*One line.*  \n*Another.*');
});

test.each([
  ['a*b*_c_', 'a\\*b\\*\\_c\\_'],
  ['[link](http://x)', '\\[link\\](http://x)'],
  ['![image](x)', '\\!\\[image\\](x)'],
  ['`code` \\ #1', '\\`code\\` \\\\ \\#1'],
  // Bars of |w|, and dollar signs that JupyterLab takes for formulas.
  ['|w| of $x$', '\\|w\\| of \\$x\\$'],
  ['~~gone~~', '\\~\\~gone\\~\\~'],
  ['&amp;', '\\&amp;'],
  ['λ = 0.01, μ, ½, ≤, 10⁻⁷', 'λ = 0.01, μ, ½, ≤, 10⁻⁷'],
])('%s stays text', (caption, markdown) => {
  expect(captionMarkdown(caption)).toBe(`*${markdown}*`);
});

test('no tag of HTML is left', () => {
  const markdown = captionMarkdown('<script>alert("x")</script> <img src=x onerror=alert(1)>');
  expect(markdown).toBe('*\\<script\\>alert("x")\\</script\\> \\<img src=x onerror=alert(1)\\>*');
});
