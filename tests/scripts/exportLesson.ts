import { readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT } from '../notebook/cells';
import { Sandbox } from './sandbox';

/** The lessons of all languages, relative to the project's folder. */
export const LESSONS = readdirSync(join(PROJECT, 'notebooks'), { recursive: true, encoding: 'utf8' })
  .filter((file) => /^\w+[\\/][^\\/]+\.ipynb$/.test(file))
  .map((file) => join('notebooks', file))
  .sort();

/** A page made of a notebook. */
export interface Exported {
  readonly html: string;
  /** What nbconvert said meanwhile. */
  readonly log: string;
}

/** A clone that exports notebooks with the project's JupyterLab. */
export function exportingClone(): Sandbox {
  const clone = new Sandbox();
  symlinkSync(join(PROJECT, '.venv'), clone.path('.venv'), 'junction');
  return clone;
}

/**
 * Exports a lesson as HTML.
 *
 * @param lesson relative to the project's folder.
 * @param by a terminal in the JupyterLab that `npm start` opens, or a Jupyter without any settings.
 */
export function exportLesson(clone: Sandbox, lesson: string, by: 'our JupyterLab' | 'any Jupyter'): Exported {
  const environment = by === 'our JupyterLab' ? 'jupyterEnvironment()' : "{ ...process.env, JUPYTER_NO_CONFIG: '1' }";
  const args = [
    '-m',
    'nbconvert',
    '--to',
    'html',
    '--output-dir',
    clone.root,
    '--output',
    'page',
    join(PROJECT, lesson),
  ];
  const { output: log } = clone.evaluate(
    `import { spawnSync } from 'node:child_process';
     import { PYTHON } from './scripts/common/paths.mjs';
     import { jupyterEnvironment, writeJupyterConfig } from './scripts/jupyter/config.mjs';
     writeJupyterConfig();
     spawnSync(PYTHON, ${JSON.stringify(args)}, { env: ${environment}, stdio: 'inherit' });`,
  );
  return { html: readFileSync(clone.path('page.html'), 'utf8'), log };
}

/** A figure of a notebook, in words. */
export interface FigureText {
  readonly alt: string;
  readonly caption: string;
}

interface Output {
  readonly data?: Readonly<Record<string, string | string[]>>;
  readonly metadata?: { readonly 'image/png'?: { readonly alt?: string } };
}

/** The figures that a lesson is saved with, from top to bottom. */
export function figuresOf(lesson: string): FigureText[] {
  const { cells } = JSON.parse(readFileSync(join(PROJECT, lesson), 'utf8')) as { cells: { outputs?: Output[] }[] };
  return cells.flatMap(({ outputs = [] }) =>
    outputs.flatMap(({ data, metadata }, i) =>
      data?.['image/png'] === undefined
        ? []
        : [
            {
              alt: metadata?.['image/png']?.alt ?? '',
              caption: [outputs[i + 1]?.data?.['text/plain'] ?? ''].flat().join('').replace(/\s+/g, ' '),
            },
          ],
    ),
  );
}

/** The figures that a page shows, from top to bottom; a caption is the first text below a picture. */
export function picturesOf(html: string): FigureText[] {
  return [...html.matchAll(/<img\b([^>]*)>([^]*?)<\/p>/g)].map(([, attributes = '', below = '']) => ({
    alt: textOf(/\balt="([^"]*)"/.exec(attributes)?.[1] ?? ''),
    caption: textOf(below),
  }));
}

const LETTERS: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', '#34': '"', '#39': "'" };

/** What a piece of HTML reads, with single spaces. */
const textOf = (html: string): string =>
  html
    .replace(/<[^>]*>/g, ' ')
    .replace(/&([a-z]+|#\d+);/g, (whole, name: string) => LETTERS[name] ?? whole)
    .replace(/\s+/g, ' ')
    .trim();
