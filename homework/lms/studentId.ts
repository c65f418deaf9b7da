import type { Owner } from './exportedName';
import type { Students } from './students';

/** Letters with a stroke or of two kinds, which Unicode does not take apart. */
const LETTERS: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
};

/**
 * A name as a part of paths: small letters of any script, without accents, with `-` between words.
 *
 * @example
 * cleanName("Zoë O'Brien-Groß") // => 'zoe-obrien-gross'
 */
export function cleanName(name: string): string {
  return name
    .normalize('NFD')
    .replace(/[\u0300-\u036f'’ʼ`]/g, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(/[ßæœøłđðþ]/g, (letter) => LETTERS[letter] ?? letter)
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);
}

/** Another of an export who would get the same id, where no number tells them apart. */
export function twinOf(owner: Owner, owners: readonly Owner[]): Owner | undefined {
  const id = cleanName(owner.name);
  return owners.find((other) => other !== owner && !owner.number && !other.number && cleanName(other.name) === id);
}

/**
 * nbgrader's id of a student: known from an earlier collection, or made of the name and the LMS's number. Canvas's number
 * tells a student in all assignments. Moodle's is another in each, so there the name tells who it is, unless two students
 * bear it.
 *
 * @param owners all students of this export.
 * @param known students of earlier collections.
 */
export function studentId(owner: Owner, assignment: string, owners: readonly Owner[], known: Students): string {
  const { lms, number } = owner;
  const name = cleanName(owner.name);
  const fresh = [name || 'student', ...(number ? [number] : [])].join('-');
  if (!number) return fresh;
  const same = Object.entries(known).filter(([, student]) => student.lms === lms);
  const numbered = same.find(([, { submissions }]) =>
    lms === 'canvas'
      ? Object.values(submissions).some((submission) => submission.number === number)
      : submissions[assignment]?.number === number,
  );
  if (numbered) return numbered[0];
  if (lms === 'moodle') {
    const namesakes = new Set(owners.filter((other) => cleanName(other.name) === name).map((other) => other.number));
    const candidates = same.filter(([, student]) => cleanName(student.name) === name);
    const [only] = candidates;
    if (candidates.length === 1 && namesakes.size === 1 && !only![1].submissions[assignment]) return only![0];
  }
  // Somebody has made a folder of this name by hand.
  if (known[fresh]?.lms === 'folder') return fresh;
  let id = fresh;
  for (let i = 2; id in known; i++) id = `${fresh}-${i}`;
  return id;
}
