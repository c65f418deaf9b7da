/** Jupyter counts a cursor's place in Unicode code points, JavaScript in UTF-16 units: an emoji is one, or two. */

/** The UTF-16 offset of the place before which `points` code points stand. */
export function toUtf16Offset(text: string, points: number): number {
  let offset = 0;
  for (const character of text) {
    if (points-- <= 0) break;
    offset += character.length;
  }
  return offset;
}

/** The number of code points before a UTF-16 offset. */
export function toCodePoints(text: string, offset: number): number {
  let points = 0;
  for (const _ of text.slice(0, offset)) points++;
  return points;
}
