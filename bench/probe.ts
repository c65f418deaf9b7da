import { engineOf } from './compare';
import { contenderCommand, contenderTitle, whyMissing } from './contenders';
import type { ContenderName } from './contenders';
import { refusal, withCard } from './devices';
import type { Device } from './devices';
import { Program } from './Program';
import type { Card, Description, WorkerConfig } from './protocol';

/**
 * Who can take part: what is installed and, where it is not the CPU that is measured, computes on the device. For that
 * each starts once with the small network of `config`; one that fell back to the CPU is out before anything is timed.
 *
 * @param notes get a line for each that is left out.
 */
export async function whoTakesPart(
  names: readonly ContenderName[],
  config: Omit<WorkerConfig, 'engine'>,
  { device, nvidia }: { readonly device: Device; readonly nvidia: Card | undefined },
  notes: string[],
  signal: AbortSignal,
): Promise<ContenderName[]> {
  const found: ContenderName[] = [];
  for (const name of new Set(names)) {
    const title = contenderTitle(name, device);
    const reason = whyMissing(name, device) ?? (await whyNotOnDevice(name, title));
    if (reason === undefined) found.push(name);
    else notes.push(`${title}: ${reason.replace(/\.$/, '')}.`);
  }
  return found;

  async function whyNotOnDevice(name: ContenderName, title: string): Promise<string | undefined> {
    // Another version of the library takes the engine that it is compared with: `compare` looks at it.
    if (device === 'cpu' || name === 'before' || signal.aborted) return undefined;
    process.stderr.write(`On which device does ${title} compute?\n`);
    const engine = engineOf(name, 'ours');
    try {
      const command = contenderCommand(name, { ...config, engine }, device);
      const description = withCard(await Program.askOnce<Description>(command, signal), nvidia);
      return refusal(description, device, engine === 'webgpu');
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }
}
