import type { Predictions } from '../../src/analysis/predictions';
import { confusionMatrix } from '../../src/charts/confusionMatrix';
import { NETWORK_COLORS } from '../../src/charts/style';
import { createRandom } from '../../src/data/random';
import { drawn, panelsOf, rowsOf } from './pictures';

/** Images of each class, and what they were taken for: `[[3, 1], [0, 2]]` is 4 images of class 0 and 2 of class 1. */
function predictionsOf(counts: readonly (readonly number[])[], classNames = ['cat', 'dog', 'fox']): Predictions {
  const pairs = counts.flatMap((row, label) =>
    row.flatMap((count, answer) => Array.from({ length: count }, () => ({ label, answer }))),
  );
  return {
    ...{ dataset: 'pets', classNames: classNames.slice(0, counts.length), probabilities: new Float32Array(0) },
    labels: Uint8Array.from(pairs, ({ label }) => label),
    predicted: Uint8Array.from(pairs, ({ answer }) => answer),
  };
}

const baseline = predictionsOf([[3, 1, 0], [2, 5, 1], [0, 0, 10]]); // prettier-ignore
const L2 = predictionsOf([[1, 3, 0], [0, 8, 0], [0, 1, 9]]); // prettier-ignore

/** The cells of a panel that hold something, as `row column: value, text`. */
const cells = (panel: { data: { values: string } }) =>
  rowsOf(panel).map(({ row, column, value, text }) => `${row} ${column}: ${value}, ${text}`);

/** Of ten classes, as CIFAR-10 has them; mostly right. */
function tenClasses(seed: number, images = 1000): Predictions {
  const random = createRandom(seed);
  const classNames = ['airplane', 'automobile', 'bird', 'cat', 'deer', 'dog', 'frog', 'horse', 'ship', 'truck'];
  const labels = Uint8Array.from({ length: images }, (_, i) => i % 10);
  const predicted = labels.map((label) => (random.next() < 0.5 ? label : random.integer(10)));
  return { dataset: 'CIFAR-10', classNames, labels, predicted, probabilities: new Float32Array(0) };
}

test('one network: each cell is a share of its row', () => {
  const [panel, ...others] = panelsOf(confusionMatrix({ baseline }));
  expect(others).toEqual([]);
  expect(cells(panel)).toEqual(['0 0: 75, 75', '0 1: 25, 25', '1 0: 25, 25', '1 1: 62.5, 63', '1 2: 12.5, 13', '2 2: 100, 100']); // prettier-ignore
});

test('two networks: both beside each other, and the second minus the first', () => {
  const figure = confusionMatrix({ baseline, L2 });
  const [both, difference] = panelsOf(figure);
  expect(both.hconcat.map((panel: { title: { text: string } }) => panel.title.text)).toEqual(['baseline', 'L2']);
  expect(difference.title.text).toBe('L2 − baseline (percentage points)');
  // 1 of 4 − 3 of 4; 3 of 4 − 1 of 4; 0 − 2 of 8; 8 of 8 − 5 of 8; …
  expect(cells(difference)).toEqual(['0 0: -50, −50', '0 1: 50, +50', '1 0: -25, −25', '1 1: 37.5, +38', '1 2: -12.5, −13', '2 1: 10, +10', '2 2: -10, −10']); // prettier-ignore
  expect(difference).toMatchSnapshot();
});

test('counts stand below each other where four digits need the room', () => {
  const few = confusionMatrix({ baseline: tenClasses(1, 200), L2: tenClasses(2, 200) }, { normalize: false });
  expect(panelsOf(few)).toHaveLength(2);
  const more = confusionMatrix({ baseline: tenClasses(1, 5000), L2: tenClasses(2, 5000) }, { normalize: false });
  expect(panelsOf(more)).toHaveLength(2);
  for (const { row, column, images, text } of panelsOf(more)[0].hconcat.flatMap(rowsOf)) {
    expect([row, column, text]).toEqual([row, column, String(images)]);
  }
  const many = confusionMatrix({ baseline: tenClasses(1, 30000), L2: tenClasses(2, 30000) }, { normalize: false });
  const panels = panelsOf(many);
  expect(panels.map(({ title }) => title.text)).toEqual(['baseline', 'L2', 'L2 − baseline (images)']);
  const [first] = rowsOf(panels[0]);
  expect(first).toMatchObject({ row: 0, column: 0, text: String(first['images']) });
});

test('the caption: accuracy and the most frequent confusion', () => {
  expect(confusionMatrix({ baseline, L2 }).alt).toBe(
    'What baseline and L2 took each class of pets for, in % of the true class. ' +
      'baseline: accuracy 0.818; most frequent confusion dog as cat, 25 %. ' +
      'L2: accuracy 0.818; most frequent confusion cat as dog, 75 %. ' +
      'In % of each true class; pets, 22 images; right answers are framed.',
  );
  expect(confusionMatrix({ L2 }, { normalize: false }).alt).toContain('most frequent confusion cat as dog, 3 times.');
});

test('the caption in percent: the largest share, as its cell has it', () => {
  // dog as cat are more images, cat as dog is the larger share.
  const unequal = predictionsOf([[1, 2], [3, 21]]); // prettier-ignore
  const inPercent = confusionMatrix({ baseline: unequal });
  expect(inPercent.alt).toContain('most frequent confusion cat as dog, 67 %.');
  expect(cells(panelsOf(inPercent)[0])).toContain('0 1: 66.7, 67');
  expect(confusionMatrix({ baseline: unequal }, { normalize: false }).alt).toContain('dog as cat, 3 times.');
  expect(confusionMatrix({ baseline: predictionsOf([[300, 1], [0, 1]]) }).alt).toContain('cat as dog, less than 1 %.'); // prettier-ignore
});

test.each([
  ['in percent', {}, 2],
  // 300 numbers of up to four characters.
  ['in numbers of images', { normalize: false as const }, 10],
])('ten classes %s are a small picture with all numbers and both colors', async (_, options, times) => {
  const figure = confusionMatrix({ baseline: tenClasses(1, 1000 * times), L2: tenClasses(2, 1000 * times) }, options);
  const { texts, width, bytes, specBytes, pixelsOf } = await drawn(figure);
  expect(width).toBeLessThanOrEqual(600);
  expect(bytes).toBeLessThan(60_000);
  expect(specBytes).toBeLessThan(40_000);
  expect(texts).toEqual(expect.arrayContaining(['airplane', 'automobile', 'true class', 'predicted class']));
  const [first, second] = NETWORK_COLORS;
  expect(Math.min(pixelsOf(first), pixelsOf(second))).toBeGreaterThan(300);
});

test('no cell is between pale, with gray numbers, and strong, with white ones', () => {
  const [both, difference] = panelsOf(confusionMatrix({ baseline: tenClasses(1), L2: tenClasses(2) }));
  for (const panel of [...both.hconcat, difference]) {
    const opacities = rowsOf(panel).map(({ opacity }) => Number(opacity));
    expect(opacities.filter((opacity) => opacity > 0.34 && opacity < 0.75)).toEqual([]);
    expect(Math.max(...opacities)).toBeGreaterThanOrEqual(0.75);
  }
});

test.each([
  ['one class', { baseline: predictionsOf([[3]]), L2: predictionsOf([[3]]) }, /no confusion/],
  ['no images', { baseline: predictionsOf([[0, 0], [0, 0]]) }, /No images of pets/], // prettier-ignore
  ['a class without images', { baseline: predictionsOf([[1, 1], [0, 0]]) }, /Without images: dog/], // prettier-ignore
  ['no difference', { baseline, L2: baseline }, /accuracy 0.818/],
  ['one class for all', { baseline, L2: predictionsOf([[0, 4, 0], [0, 8, 0], [0, 10, 0]]) }, /fox as dog, 100 %/], // prettier-ignore
])('draws %s', async (_, networks, caption) => {
  const figure = confusionMatrix(networks as unknown as Record<string, Predictions>);
  expect(figure.alt).toMatch(caption);
  const { texts, svg } = await drawn(figure);
  expect(svg).not.toMatch(/NaN|undefined/);
  expect(texts).toContain('cat');
});

test('names stay text, also two that start alike', async () => {
  const names = ['<script>alert("1")</script>', `${'long '.repeat(40)}a`, `${'long '.repeat(40)}b`];
  const figure = confusionMatrix({ '"><b>': predictionsOf([[1, 0, 0], [0, 2, 0], [0, 0, 3]], names) }); // prettier-ignore
  const { svg, texts, width } = await drawn(figure);
  expect(svg).not.toMatch(/<script|<b>/);
  expect(texts.filter((text) => text.startsWith('long'))).not.toHaveLength(0);
  expect(texts.filter((text) => text === '100')).toHaveLength(3);
  expect(width).toBeLessThanOrEqual(600);
});

test('asks for one or two networks that saw the same images', () => {
  expect(() => confusionMatrix({})).toThrow(/one network or two, got 0/);
  expect(() => confusionMatrix({ a: L2, b: L2, c: L2 })).toThrow(/one network or two, got 3/);
  expect(() => confusionMatrix({ baseline, L2: predictionsOf([[4, 0, 0], [0, 9, 0], [0, 0, 9]]) })).toThrow(/same images/); // prettier-ignore
  expect(() => confusionMatrix({ baseline, L2: { ...L2, classNames: ['a', 'b', 'c'] } })).toThrow(/same images/);
  const many = Array.from({ length: 21 }, (_, i) => `class ${i}`);
  expect(() => confusionMatrix({ L2: { ...L2, classNames: many } })).toThrow(/1 to 20 classes, got 21/);
});
