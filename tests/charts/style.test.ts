import {
  ACCENTS,
  INK,
  NETWORK_COLORS,
  networkLooks,
  powerOfTen,
  rounded,
  shortName,
  shortNumber,
} from '../../src/charts/style';
import { colorDistance, contrast, luminance, SIGHTS } from './colors';

const pairs = NETWORK_COLORS.flatMap((a, i) => NETWORK_COLORS.slice(i + 1).map((b) => [a, b] as const));

describe('the colors of networks', () => {
  // A difference of 2.3 is just noticed where two areas touch (Mahy, Van Eycken & Oosterlinck 1994). Lines two pixels
  // wide that do not touch need several times as much, so six times.
  test.each(Object.keys(SIGHTS) as (keyof typeof SIGHTS)[])('stay apart, every pair, in %s sight', (sight) => {
    const close = pairs.filter(([a, b]) => colorDistance(a, b, sight) < 6 * 2.3);
    expect(close).toEqual([]);
  });

  test.each(Object.keys(SIGHTS) as (keyof typeof SIGHTS)[])('the first two are far apart in %s sight', (sight) => {
    // Most figures show a baseline and one other network.
    expect(colorDistance(NETWORK_COLORS[0], NETWORK_COLORS[1], sight)).toBeGreaterThan(60);
  });

  test('stand out on both pages: 3 for graphics, as WCAG asks, of the first four', () => {
    const lowest = NETWORK_COLORS.map((color) => Math.min(contrast(color, '#ffffff'), contrast(color, '#111111')));
    expect(Math.min(...lowest.slice(0, 4))).toBeGreaterThanOrEqual(3);
    // The two that figures with five and six networks need besides are light, to stay apart from the first four.
    expect(Math.min(...lowest)).toBeGreaterThan(2.2);
  });
});

describe('the measures of these tests', () => {
  test('contrast is that of WCAG', () => {
    expect(contrast('#ffffff', '#000000')).toBeCloseTo(21);
    expect(luminance('#808080')).toBeCloseTo(((0x80 / 255 + 0.055) / 1.055) ** 2.4);
  });

  test('sights are simulated: who sees no red or green confuses colors that others tell apart', () => {
    // Gray stays gray for everybody, and white is 100 lighter than black.
    for (const sight of Object.keys(SIGHTS) as (keyof typeof SIGHTS)[]) {
      expect(colorDistance('#ffffff', '#000000', sight)).toBeCloseTo(100, 0);
    }
    const [olive, brown] = ['#7a7a1f', '#a8651f'];
    expect(colorDistance(olive, brown, 'deutan')).toBeLessThan(colorDistance(olive, brown, 'usual') / 2);
    const [blue, green] = ['#0080a0', '#008f70'];
    expect(colorDistance(blue, green, 'tritan')).toBeLessThan(colorDistance(blue, green, 'usual') / 2);
  });
});

describe('the colors of what is no network', () => {
  const [one, other] = ACCENTS;

  test('are those of no network, and stay apart from each other and from gray in every sight', () => {
    for (const accent of ACCENTS) {
      expect(Math.min(...NETWORK_COLORS.map((color) => colorDistance(accent, color, 'usual')))).toBeGreaterThan(40);
    }
    for (const sight of Object.keys(SIGHTS) as (keyof typeof SIGHTS)[]) {
      expect(colorDistance(one, other, sight)).toBeGreaterThan(60);
      expect(Math.min(...ACCENTS.map((accent) => colorDistance(accent, INK, sight)))).toBeGreaterThan(30);
    }
  });

  test('stand out on both pages', () => {
    for (const accent of ACCENTS) {
      expect(Math.min(contrast(accent, '#ffffff'), contrast(accent, '#111111'))).toBeGreaterThanOrEqual(3);
    }
  });
});

test('letters are dark enough on a white page and light enough on a dark one', () => {
  expect(contrast(INK, '#ffffff')).toBeGreaterThanOrEqual(4.5);
  // Both cannot have 4.5: the two pages have 18.9 between them, and √18.9 = 4.35.
  expect(contrast('#ffffff', '#111111')).toBeLessThan(4.5 ** 2);
  expect(contrast(INK, '#111111')).toBeGreaterThan(4.1);
});

describe('networkLooks', () => {
  const [first, second, third] = NETWORK_COLORS;
  const looks = (shown: string[], networks?: string[]) =>
    shown.map(networkLooks('here', shown, networks && { networks }));
  const colors = (shown: string[], networks?: string[]) => looks(shown, networks).map(({ color }) => color);

  test('gives the baseline the first color, alone, first or last', () => {
    expect(colors(['baseline'])).toEqual([first]);
    expect(colors(['baseline', 'L2'])).toEqual([first, second]);
    expect(colors(['L2', 'baseline'])).toEqual([second, first]);
  });

  test('gives a network the same color alone as beside the baseline', () => {
    expect(colors(['L2'])).toEqual([second]);
    expect(colors(['baseline', 'L2'])[1]).toBe(second);
  });

  test('gives a network its color of the lesson in a figure that shows some of its networks', () => {
    const lesson = ['baseline', 'λ = 0.01', 'λ = 0.1'];
    expect(colors(['λ = 0.1'], lesson)).toEqual([third]);
    expect(colors(['λ = 0.1', 'baseline'], lesson)).toEqual([third, first]);
    expect(colors(['λ = 0.01', 'λ = 0.1'], lesson)).toEqual([second, third]);
  });

  test('gives each of as many networks as there are colors one of its own', () => {
    const five = ['a', 'b', 'c', 'd', 'e'];
    expect(new Set(colors(five)).size).toBe(5);
    expect(new Set(colors(['baseline', ...five])).size).toBe(6);
    expect(new Set(colors([...five, 'baseline'])).size).toBe(6);
  });

  test('gives a network its marks and its line with its color, so that it keeps them in gray, too', () => {
    const six = ['baseline', 'a', 'b', 'c', 'd', 'e'];
    for (const part of ['shape', 'spaceShape', 'line'] as const) {
      expect(new Set(looks(six).map((look) => look[part])).size).toBe(6);
    }
    expect(looks(['d', 'b'], six)).toEqual([looks(six)[4], looks(six)[2]]);
  });

  test('asks for fewer networks than colors cannot tell apart', () => {
    expect(() => colors(['a', 'b', 'c', 'd', 'e', 'f'])).toThrow(
      'here draws up to 5 networks and the baseline, got 6: more colors cannot be told apart. Draw some of them',
    );
    expect(() => colors(Array.from({ length: 20 }, (_, i) => `run ${i}`))).toThrow(/got 20/);
  });
});

test.each([
  [0, '0'],
  [1, '1'],
  [0.5, '0.5'],
  [-0.25, '−0.25'],
  [0.123456, '0.123'],
  [99999, '100000'],
  [123456, '1.2 × 10⁵'],
  [0.001, '0.001'],
  [0.00099, '9.9 × 10⁻⁴'],
  [1e-7, '1 × 10⁻⁷'],
  [-2.5e-12, '−2.5 × 10⁻¹²'],
  [NaN, 'NaN'],
])('shortNumber writes %p as %s', (value, text) => {
  expect(shortNumber(value)).toBe(text);
});

test.each([
  [0, '10⁰'],
  [-7, '10⁻⁷'],
  [12, '10¹²'],
])('powerOfTen writes ten to the %i as %s', (exponent, text) => {
  expect(powerOfTen(exponent)).toBe(text);
});

test('rounded keeps digits, not places, and knows no number that is not finite', () => {
  expect([123.456, 0.000123456, 0, NaN, Infinity].map((value) => rounded(value, 3))).toEqual([
    ...[123, 0.000123, 0, null, null],
  ]);
});

test('shortName cuts long names between letters, never within one', () => {
  expect(shortName('L2')).toBe('L2');
  expect(shortName('a'.repeat(32))).toBe('a'.repeat(32));
  expect(shortName('a'.repeat(200))).toBe(`${'a'.repeat(31)}…`);
  expect(shortName('🎉'.repeat(40))).toBe(`${'🎉'.repeat(31)}…`);
});
