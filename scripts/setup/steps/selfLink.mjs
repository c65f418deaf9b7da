// @ts-check
import { lstatSync, mkdirSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT } from '../../common/paths.mjs';

const LINK = join(ROOT, 'node_modules', 'l2lab');

/** A notebook says `import … from 'l2lab'`, as if the project were installed: node_modules/l2lab is the project. */
/** @type {import('../runSteps.mjs').Step} */
export const selfLink = {
  name: 'self-link',
  title: "The name 'l2lab' for notebooks",
  after: ['npm-packages'],
  needs: { npm: false, python: false, compiler: false, megabytes: 0 },
  inputs: () => [ROOT],
  missing() {
    try {
      return realpathSync(LINK) === realpathSync(ROOT) ? undefined : LINK;
    } catch {
      return LINK;
    }
  },
  async run() {
    mkdirSync(dirname(LINK), { recursive: true });
    if (lstatSync(LINK, { throwIfNoEntry: false })) rmSync(LINK, { recursive: true });
    // On Windows a junction, which needs no special rights.
    symlinkSync(ROOT, LINK, 'junction');
  },
};
