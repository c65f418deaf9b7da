import { getProfile, profiles } from '../../src/training/profiles';

test("the article's profile is the article's experiment", () => {
  expect(profiles.article).toMatchObject({
    ...{ trainImages: 'all', testImages: 'all', filters: 128, denseUnits: 1024, epochs: 10, batchSize: 128 },
    ...{ learningRate: 1e-4, decay: 1e-6, l2: 0.01 },
  });
});

test('quick and tiny differ from the article in size only', () => {
  const { article, quick, tiny } = profiles;
  for (const profile of [quick, tiny]) {
    const { batchSize, learningRate, decay, l2 } = profile;
    expect({ batchSize, learningRate, decay, l2 }).toEqual({
      ...{ batchSize: article.batchSize, learningRate: article.learningRate },
      ...{ decay: article.decay, l2: article.l2 },
    });
  }
});

test("small has the article's penalty and steps of its own", () => {
  const { small, article } = profiles;
  expect(small).toMatchObject({ l2: article.l2, decay: article.decay, batchSize: 64, learningRate: 1e-3 });
});

test('an unknown profile is answered with the names there are', () => {
  expect(() => getProfile('huge')).toThrow(/one of article, quick, small, tiny, got "huge"/);
});
