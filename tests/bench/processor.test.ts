import { describeProcessor } from '../../bench/processor';

const cpuinfo = (flags: string) =>
  `processor\t: 0\ncpu family\t: 25\nmodel\t\t: 17\nmodel name\t: AMD EPYC\nflags\t\t: fpu ${flags} sse2\n`;

test.each([
  ['avx avx2 avx512f', 'family 25, model 17, AVX-512'],
  ['avx avx2', 'family 25, model 17, AVX2'],
  ['avx avx2 avx512f amx_tile', 'family 25, model 17, AMX'],
  ['sse', 'family 25, model 17'],
])('of %j: %s', (flags, text) => expect(describeProcessor(cpuinfo(flags))).toBe(text));

test('another kind of processor, or another system, says nothing', () => {
  expect(describeProcessor('processor\t: 0\nFeatures\t: fp asimd\n')).toBeUndefined();
  expect(describeProcessor('')).toBeUndefined();
});
