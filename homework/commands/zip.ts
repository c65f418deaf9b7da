import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chooseAssignments, commandOn } from '../course';
import type { Course } from '../course';
import { writeZip } from '../lms/zipFile';
import type { Command } from '../main';
import { gradeIds, parseNotebook } from '../notebook';
import type { HandoutMetadata } from '../notebook';

export const command: Command = {
  usage: '[ASSIGNMENT …]',
  about: 'packs what students get: the released notebook and a README',
  async run(args, course) {
    const { positionals } = parseArgs({ args, allowPositionals: true });
    for (const name of chooseAssignments(course, positionals)) {
      const file = await packHandout(course, name);
      console.log(`✓ ${file} (${Math.ceil(statSync(file).size / 1000)} KB)`);
    }
  },
};

/**
 * Makes `handout/NAME.zip`. The notebook in it names its assignment and its cells, so that a renamed one is known again
 * and a lost cell is missed.
 *
 * @returns the zip's path.
 * @throws if the notebook is not released, or its source has changed since.
 */
export async function packHandout({ folder }: Course, name: string): Promise<string> {
  const source = join(folder, 'source', name, `${name}.ipynb`);
  const released = join(folder, 'release', name, `${name}.ipynb`);
  const remedy = `run: ${commandOn({ folder }, `release ${name}`)}`;
  if (!existsSync(released)) throw new Error(`${name} is not released yet; ${remedy}`);
  const modified = statSync(released).mtime;
  if (modified < statSync(source).mtime) throw new Error(`${source} is newer than the released notebook; ${remedy}`);
  const text = readFileSync(released, 'utf8');
  const notebook = JSON.parse(text) as { metadata: { l2lab?: HandoutMetadata } };
  notebook.metadata.l2lab = { assignment: name, cells: gradeIds(parseNotebook(text)) };
  const file = join(folder, 'handout', `${name}.zip`);
  const pack = (path: string, content: string) => ({
    path: `${name}/${path}`,
    content: Buffer.from(content),
    modified,
  });
  await writeZip(file, [
    pack(`${name}.ipynb`, `${JSON.stringify(notebook, null, 1)}\n`),
    pack('README.md', readme(name)),
  ]);
  return file;
}

/** What to do, in three steps. */
const readme = (name: string): string => `# Homework: ${name}

1. **Unzip** this file in the folder \`homework/\` of your clone of l2lab, so that there is \`homework/${name}/${name}.ipynb\`. Git ignores it.
2. **Work** in the notebook: \`npm start -- homework/${name}/${name}.ipynb\` opens it in JupyterLab. Write where a cell says so: code in place of the line that throws, words after a double click. The check below your code says ✓ right, ✗ wrong and why, ○ not done yet. Leave all other cells as they are, and save (Ctrl-S).
3. **Hand in**: \`npm run homework -- submit ${name}\` runs your notebook from the top, says what is missing and packs \`homework/${name}/${name}-handin.zip\`. Upload that file.

You may hand in unfinished work, and hand in again: the last one counts.
`;
