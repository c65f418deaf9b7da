import { imageGrid } from '../../src/charts/imageGrid';
import { readCifar10 } from '../../src/data/cifar10';
import { syntheticShapes } from '../../src/data/synthetic';
import { brightnessDataset } from '../training/smallRun';
import { expectColor, imagesOf, layoutOf, drawn, textPlaces, texts } from './pictures';
import { colorOf, plainDataset } from './plainImages';

test("holds the dataset's own pixels, a row of images for each class", () => {
  const dataset = brightnessDataset(9);
  const images = imagesOf(imageGrid(dataset, { perClass: 2 }));
  // Labels run 0, 1, 2, 0, 1, …
  expect(images).toHaveLength(3 * 2);
  [0, 3, 1, 4, 2, 5].forEach((image, place) => {
    const { png } = images[place]!;
    expect([png.width, png.height]).toEqual([8, 8]);
    const pixels = [...png.data].filter((_, i) => i % 4 !== 3);
    expect(pixels).toEqual([...dataset.images.subarray(image * 192, (image + 1) * 192)]);
  });
  expect(images.map(({ y }) => y)).toEqual([0, 0, 1, 1, 2, 2].map((row) => 6 + row * (8 * 1.5 + 2)));
  expect(images[1]!.x - images[0]!.x).toBe(8 * 1.5 + 2);
});

test('draws each pixel as a square of one color', async () => {
  const figure = imageGrid(plainDataset([0, 1, 1, 2]), { scale: 8 });
  const picture = await drawn(figure);
  const images = imagesOf(figure);
  [[0, 0], [1, 1], [1, 2], [2, 3]].forEach(([label, image], place) => {
    expectColor(picture.inside(images[place]!, 0, 0), [...colorOf(label!, image!), 255]);
    expectColor(picture.inside(images[place]!, 1, 0), [255, 255, 255, 255]);
    // Up to the edge between two pixels.
    const { x, y } = images[place]!;
    expectColor(picture.at(x + 7.6, y + 1), [...colorOf(label!, image!), 255]);
    expectColor(picture.at(x + 8, y + 1), [255, 255, 255, 255]);
  }); // prettier-ignore
  expect(picture.at(1, 1)[3]).toBe(0); // no paper
});

test('names each class beside its images, and says in the caption what there is', () => {
  const figure = imageGrid(plainDataset([0, 1, 1, 2, 1]), { perClass: 1, scale: 20 });
  expect(texts(figure.svg)).toEqual(['cat', 'dog', 'ship']);
  expect(figure.caption).toBe('plain images: 5 images, 3 classes of 1 to 3; shown: the first of each.');
  const images = imagesOf(figure);
  textPlaces(figure).slice(0, 3).forEach(({ x, y }, row) => {
    expect(x).toBe(images[row]!.x - 8);
    expect(y).toBeGreaterThan(images[row]!.y);
    expect(y).toBeLessThan(images[row]!.y + 40);
  }); // prettier-ignore
  expect(figure.alt).toBe(
    'Example images of each class: cat, dog, ship. plain images: 5 images, 3 classes of 1 to 3; shown: the first of each.',
  );
  expect(layoutOf(figure)).toMatchSnapshot();
});

test('stands in two blocks where they have room, with the first half of the classes on the left', () => {
  const { test: shapes } = syntheticShapes({ trainImages: 1, testImages: 40 });
  const beside = imagesOf(imageGrid(shapes));
  expect(beside).toHaveLength(10 * 4);
  expect(beside[20]!.y).toBe(beside[0]!.y);
  expect(beside[20]!.x).toBeGreaterThan(beside[3]!.x + 48);
  const below = imagesOf(imageGrid(shapes, { scale: 2 }));
  expect(new Set(below.map(({ y }) => y)).size).toBe(10);
});

test('says which classes have fewer images', () => {
  expect(imageGrid(plainDataset([0, 0, 1])).alt).toContain('3 images, 3 classes of 0 to 2; shown: all.');
  expect(imageGrid(plainDataset([0, 0, 1]), { perClass: 2 }).alt).toMatch(
    /the first 2 of each. Fewer than 2: dog 1, ship none.$/,
  );
  const many = plainDataset([0, 0], { classNames: Array.from('abcdefg') });
  expect(imageGrid(many, { perClass: 2 }).alt).toMatch(/Fewer than 2: b none, c none, d none, e none and 2 more.$/);
});

test('draws gray images, one class, one image', async () => {
  const gray = plainDataset([0], { channels: 1, images: Uint8Array.of(10, 200, 10, 10), classNames: ['digit'] });
  const figure = imageGrid(gray, { scale: 10 });
  const picture = await drawn(figure);
  expectColor(picture.inside(imagesOf(figure)[0]!, 0, 0), [10, 10, 10, 255]);
  expectColor(picture.inside(imagesOf(figure)[0]!, 1, 0), [200, 200, 200, 255]);
  expect(figure.alt).toContain('plain images: 1 image, 1 class of 1; shown: all.');
});

test('keeps within its width, with fewer pixels for each pixel if need be', async () => {
  const { test: shapes } = syntheticShapes({ trainImages: 1, testImages: 200 });
  for (const options of [{}, { perClass: 8 }, { perClass: 20 }, { scale: 4 }]) {
    expect((await drawn(imageGrid(shapes, options))).width).toBeLessThanOrEqual(600);
  }
  const { bytes } = await drawn(imageGrid(shapes));
  expect(bytes).toBeLessThan(60_000);
  expect(() => imageGrid({ ...shapes, labels: new Uint8Array(200) }, { perClass: 200 })).toThrow(
    /requires room for 200 images of 32 pixels .* ask for fewer in a row/,
  );
});

test('names stay text', async () => {
  const classNames = ['<script>alert(1)</script>', '"quotes" & 🐈', '🐈'.repeat(200)];
  const figure = imageGrid(plainDataset([0, 1, 2], { classNames, name: '<b>"x"</b>' }));
  expect(figure.svg).not.toMatch(/<script|<b>/);
  expect(texts(figure.svg)[0]).toContain('&#60;script&#62;');
  expect((await drawn(figure)).width).toBeLessThanOrEqual(600);
});

test.each([
  [{ perClass: 0 }, {}, /perClass to be a whole number of at least 1, got 0/],
  [{ scale: NaN }, {}, /a scale above 0, got NaN/],
  [{}, { channels: 2 }, /1 channel \(gray\) or 3 .*got 2/],
  [{}, { count: 0 }, /at least one image; plain images is empty/],
])('asks for what it needs: %j %j', (options, dataset, message) => {
  expect(() => imageGrid(plainDataset([0, 1, 2], dataset), options)).toThrow(message);
});

const real = process.env['L2LAB_TEST_CIFAR10'];
(real ? test : test.skip)('forty photos take less than 60 KB', async () => {
  const { train, test: unseen } = await readCifar10(real!);
  for (const photos of [train, unseen]) expect((await drawn(imageGrid(photos))).bytes).toBeLessThan(60_000);
});
