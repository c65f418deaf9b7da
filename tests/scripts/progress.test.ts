import { Sandbox } from './sandbox';

describe('progress of set-up is counted', () => {
  let clone: Sandbox;
  beforeAll(() => (clone = new Sandbox()));
  afterAll(() => clone.remove());

  const value = (code: string) => JSON.parse(clone.evaluate(code).output);

  test("pip's raw output becomes numbers", () => {
    const states = value(`
      import { PipProgress } from './scripts/setup/pip.mjs';
      const pip = new PipProgress();
      const states = [];
      for (const line of [
        'Collecting anyio==4.16.0 (from -r jupyter.txt (line 3))',
        '  Using cached anyio-4.16.0-py3-none-any.whl.metadata (4.6 kB)',
        'Requirement already satisfied: six==1.17.0 in ./lib (from -r jupyter.txt (line 9))',
        'Downloading tensorflow_cpu-2.21.0-cp311-cp311-manylinux_2_27_x86_64.whl (250.1 MB)',
        'Progress 1048576 of 250100000',
        'Installing collected packages: anyio, tensorflow-cpu',
      ]) {
        pip.read(line);
        states.push([pip.collected, pip.file, pip.done, pip.total, pip.installing]);
      }
      console.log(JSON.stringify(states));`);
    expect(states).toEqual([
      [1, '', 0, 0, 0],
      [1, '', 0, 0, 0],
      [2, '', 0, 0, 0],
      [2, 'tensorflow_cpu', 0, 0, 0],
      [2, 'tensorflow_cpu', 1048576, 250100000, 0],
      [2, 'tensorflow_cpu', 1048576, 250100000, 2],
    ]);
  });

  test('a package with one version per Python counts once', () => {
    const names = value(`
      import { packageNames } from './scripts/setup/pip.mjs';
      const text = "# made by a tool\\na==1\\n    # via b\\nB==2 ; python_version < '3.11'\\nb==3 ; python_version >= '3.11'";
      console.log(JSON.stringify(packageNames(text)));`);
    expect(names).toEqual(['a', 'b']);
  });

  test('npm packages of other systems are not waited for', () => {
    const folders = value(`
      import { packageFolders } from './scripts/setup/steps/npmPackages.mjs';
      const packages = {
        '': {},
        'node_modules/everywhere': {},
        'node_modules/here': { os: [process.platform], cpu: [process.arch] },
        'node_modules/other-system': { os: ['aix'] },
        'node_modules/other-processor': { cpu: ['mips'] },
        'node_modules/not-here': { os: ['!' + process.platform] },
      };
      console.log(JSON.stringify(packageFolders({ packages })));`);
    expect(folders).toEqual(['node_modules/everywhere', 'node_modules/here']);
  });

  test('the bar is full at the end, never fuller, and no wider than the terminal', () => {
    const bars: string[] = value(`
      import { drawBar } from './scripts/common/progress.mjs';
      console.log(JSON.stringify([drawBar('x', 1, 4, ''), drawBar('x', 9, 4, ''), drawBar('x', 1, 4, 'y'.repeat(99), 40)]));`);
    expect(bars[0]?.match(/█/g)).toHaveLength(24 / 4);
    expect(bars[1]?.match(/█/g)).toHaveLength(24);
    expect(bars[1]).toContain('100 %');
    expect(bars[2]).toHaveLength(40 - 1);
  });
});
