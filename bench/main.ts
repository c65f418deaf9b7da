import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { runCommand } from '../src/cli/command';
import { installPeers } from './installPeers';
import { HELP, readOptions } from './options';
import { benchReport } from './report';
import { runBench } from './runBench';

void runCommand(async (signal) => {
  const options = readOptions(process.argv.slice(2));
  if (options.help) return void process.stdout.write(HELP);
  if (options.setup) return installPeers(options.device, options.pipArguments);
  const result = await runBench(options, signal);
  const name = result.date.slice(0, 16).replace('T', '-').replace(':', '');
  const path = resolve(options.out || join(__dirname, 'results', `${name}.json`));
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify(result, null, 1)}\n`);
  process.stdout.write(`\n${benchReport(result)}\n\n`);
  process.stderr.write(`Saved in ${path}\n`);
});
