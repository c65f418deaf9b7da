import { readFileSync } from 'node:fs';

/** The widest vectors first: how `/proc/cpuinfo` calls them, and how people do. */
const VECTORS = [
  ['amx_tile', 'AMX'],
  ['avx512f', 'AVX-512'],
  ['avx2', 'AVX2'],
  ['avx', 'AVX'],
] as const;

/**
 * What tells processors of one name apart, e.g. `family 25, model 17, AVX-512`: a virtual machine's is often no more
 * than "AMD EPYC", of which there are five generations. Undefined where the system does not say.
 *
 * @param cpuinfo as Linux writes it.
 */
export function describeProcessor(cpuinfo = readCpuinfo()): string | undefined {
  const value = (name: string) => new RegExp(`^${name}\\s*:\\s*(.*)$`, 'm').exec(cpuinfo)?.[1]?.trim();
  const flags = new Set(value('flags')?.split(/\s+/));
  const [family, model] = [value('cpu family'), value('model')];
  const parts = [
    family && `family ${family}`,
    model && `model ${model}`,
    VECTORS.find(([flag]) => flags.has(flag))?.[1],
  ];
  return parts.filter(Boolean).join(', ') || undefined;
}

function readCpuinfo(): string {
  try {
    return readFileSync('/proc/cpuinfo', 'utf8');
  } catch {
    return '';
  }
}
