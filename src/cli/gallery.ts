import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { loadDataset } from '../data/loadDataset';
import { displayOf } from '../notebook/show';
import { useBackend } from '../engine';
import { getProfile } from '../training/profiles';
import { runCommand } from './command';
import { GALLERY_FIGURES } from './galleryFigures';
import type { GalleryEntry } from './galleryFigures';
import { GALLERY_HARD_CASES } from './galleryHardCases';
import { GALLERY_SCRIPTS, galleryPage } from './galleryPage';
import type { GalleryItem } from './galleryPage';
import { GALLERY_SIZE, galleryRuns } from './galleryRuns';
import type { GalleryRuns } from './galleryRuns';
import { terminalProgress } from './terminalProgress';

const HELP = `Draws every figure of the library from real runs, on one page: light and dark, interactive and as
pictures, on a phone and in gray. Trains small networks first, in about a minute. Ctrl-C ends it.

npm run gallery
npm run gallery -- --profile quick --data FILE

  --profile NAME  article, quick, small or tiny; default a size of its own
  --data PATH     a CIFAR-10 archive or folder; default data/, else built-in images
  --out FOLDER    default out/gallery
  --help          print this
`;

async function main(signal: AbortSignal): Promise<void> {
  const { values } = parseArgs({
    options: {
      profile: { type: 'string' },
      data: { type: 'string' },
      out: { type: 'string', default: join('out', 'gallery') },
      help: { type: 'boolean' },
    },
  });
  if (values.help) return void process.stdout.write(HELP);
  const size = values.profile === undefined ? GALLERY_SIZE : getProfile(values.profile);
  const folder = resolve(values.out);
  const dataset = await loadDataset({ ...size, data: values.data });
  const backend = await useBackend();
  const about = [`${dataset.source}`, `Trained: ${size.description}. ${size.epochs} epochs. ${backend.description}.`];
  about.forEach((line) => console.log(line));

  const progress = terminalProgress('test');
  const onSweep = (run: number, of: number) => console.log(`Short run ${run} of ${of}`);
  const training = { size, dataset, signal, onSweep, onProgress: progress.show };
  const runs = await galleryRuns(training).finally(progress.stop);

  const figures = await drawAll(GALLERY_FIGURES, (entry) => forms(entry, runs), signal);
  const hardCases = await drawAll(GALLERY_HARD_CASES, (entry) => formsOrMessage(entry, runs), signal);
  const files = galleryPage({ about, figures, hardCases });
  mkdirSync(folder, { recursive: true });
  for (const [name, source] of Object.entries(GALLERY_SCRIPTS)) {
    copyFileSync(require.resolve(source), join(folder, name));
  }
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  console.log(`${figures.length} figures and ${hardCases.length} hard cases. Written: ${join(folder, 'index.html')}`);
}

type Drawn = Pick<GalleryItem, 'display' | 'caption' | 'message'>;

/** @throws if the signal stopped it. */
async function drawAll(
  entries: readonly GalleryEntry[],
  draw: (entry: GalleryEntry) => Promise<Drawn>,
  signal: AbortSignal,
): Promise<GalleryItem[]> {
  const items: GalleryItem[] = [];
  for (const entry of entries) {
    signal.throwIfAborted();
    const start = performance.now();
    const drawn = await draw(entry);
    items.push({ entry, ...drawn, milliseconds: performance.now() - start });
    // A signal arrives between two turns of the event loop.
    await new Promise((done) => setImmediate(done));
  }
  return items;
}

async function forms({ draw }: GalleryEntry, runs: GalleryRuns): Promise<Drawn> {
  const figure = draw(runs);
  return { display: await displayOf(figure), ...(figure.kind !== 'table' && { caption: figure.caption }) };
}

/** A figure that refuses its input shows what it says: the message is a part of the figure. */
async function formsOrMessage(entry: GalleryEntry, runs: GalleryRuns): Promise<Drawn> {
  try {
    return await forms(entry, runs);
  } catch (error) {
    if (error instanceof TypeError || !(error instanceof Error)) throw error;
    return { message: error.message };
  }
}

void runCommand(main);
