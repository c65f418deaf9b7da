import * as fs from 'node:fs';

/** Writes a file of text with a line end behind it. A kill at any moment leaves the file as it was, or whole. */
export function writeWhole(file: string, text: string): void {
  const part = `${file}.${process.pid}.part`;
  fs.writeFileSync(part, `${text}\n`);
  fs.renameSync(part, file);
}
