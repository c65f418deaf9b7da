import { execFileSync } from 'child_process';
import * as path from 'path';

// What measuring takes is seen in a program of its own, which has a layer of 22 million weights (89 MB) and does nothing
// else. Its numbers before and after are those of the system.

const library = path.resolve(__dirname, '../../dist/index.js');

/** Bytes that the program holds at most while it measures, and afterwards, beyond those of before. */
function growth(measure: string): { readonly peak: number; readonly after: number } {
  const program = `
    const { convNet, deadUnits, syntheticShapes, useBackend, weightMagnitudes } = require(${JSON.stringify(library)});
    (async () => {
      await useBackend({ prefer: 'tensorflow' });
      const model = convNet({ filters: 64, denseUnits: 512 });
      const { test } = syntheticShapes({ trainImages: 1, testImages: 150 });
      const before = process.memoryUsage.rss();
      const highest = process.resourceUsage().maxRSS * 1024;
      await ${measure};
      const peak = Math.max(0, process.resourceUsage().maxRSS * 1024 - highest);
      console.log(JSON.stringify({ peak: peak + highest - before, after: process.memoryUsage.rss() - before }));
    })();`;
  const output = execFileSync(process.execPath, ['-e', program], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return JSON.parse(output.trim().split('\n').at(-1)!) as { peak: number; after: number };
}

test.each(['weightMagnitudes({ model })', 'deadUnits(model, test)'])(
  '%s takes less than 64 MB, and keeps next to nothing',
  (measure) => {
    const { peak, after } = growth(measure);
    expect(peak).toBeLessThan(64e6);
    expect(after).toBeLessThan(32e6);
  },
);
