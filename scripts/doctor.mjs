// @ts-check
// Says what is there and how to mend what is not: `npm run doctor`. Works before anything is installed.
import { availableParallelism, cpus, freemem, totalmem } from 'node:os';
import { checkups } from './checks/checkups.mjs';

/** @param {number} bytes */
const gigabytes = (bytes) => `${(bytes / 1e9).toFixed(1)} GB`;

let broken = 0;
for (const checkup of checkups()) {
  const { name, found, missing, mend, needed = true } = checkup;
  if (missing === undefined) {
    console.log(`✓ ${name.padEnd(22)} ${found}`);
    continue;
  }
  if (needed) broken++;
  console.log(`${needed ? '✗' : '–'} ${name.padEnd(22)} ${missing}`);
  if (mend) console.log(`  ${''.padEnd(22)} → ${mend}`);
}
const processor = cpus()[0]?.model.trim() ?? process.arch;
console.log(`  ${'processor'.padEnd(22)} ${processor}, ${availableParallelism()} threads`);
console.log(`  ${'memory'.padEnd(22)} ${gigabytes(totalmem())}, of which ${gigabytes(freemem())} free`);
console.log(broken === 0 ? '\nEverything that is needed is there.' : `\n${broken} needed thing(s) missing.`);
process.exitCode = broken === 0 ? 0 : 1;
