import { homedir } from 'node:os';
import { display, notebookText, stream } from './notebookText';
import { Sandbox } from './sandbox';

/** One pixel. */
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const ALT = { 'image/png': { alt: 'Two curves that fall.' } };
const CAPTION = display({ 'text/markdown': ['*Loss of the last epoch: 0.4.*'], 'text/plain': 'Loss' });
const VEGA_LITE = { 'application/vnd.vegalite.v5+json': { mark: 'line' } };
const PLOTLY = { 'application/vnd.plotly.v1+json': { data: [] } };

describe('outputs of a lesson that is committed', () => {
  let clone: Sandbox;
  beforeAll(() => (clone = new Sandbox()));
  afterAll(() => clone.remove());

  /** What is said about a notebook whose second code cell has these outputs. */
  const problems = (...outputs: unknown[]): string[] => {
    const text = notebookText([
      { id: 'first', outputs: [] },
      { id: 'text', source: '<div data-live> is allowed in a text' },
      { id: 'second', outputs },
    ]);
    const ran = clone.evaluate(
      `import { outputProblems } from './scripts/jupyter/outputChecks.mjs';
       import { readFileSync } from 'node:fs';
       console.log(JSON.stringify(outputProblems(readFileSync(0, 'utf8'))));`,
      {},
      text,
    );
    return JSON.parse(ran.output) as string[];
  };

  test.each([
    ['printed text', stream(['Test accuracy 0.41\n', 'in 12 s'])],
    ['a picture with alternative text', display({ 'image/png': PNG, 'text/plain': 'Two curves' }, ALT), CAPTION],
    ['a picture saved as lines', display({ 'image/png': [`${PNG}\n`] }, ALT), CAPTION],
    ['a picture whose base64 looks like a path', display({ 'image/png': '/home/me/+/home/me/' }, ALT), CAPTION],
    ['a figure of Vega-Lite with a picture', display({ ...VEGA_LITE, 'image/png': PNG }, ALT), CAPTION],
    ['a figure of Plotly with a picture', display({ ...PLOTLY, 'image/png': PNG }, ALT), CAPTION],
    ['two figures', display({ 'image/png': PNG }, ALT), CAPTION, display({ 'image/png': PNG }, ALT), CAPTION],
    ['a path of nobody', stream('see src/model/regularizers.ts and https://example.org/home/page')],
    ['a table', display({ 'text/html': '<table data-kind="live"></table>', 'text/plain': 'a table' })],
  ])('may be %s', (_, ...outputs) => {
    expect(problems(...outputs)).toEqual([]);
  });

  test.each([
    ['a warning', stream('Memory is short.\nmore', 'stderr'), /printed on stderr.*"Memory is short\."; mend the cause/],
    ['an error', { output_type: 'error', ename: 'RangeError', evalue: 'bad', traceback: [] }, /RangeError: bad; mend/],
    ['SVG', display({ 'image/svg+xml': '<svg/>' }), /image\/svg\+xml.*send image\/png in its place/],
    ['a live display', display({ 'text/html': ['<div\n', 'data-live>1/9</div>'] }), /data-live.*finished figure/],
    [
      'a picture without words',
      display({ 'image/png': PNG }),
      /without alternative text.*metadata\["image\/png"\]\.alt/,
    ],
    ['a picture with empty words', display({ 'image/png': PNG }, { 'image/png': { alt: ' ' } }), /without alternative/],
    ['a home folder', stream(`read ${homedir()}/cifar.tar.gz`), /path of this machine.*file's name alone/],
    ["somebody's home folder", display({ 'a/json': { deep: [{ at: 'file:///Users/eva/x' }] } }), /"\/Users\/eva"/],
    ['a home folder on Windows', stream('C:\\Users\\eva\\x.ts'), /"C:\\Users\\eva"/],
    ['a figure of Vega-Lite alone', display(VEGA_LITE), /vegalite\.v5\+json without image\/png.*with show/],
    ['a figure of Plotly alone', display({ ...PLOTLY, 'text/plain': 'x' }), /plotly\.v1\+json without image\/png/],
  ])('must not be %s', (_, output, message) => {
    const said = problems(output, CAPTION);
    expect(said).toEqual([expect.stringMatching(message)]);
    expect(said[0]).toMatch(/^cell "second" \(code cell 2\) /);
  });

  test.each([
    ['nothing'],
    ['a caption without words', display({ 'text/markdown': [' '] })],
    ['a text of another form', display({ 'text/plain': 'Loss' }), CAPTION],
    ['another figure', display({ 'image/png': PNG }, ALT), CAPTION],
  ])('have a caption below each figure, not %s', (_, ...below) => {
    expect(problems(display({ ...VEGA_LITE, 'image/png': PNG }, ALT), ...below)).toEqual([
      expect.stringMatching(/^cell "second" \(code cell 2\) shows a figure without its caption.*with show/),
    ]);
  });

  test("must not hold the project's folder", () => {
    expect(problems(stream(`at ${clone.path('src', 'fit.ts')}:3`))).toEqual([expect.stringContaining(clone.root)]);
    expect(problems(stream(`at ${clone.root}-other`))).toEqual([]);
  });

  test('are small: a picture under 60 KB, the notebook under 400 KB', () => {
    const picture = (bytes: number) => display({ 'image/png': Buffer.alloc(bytes).toString('base64') }, ALT);
    expect(problems(picture(60_000 - 1), CAPTION)).toEqual([]);
    expect(problems(picture(60_000), CAPTION)).toEqual([
      expect.stringMatching(/image\/png of 60\.0 KB.*less than 60\.0 KB/),
    ]);
    expect(problems(stream('x'.repeat(399_000)))).toEqual([]);
    expect(problems(stream('x'.repeat(400_000)))).toEqual([
      expect.stringMatching(/less than 400\.0 KB.*Most is in cell "second" \(code cell 2\) 400\.1 KB/),
    ]);
  });
});
