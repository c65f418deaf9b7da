import type { Lms } from './students';

/** Whose file of an export it is. */
export interface Owner {
  readonly lms: Lms;
  /** As the LMS writes it. */
  readonly name: string;
  readonly number?: string;
  /** What stands for the student in the export: a folder's or a file's name. */
  readonly from: string;
  /** Canvas's number of the file, which grows with time; 0 elsewhere. */
  readonly place: number;
  /** The file's own name or path, without what the LMS put before it. */
  readonly file: string;
}

/**
 * Moodle's "Download all submissions" (mod/assign/classes/downloader.php): `Full Name_NUMBER_assignsubmission_file` is a
 * folder, or with "Download submissions in folders" off the beginning of a file's name. Before Moodle 4.1 a folder's name
 * ended in one `_` more. The number is the participant's in this assignment, as in the grading worksheet's Identifier.
 * What a student calls a file may look like it; Moodle's own words are the first.
 */
const MOODLE = /^(?<name>.*?)_(?<number>\d+)_assignsubmission_(?<kind>[a-z]+)(?:_(?<file>.*))?$/;

/** A folder of Moodle's: all of its name is Moodle's but the student's, which may look like anything, too. */
const MOODLE_FOLDER = /^(?<name>.*)_(?<number>\d+)_assignsubmission_(?<kind>[a-z]+)_?$/;

/**
 * Canvas's "Download Submissions" (lib/content_zipper.rb): `doejane_LATE_USER_FILE_name.zip`, where LATE stands only if
 * it was. Names come without spaces. A file of a name that is taken gets `-1`, `-2` before its extension.
 */
const CANVAS = /^(?<name>\S+?)_(?:LATE_)?(?<number>\d+)_(?<place>\d+)_(?<file>.+)$/;

/** The same where students are hidden from graders: no number that Canvas's gradebook would know. */
const CANVAS_HIDDEN = /^(?:LATE_)?(?<name>anon_[A-Za-z0-9]+)_(?<place>\d+)_(?<file>.+)$/;

const isWork = (path: string): boolean => /\.(ipynb|zip)$/i.test(path);
const canvasMatch = (path: string) => {
  const name = path.split('/').at(-1)!;
  const match = CANVAS_HIDDEN.exec(name) ?? CANVAS.exec(name);
  const { number = '', place } = match?.groups ?? {};
  // The year and the month of a date.
  return /^20\d\d$/.test(number) && Number(place) <= 12 ? null : match;
};

/** Which LMS has named a file: of words that look like an LMS's, the first are. */
function signOf(path: string): Lms {
  const moodle = path.search(/_\d+_assignsubmission_[a-z]+([_/]|$)/);
  const name = canvasMatch(path)?.groups!['name'];
  const canvas = name === undefined ? -1 : path.lastIndexOf('/') + 1 + name.length;
  if (moodle >= 0 && (canvas < 0 || moodle < canvas)) return 'moodle';
  return canvas >= 0 ? 'canvas' : 'folder';
}

/** Which LMS has made an export, by most of the paths in it: a student's file may have any name. */
export function lmsOf(paths: readonly string[]): Lms {
  const work = paths.filter(isWork);
  const files = work.length > 0 ? work : paths;
  const most = (lms: Lms): readonly string[] => {
    const signed = files.filter((path) => signOf(path) === lms);
    return signed.length * 2 >= files.length ? signed : [];
  };
  if (most('moodle').length > 0) return 'moodle';
  const canvas = most('canvas');
  return canvas.length > 0 && haveCanvasNumbers(canvas) ? 'canvas' : 'folder';
}

/** Whether each number has one name, as Canvas's have, other than those of dates. */
function haveCanvasNumbers(paths: readonly string[]): boolean {
  const names = new Map<string, string>();
  return paths.every((path) => {
    const { name, number = name, place } = canvasOwner(path)!;
    return [`student ${number}`, `file ${place}`].every(
      (key) => names.set(key, names.get(key) ?? name).get(key) === name,
    );
  });
}

/** Whether the files of a zip are those of many students. One file named like Canvas's is somebody's own. */
export function isOfMany(paths: readonly string[]): boolean {
  const lms = lmsOf(paths);
  const names = new Set(paths.flatMap((path) => canvasOwner(path)?.name ?? []));
  return lms === 'moodle' || (lms === 'canvas' && names.size > 1);
}

/**
 * Whose file it is.
 *
 * @param assignments whose names are no student's.
 * @returns undefined if its path names nobody.
 */
export function ownerOf(path: string, lms: Lms, assignments: readonly string[]): Owner | undefined {
  if (lms === 'moodle') return moodleOwner(path);
  return lms === 'canvas' ? canvasOwner(path) : folderOwner(path, assignments);
}

function moodleOwner(path: string): Owner | undefined {
  const parts = path.split('/');
  for (const [i, part] of parts.entries()) {
    const isFile = i === parts.length - 1;
    const { name = '', number, kind = '', file = '' } = (isFile ? MOODLE : MOODLE_FOLDER).exec(part)?.groups ?? {};
    if (number === undefined) continue;
    const rest = [file, ...parts.slice(i + 1)].filter(Boolean).join('/');
    const from = file ? part.slice(0, -file.length) : part;
    // Text that is typed into Moodle's editor comes as a file of another kind.
    return { lms: 'moodle', name, number, from, place: 0, file: kind === 'file' ? rest : `${kind}/${rest}` };
  }
  return undefined;
}

function canvasOwner(path: string): Owner | undefined {
  const { name, number, place, file } = canvasMatch(path)?.groups ?? {};
  if (name === undefined || file === undefined) return undefined;
  const from = path.split('/').at(-1)!;
  return { lms: 'canvas', name, ...(number ? { number } : {}), from, place: Number(place), file };
}

/** A folder or a file for each student, named as the instructor likes. */
function folderOwner(path: string, assignments: readonly string[]): Owner | undefined {
  const [first = '', ...rest] = path.split('/');
  const name = rest.length > 0 ? first : withoutAssignment(first, assignments);
  if (name === '' || assignments.includes(name)) return undefined;
  return { lms: 'folder', name, from: first, place: 0, file: rest.join('/') || first };
}

/** Takes away one folder around a whole class: all files in it tell students, and several. */
export function unwrapped<File extends { readonly path: string }>(
  files: readonly File[],
  assignments: readonly string[],
): readonly File[] {
  const wrapper = files[0]?.path.split('/')[0];
  if (!files.every(({ path }) => path.startsWith(`${wrapper}/`))) return files;
  const inside = files.map((file) => ({ ...file, path: file.path.slice(wrapper!.length + 1) }));
  const names = inside.filter(({ path }) => isWork(path)).map(({ path }) => folderOwner(path, assignments)?.name);
  return new Set(names).size > 1 && !names.includes(undefined) ? inside : files;
}

/** `jane-doe-penalty-handin (2).zip` → `jane-doe`. */
function withoutAssignment(file: string, assignments: readonly string[]): string {
  let name = file.replace(/\.[^.]*$/, '').replace(/ ?\(\d+\)$/, '');
  name = name.replace(/[-_ ]?hand-?in$/i, '');
  for (const assignment of assignments) {
    if (name === assignment) return '';
    if (name.startsWith(assignment) && /[-_ ]/.test(name[assignment.length] ?? ''))
      name = name.slice(assignment.length);
    else if (name.endsWith(assignment) && /[-_ ]/.test(name.at(-assignment.length - 1) ?? '')) {
      name = name.slice(0, -assignment.length);
    }
  }
  return name.replace(/^[-_ ]+|[-_ ]+$/g, '');
}
