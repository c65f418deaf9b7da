import type { Predictions } from '../../src/analysis/predictions';
import { predictionGrid } from '../../src/charts/predictionGrid';
import { readCifar10 } from '../../src/data/cifar10';
import type { ImageDataset } from '../../src/data/dataset';
import { expectColor, imagesOf, layoutOf, drawn, textPlaces, texts } from './pictures';
import { colorOf, plainDataset } from './plainImages';

const LABELS = [0, 1, 2, 0, 1, 2];
const dataset = plainDataset(LABELS);

/** Predictions with these answers, and the probability of each. */
function answers(given: readonly (readonly [answer: number, probability: number])[], { classNames, labels } = dataset) {
  const classes = classNames.length;
  const probabilities = new Float32Array(given.length * classes);
  given.forEach(([answer, probability], i) => {
    for (let c = 0; c < classes; c++) probabilities[i * classes + c] = (1 - probability) / (classes - 1);
    probabilities[i * classes + answer] = probability;
  });
  const predicted = Uint8Array.from(given, ([answer]) => answer);
  return { dataset: 'plain images', classNames, labels, predicted, probabilities } satisfies Predictions;
}

/** Images 1, 3 and 5 are wrong. */
const predicted = answers([[0, 0.9], [2, 0.5], [2, 0.8], [1, 0.97], [1, 0.6], [0, 0.7]]); // prettier-ignore

/** Which images are shown, by their colors. */
const shown = (options: Parameters<typeof predictionGrid>[2]) =>
  imagesOf(predictionGrid(dataset, predicted, options)).map(({ png }) => png.data[2]! / 5);

test('shows class, prediction and probability below each image', () => {
  const figure = predictionGrid(dataset, predicted);
  expect(texts(figure.svg)).toEqual([
    ...['cat', '90 %'],
    ...['dog', 'ship', '50 %'],
    ...['ship', '80 %'],
    ...['cat', 'dog', '97 %'],
    ...['dog', '60 %'],
    ...['ship', 'cat', '70 %'],
  ]);
  expect(figure.caption).toBe(
    'plain images: 3 of 6 right (0.500). Shown: the first 6, 3 wrong.\n' +
      'Framed: wrong, × what was predicted. Percent: probability of the prediction.',
  );
  const images = imagesOf(figure);
  const [, , dog, ship, half] = textPlaces(figure);
  for (const line of [dog, half]) expect(line!.x).toBe(images[1]!.x);
  expect(ship!.x).toBe(images[1]!.x + 14); // after its ×
  expect(dog!.y).toBeGreaterThan(images[1]!.y + images[1]!.height);
  expect(ship!.y - dog!.y).toBe(17);
  expect(layoutOf(figure)).toMatchSnapshot();
});

test('marks wrong images by a frame and a ×, right ones by a tick', async () => {
  const figure = predictionGrid(dataset, predicted);
  const images = imagesOf(figure);
  const picture = await drawn(figure);
  images.forEach((image, i) => {
    // Three pixels outside the image runs the frame, and there is room between both.
    expect(picture.at(image.x - 3, image.y + 20)[3]).toBe(i % 2 === 1 ? 255 : 0);
    expect(picture.at(image.x - 1, image.y + 20)[3]).toBe(0);
    expectColor(picture.inside(image, 0, 0), [...colorOf(LABELS[i]!, i), 255]);
  });
  expect(figure.svg.match(/l3 3l6 -8/g)).toHaveLength(3);
  expect(figure.svg.match(/l8 8m0 -8l-8 8/g)).toHaveLength(3);
});

test('shows all images in order, or the surest errors', () => {
  expect(shown({})).toEqual([0, 1, 2, 3, 4, 5]);
  expect(shown({ count: 2 })).toEqual([0, 1]);
  expect(shown({ show: 'surest errors' })).toEqual([3, 5, 1]);
  expect(shown({ show: 'surest errors', count: 2 })).toEqual([3, 5]);
  const { alt } = predictionGrid(dataset, predicted, { show: 'surest errors', count: 2 });
  expect(alt).toContain('3 of 6 right (0.500). Shown: the surest 2 of 3 errors.');
});

test('has a figure where nothing is wrong', async () => {
  const right = answers(LABELS.map((label) => [label, 1] as const));
  const { alt } = predictionGrid(dataset, right);
  expect(alt).toContain('6 of 6 right (1.000). Shown: the first 6, 0 wrong. Percent:');
  expect(alt).not.toContain('Framed');
  const none = predictionGrid(dataset, right, { show: 'surest errors' });
  expect(texts(none.svg)).toEqual([]);
  expect(none.caption).toBe('plain images: 6 of 6 right (1.000). No error to show.');
  expect((await drawn(none)).height).toBeLessThan(40);
});

test('nearly sure is not sure', () => {
  const nearly = answers([[0, 0.996], [2, 0.99], [2, 1], [1, 0.991], [1, 0.6], [0, 0.004]]); // prettier-ignore
  expect(texts(predictionGrid(dataset, nearly).svg).filter((text) => text.includes('%'))).toEqual([
    ...['&#62; 99 %', '99 %', '100 %', '99 %', '60 %', '0 %'],
  ]);
});

test('keeps within its width, also with long names and gray images', async () => {
  const labels = Array.from({ length: 40 }, (_, i) => i % 3);
  const classNames = ['<script>', '🐈'.repeat(200), 'W'.repeat(200)];
  const many = plainDataset(labels, { classNames, name: '"many" & <b>' });
  const wrong = answers(
    labels.map((label) => [(label + 1) % 3, 0.5] as const),
    many,
  );
  const forty = predictionGrid(many, wrong, { count: 40 });
  expect((await drawn(forty)).width).toBeLessThanOrEqual(600);
  expect(forty.svg).not.toMatch(/<script|<b>/);
  // Six in a row; the next row begins below the three lines of text.
  const [first, seventh] = [imagesOf(forty)[0]!, imagesOf(forty)[6]!];
  expect(seventh.x).toBe(first.x);
  expect(seventh.y).toBeGreaterThan(first.y + first.height + 3 * 17);
  const gray: ImageDataset = { ...dataset, channels: 1, images: Uint8Array.from({ length: 24 }, (_, i) => i * 10) };
  const figure = predictionGrid(gray, predicted);
  expectColor((await drawn(figure)).inside(imagesOf(figure)[1]!, 0, 1), [60, 60, 60, 255]);
});

test.each([
  [() => predictionGrid(dataset, predicted, { count: 0 }), /count to be a whole number of at least 1, got 0/],
  [() => predictionGrid(dataset, predicted, { show: 'best' as 'all' }), /'all' or 'surest errors', got "best"/],
  [() => predictionGrid(plainDataset([0, 1]), predicted), /of the 2 images of plain images, got those of the 6 images/],
  [
    () => predictionGrid(plainDataset([1, 1, 2, 0, 1, 2]), predicted),
    /call predictions\(model, dataset\) with the same/,
  ],
  [() => predictionGrid(plainDataset([]), answers([])), /at least one image; plain images is empty/],
])('asks for what it needs: %s', (call, message) => {
  expect(call).toThrow(message);
});

const real = process.env['L2LAB_TEST_CIFAR10'];
(real ? test : test.skip)('eighteen photos, all of them wrong, take less than 60 KB', async () => {
  const { test: photos } = await readCifar10(real!);
  const wrong = answers(
    Array.from(photos.labels, (label) => [(label + 1) % 10, 0.5] as const),
    photos,
  );
  expect((await drawn(predictionGrid(photos, wrong))).bytes).toBeLessThan(60_000);
});
