import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { SingleBar } from 'cli-progress';
import { ARCHIVE_NAME, dataFolder } from '../data/loadDataset';
import { CIFAR10_ARCHIVE } from './archiveFile';
import { runCommand } from './command';
import { downloadCifar10 } from './download';
import { importCifar10 } from './importArchive';
import type { ImportedArchive } from './importArchive';
import type { DownloadProgress } from './resumableDownload';

const HELP = `Gets the CIFAR-10 images (162 MiB) into data/. An interrupted download goes on when the command is run again.

npm run data
npm run data -- --from FILE_OR_ADDRESS

  --from FILE_OR_ADDRESS  import a local archive, or download from a mirror (http:// or https://)
  --to FOLDER             put the archive there instead of data/
  --help                  print this
`;

async function main(signal: AbortSignal): Promise<void> {
  const { values } = parseArgs({
    options: { from: { type: 'string' }, to: { type: 'string' }, help: { type: 'boolean' } },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  const target = join(values.to === undefined ? dataFolder() : resolve(values.to), ARCHIVE_NAME);
  const bar = progressBar();
  try {
    const options = { signal, onProgress: bar.show };
    if (values.from === undefined) {
      console.log(`Getting ${CIFAR10_ARCHIVE.addresses[0]}; its server is slow at times (minutes to an hour).`);
      const onOther = () =>
        console.log(
          `${target} is another archive. It stays in use until the official one is complete, and is kept beside it then.`,
        );
      const { already } = await downloadCifar10(target, { ...options, onOther });
      bar.stop();
      console.log(`${target} ${already ? 'is there already' : 'is complete'}: size and SHA-256 are right.`);
    } else {
      const imported = await importCifar10(values.from, target, options);
      bar.stop();
      console.log(describeImport(imported));
    }
  } catch (error) {
    bar.stop();
    if (signal.aborted) throw new Error('Stopped. What has arrived is kept; run the command again to go on.');
    throw error;
  }
}

function describeImport({ path, already, official, trainImages, testImages }: ImportedArchive): string {
  const what = official
    ? 'the official CIFAR-10 archive (size and SHA-256 are right)'
    : `a sound archive of ${trainImages} training and ${testImages} test images, but not the official one`;
  return `${path} ${already ? 'is there already' : 'is complete'}: ${what}.`;
}

/** A bar with speed and time left. It appears with the first progress, so that nothing shows when nothing is to do. */
function progressBar(): { show: (progress: DownloadProgress) => void; stop: () => void } {
  const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);
  const bar = new SingleBar({
    format: '{bar} {percentage} % | {done} of {all} MB | {speed} MB/s | {left} left | {host}',
    barsize: 24,
    // Without a terminal (a log file), a line now and then instead of a moving bar.
    noTTYOutput: true,
    notTTYSchedule: 10_000,
  });
  let address: string | undefined;
  let startTime = 0;
  let startBytes = 0;
  let shown = false;
  const stop = (): void => {
    if (shown) bar.stop();
    shown = false;
  };
  const show = ({ address: from, received, total }: DownloadProgress): void => {
    // A new attempt starts the measurement anew: bytes of an earlier one took no time in this one.
    const anew = !shown || from !== address || received < startBytes;
    if (anew) [address, startTime, startBytes] = [from, Date.now(), received];
    const seconds = (Date.now() - startTime) / 1000;
    const speed = seconds > 0 ? (received - startBytes) / seconds : 0;
    const words = {
      done: megabytes(received),
      all: total === undefined ? '?' : megabytes(total),
      speed: speed === 0 ? '–' : megabytes(speed),
      left: total === undefined || speed === 0 ? '–' : duration((total - received) / speed),
      host: new URL(from).host,
    };
    if (anew) {
      stop();
      // Of unknown length: the bar stays empty, and the numbers beside it count on.
      bar.start(total ?? Number.MAX_SAFE_INTEGER, received, words);
      shown = true;
    } else {
      bar.update(received, words);
    }
  };
  return { show, stop };
}

function duration(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  return minutes > 0 ? `${minutes} min ${Math.round(seconds % 60)} s` : `${Math.ceil(seconds)} s`;
}

void runCommand(main);
