import * as os from 'os';

/** The computer in one line, e.g. `AMD EPYC, 2 cores, 23 GiB, Linux 6.1 x64`. */
export function describeMachine(): string {
  const model = os.cpus()[0]?.model.replace(/\s+/g, ' ').trim() || os.arch();
  const cores = os.availableParallelism();
  const memory = Math.round(os.totalmem() / 2 ** 30);
  return `${model}, ${cores} ${cores === 1 ? 'core' : 'cores'}, ${memory} GiB, ${os.type()} ${os.release()} ${os.arch()}`;
}
