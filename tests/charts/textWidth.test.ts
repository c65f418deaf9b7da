import { loadLetters } from '../../src/charts/drawing/letters';
import { fitText, roughWidth } from '../../src/charts/drawing/textWidth';

test('is near what the letters measure', async () => {
  const measure = await loadLetters();
  for (const text of [
    'automobile',
    'triangle',
    'ÁRBOL, ñandú',
    'WWW iii',
    'Norm √Σw²: before 2.28 → after 2.29 (100 %).',
  ]) {
    const share = roughWidth(text, 13) / measure(text, 13);
    expect(share).toBeGreaterThan(0.98);
    expect(share).toBeLessThan(1.1);
  }
});

test('fitText keeps what has room', () => {
  expect(fitText('automobile', 13, 80)).toBe('automobile');
  expect(fitText('automobile', 13, 50)).toMatch(/^auto[mo]*…$/);
  expect(fitText('🐈🐈🐈', 13, 1)).toBe('🐈…');
});
