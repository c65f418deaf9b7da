import { readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { linkLibrary } from '../linkLibrary';
import { writeZip } from '../lms/zipFile';
import type { Command } from '../main';
import { parseNotebook } from '../notebook';
import { cellFaults, isUntouched } from '../submit/cellFaults';
import { describeVerdicts } from '../submit/describeVerdicts';
import { findNotebook } from '../submit/findNotebook';
import { notebookBar } from '../submit/notebookBar';
import { runAllCells } from '../submit/runAllCells';
import { verdicts } from '../submit/verdicts';

export const command: Command = {
  usage: '[ASSIGNMENT or PATH]',
  about: 'for students: runs the notebook, says what is missing, packs it (--seconds N for a cell: 120)',
  withoutSource: true,
  async run(args, course, signal) {
    const options = { seconds: { type: 'string', default: '120' } } as const;
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options });
    const seconds = Number(values.seconds);
    if (!(seconds > 0))
      throw new Error(`--seconds is the time that each cell has, e.g. 120, and not ${values.seconds}.`);
    if (positionals.length > 1) throw new Error('One homework at a time: npm run homework -- submit NAME');
    linkLibrary(course);
    const file = findNotebook(course.folder, positionals[0]);
    // What is packed is what was checked, even if it is saved again meanwhile.
    const [text, modified] = [readFileSync(file, 'utf8'), statSync(file).mtime];
    const notebook = readStudentNotebook(file, text);
    const bar = notebookBar(notebook);
    let run;
    try {
      console.log(`Running ${shown(file)} from the top, as it is saved.`);
      run = await runAllCells(text, { folder: dirname(file), seconds, onCell: bar.show, signal });
    } finally {
      bar.stop();
    }
    const said = verdicts(run, isUntouched, seconds);
    console.log(describeVerdicts(said, cellFaults(notebook)));
    const name = notebook.metadata.l2lab?.assignment ?? basename(file, '.ipynb');
    const zip = join(dirname(file), `${name}-handin.zip`);
    await writeZip(zip, [{ path: `${name}/${name}.ipynb`, content: Buffer.from(text), modified }]);
    console.log(`Hand in this file: ${shown(zip)} (${Math.ceil(statSync(zip).size / 1000)} KB)`);
  },
};

function readStudentNotebook(file: string, text: string) {
  try {
    return parseNotebook(text);
  } catch (error) {
    throw new Error(
      `${file} cannot be read: ${(error as Error).message}. Keep a copy of it, then take the notebook of your last ` +
        'handin.zip, or unzip the handed-out one again.',
    );
  }
}

/** A path as short as it may be, from where the user stands. */
const shown = (path: string): string => {
  const short = relative(process.cwd(), path);
  return short.startsWith('..') ? path : short;
};
