import { FIGURE_WIDTH, NETWORK_COLORS } from '../../src/charts/style';
import { stillPicture } from '../../src/charts/drawing/svg';
import { weightTimeline } from '../../src/charts/weightTimeline';
import { displayOf } from '../../src/notebook/show';
import { runOf } from './magnitudeRows';
import { bars, texts, widthOf } from './pictures';

const [blue, vermilion] = NETWORK_COLORS;
const baseline = runOf('baseline', { 0: [1, 2, 7], 1: [1, 3, 6], 5: [2, 2, 6] });
const l2 = runOf('L2', { 0: [1, 2, 7], 1: [5, 3, 2], 5: [8, 1, 1] });
const figure = weightTimeline([baseline, l2], { layer: 'Dense 1' });
// eslint-disable-next-line @typescript-eslint/no-explicit-any
const layout = figure.layout as any;
type Trace = { name: string; x: number[]; y: number[]; xaxis: string; yaxis: string; line: { color: string } };
const tracesOf = (data: unknown) => data as readonly Trace[];

describe('frames', () => {
  test('are one for each recorded epoch, by its name', () => {
    expect(figure.frames!.map(({ name }) => name)).toEqual(['epoch 0', 'epoch 1', 'epoch 5']);
  });

  test('hold the shares of that epoch, a trace for each network', () => {
    expect(figure.frames!.map(({ data }) => tracesOf(data).map(({ y }) => y))).toEqual([
      [
        [0.1, 0.2, 0.7, 0],
        [0.1, 0.2, 0.7, 0],
      ],
      [
        [0.1, 0.3, 0.6, 0],
        [0.5, 0.3, 0.2, 0],
      ],
      [
        [0.2, 0.2, 0.6, 0],
        [0.8, 0.1, 0.1, 0],
      ],
    ]);
  });

  test('have the same traces in the same panels as the figure that stands before it plays', () => {
    expect(figure.data).toEqual(figure.frames![0]!['data']);
    for (const { data } of figure.frames!) {
      expect(tracesOf(data).map(({ name, xaxis, yaxis, line }) => [name, xaxis, yaxis, line.color])).toEqual([
        ['baseline', 'x', 'y', blue],
        ['L2', 'x2', 'y2', vermilion],
      ]);
    }
  });

  test('are what the slider goes to, step by step', () => {
    const steps = layout.sliders[0].steps as { label: string; method: string; args: unknown[] }[];
    expect(steps.map(({ label, method, args }) => [label, method, args[0]])).toEqual([
      ['0', 'animate', ['epoch 0']],
      ['1', 'animate', ['epoch 1']],
      ['5', 'animate', ['epoch 5']],
    ]);
  });

  test('are played by one button, from where the slider stands, and stopped by the other', () => {
    const [{ buttons }] = layout.updatemenus;
    const [play, stop] = buttons;
    expect([play.method, play.args[0], play.args[1].fromcurrent]).toEqual(['animate', null, true]);
    expect([stop.method, stop.args[0], stop.args[1].mode]).toEqual(['animate', [null], 'immediate']);
  });
});

test('the panels of all networks and epochs have one axis', () => {
  expect(layout.xaxis.range).toEqual([-3, 0]);
  expect(layout.xaxis2.range).toEqual(layout.xaxis.range);
  // Up to the largest share at any epoch.
  expect(layout.yaxis.range).toEqual([0, 1.05 * 0.8]);
  expect(layout.yaxis2.range).toEqual(layout.yaxis.range);
  // Beside each other.
  const [[, end], [start]] = [layout.xaxis.domain, layout.xaxis2.domain];
  expect(start).toBeGreaterThan(end);
  expect(layout.annotations.map(({ text }: { text: string }) => text)).toEqual(['<b>baseline</b>', '<b>L2</b>']);
});

describe('the still picture', () => {
  test('has a row for each epoch and a column for each network', async () => {
    const svg = (await stillPicture(figure))!;
    expect(texts(svg).filter((text) => text.startsWith('epoch'))).toEqual(['epoch 0', 'epoch 1', 'epoch 5']);
    expect(bars(svg, blue)).toHaveLength(3 * 3);
    // 56 pixels for the largest share of a row.
    expect(bars(svg, vermilion).map(({ height }) => height)).toEqual(
      [
        [0.1, 0.2, 0.7],
        [0.5, 0.3, 0.2],
        [0.8, 0.1, 0.1],
      ].flatMap((shares, row) =>
        shares.map((share) => expect.closeTo((56 * share) / (1.05 * [0.7, 0.6, 0.8][row]!), 1) as number),
      ),
    );
    expect(widthOf(svg)).toBeLessThanOrEqual(FIGURE_WIDTH);
  });

  test('leaves out rows of many epochs, but never the first or the last', async () => {
    const epochs = Object.fromEntries(Array.from({ length: 30 }, (_, epoch) => [epoch, [1, 2, 7]]));
    const long = weightTimeline([runOf('baseline', epochs)], { layer: 'Dense 1' });
    expect(long.frames).toHaveLength(30);
    const rows = texts((await stillPicture(long))!).filter((text) => text.startsWith('epoch'));
    expect([rows[0], rows.at(-1), rows.length <= 7]).toEqual(['epoch 0', 'epoch 29', true]);
  });

  test('and the figure stay small, with ten epochs of three networks', async () => {
    const epochs = Object.fromEntries(Array.from({ length: 10 }, (_, i) => [i, Array(56).fill(10)]));
    const binEdges = Array.from({ length: 57 }, (_, i) => 10 ** (i / 8 - 7));
    const runs = ['baseline', 'L2', 'L1'].map((label) => runOf(label, epochs, { binEdges, count: 560 }));
    const { data } = await displayOf(weightTimeline(runs, { layer: 'Dense 1' }));
    expect(Buffer.from(data['image/png'] as string, 'base64').length).toBeLessThan(35_000);
    expect(JSON.stringify(data['application/vnd.plotly.v1+json']).length).toBeLessThan(60_000);
  });
});

test('the words: medians at the first and the last epoch', () => {
  const [first, last] = [0.02, 0.0004].map((median) => runOf('L2', { 0: [1, 2, 7] }, { median }).snapshots[0]!);
  const run = { ...l2, snapshots: [first!, { ...last!, epoch: 5 }] };
  const { caption, alt } = weightTimeline([run], { layer: 'Dense 1' });
  expect(caption).toBe('L2: median |w| of Dense 1 from 0.02 (epoch 0) to 4 × 10⁻⁴ (epoch 5).');
  expect(alt).toBe(
    'Histograms of the weight magnitudes of Dense 1 of L2 through the epochs 0, 5. ' +
      'L2: median |w| of Dense 1 from 0.02 (epoch 0) to 4 × 10⁻⁴ (epoch 5).',
  );
});

describe('bad input', () => {
  test('one epoch is a figure without slider and buttons', () => {
    const one = weightTimeline([runOf('L2', { 3: [1, 2, 7] })], { layer: 'Dense 1' });
    expect(one.layout).not.toHaveProperty('sliders');
    expect(one.layout).not.toHaveProperty('updatemenus');
    expect(one.caption).toBe('L2: median |w| of Dense 1 0.0321 (epoch 3).');
  });

  test('weights that are all 0 are one bar', async () => {
    const zeros = runOf('L2', { 0: [0], 1: [0] }, { binEdges: [1e-7, 1.3e-7], below: 10, median: 0, max: 0 });
    const still = (await stillPicture(weightTimeline([zeros], { layer: 'Dense 1' })))!;
    expect(bars(still, vermilion)).toHaveLength(2);
    expect(still).not.toMatch(/NaN|Infinity|undefined/);
  });

  test('asks for the same epochs in all runs, and for some', () => {
    const other = runOf('other', { 0: [1, 2, 7], 2: [1, 2, 7] });
    expect(() => weightTimeline([l2, other], { layer: 'Dense 1' })).toThrow(
      'weightTimeline requires histories with snapshots at the same epochs, got L2: 0, 1, 5; other: 0, 2. ' +
        'Write fit(model, images, { snapshots: [0, 1, 2, 5, 10], … }).',
    );
    expect(() => weightTimeline([runOf('none', {})], { layer: 'Dense 1' })).toThrow(/got none: none\. Write fit/);
  });

  test('asks for one to three histories', () => {
    expect(() => weightTimeline([], { layer: 'Dense 1' })).toThrow(/requires 1 to 3 histories, got 0/);
    const four = ['a', 'b', 'c', 'd'].map((label) => runOf(label, { 0: [1, 2, 7] }));
    expect(() => weightTimeline(four, { layer: 'Dense 1' })).toThrow(/requires 1 to 3 histories, got 4/);
  });

  test('asks for a label of its own for each history', () => {
    expect(() => weightTimeline([l2, l2], { layer: 'Dense 1' })).toThrow(
      'weightTimeline requires a label of its own for each history, got L2, L2; give fit another label.',
    );
  });

  test('asks for a layer that there is', () => {
    expect(() => weightTimeline([l2], { layer: 'Dense 7' })).toThrow(
      'weightTimeline requires one of the layers Conv2D 1, Dense 1, got "Dense 7".',
    );
  });

  test('names stay text', () => {
    const run = runOf('<b>"x"</b>', { 0: [1, 2, 7] });
    const { data, layout: own } = weightTimeline([run], { layer: 'Dense 1' });
    expect(tracesOf(data)[0]!.name).toBe('&lt;b&gt;"x"&lt;/b&gt;');
    expect((own['annotations'] as { text: string }[])[0]!.text).toBe('<b>&lt;b&gt;"x"&lt;/b&gt;</b>');
  });
});

test('the figure as a whole', () => {
  const two = [runOf('L2', { 0: [1, 2, 7], 1: [8, 1, 1] })];
  const { layout: own, frames } = weightTimeline(two, { layer: 'Dense 1' });
  expect({ xaxis: own['xaxis'], sliders: own['sliders'], last: frames!.at(-1) }).toMatchSnapshot();
});
