import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Course } from '../course';
import { gradeIds, parseNotebook } from '../notebook';
import type { Entry } from './entries';
import { lmsOf, ownerOf, unwrapped } from './exportedName';
import type { Owner } from './exportedName';
import { byAge, findNotebooks, recognize } from './findNotebooks';
import type { FoundNotebook, HandedInFile } from './findNotebooks';
import { placeSubmission } from './placeSubmission';
import type { Placed } from './placeSubmission';
import { studentId, twinOf } from './studentId';
import { withSubmission } from './students';
import type { Students } from './students';

/** What happened to one student's files, in words. */
export interface CollectedStudent {
  /** nbgrader's id, or the name where nothing was collected. */
  readonly student: string;
  readonly collected: readonly { readonly assignment: string; readonly file: string; readonly placed: Placed }[];
  /** What was left out, and why; one line each. */
  readonly leftOut: readonly string[];
}

/** What a collection did. */
export interface Collected {
  readonly lms: Owner['lms'];
  readonly students: readonly CollectedStudent[];
  /** Files that belong to nobody. */
  readonly strays: readonly string[];
  /** All students of the course, for students.json. */
  readonly known: Students;
}

/** The files of one student in an export. */
interface Handin {
  readonly owner: Owner;
  readonly files: HandedInFile[];
}

/**
 * Takes the newest notebook of each student and assignment out of an export and puts it where nbgrader looks for it.
 *
 * @param only the assignments that are asked for.
 * @param known students of earlier collections.
 * @param signal ends it after the student at work; what is placed stays.
 */
export async function collectExport(
  course: Course,
  entries: readonly Entry[],
  only: readonly string[],
  known: Students,
  signal?: AbortSignal,
): Promise<Collected> {
  const lms = lmsOf(entries.map(({ path }) => path));
  const files = lms === 'folder' ? unwrapped(entries, course.assignments) : entries;
  const { handins, strays } = byOwner(files, lms, course.assignments);
  const owners = handins.map(({ owner }) => owner);
  const cells = new Map(course.assignments.map((name) => [name, new Set(idsOfSource(course, name))]));
  const students: CollectedStudent[] = [];
  let all = known;
  for (const { owner, files } of handins) {
    if (signal?.aborted) break;
    const twin = twinOf(owner, owners);
    if (twin) {
      const both = `${owner.from} and ${twin.from} would both be the student ${studentId(owner, '', owners, {})}`;
      const leftOut = [`${both}: rename one, or put the files of both into one folder`];
      students.push({ student: owner.name, collected: [], leftOut });
      continue;
    }
    const { notebooks, problems, others } = await findNotebooks(files);
    const leftOut = [...problems];
    const attempts = new Map<string, FoundNotebook[]>();
    for (const found of notebooks) {
      const assignment = recognize(found.notebook, cells);
      if (assignment === undefined) leftOut.push(`${found.file}: it has none of the cells that were handed out`);
      else if (!only.includes(assignment)) leftOut.push(`${found.file}: it is ${assignment}, which is not asked for`);
      else attempts.set(assignment, [...(attempts.get(assignment) ?? []), found]);
    }
    const collected: { assignment: string; file: string; placed: Placed }[] = [];
    let student = owner.name;
    for (const [assignment, list] of attempts) {
      const ordered = byAge(list);
      const newest = ordered.pop()!;
      for (const { file } of ordered) leftOut.push(`${file}: an earlier attempt than ${newest.file}`);
      const id = studentId(owner, assignment, owners, all);
      const before = all[id]?.submissions[assignment];
      const placed = placeSubmission(course.folder, {
        ...{ student: id, assignment, bytes: newest.bytes, time: newest.time },
        ...(before && { previous: new Date(before.time) }),
      });
      student = id;
      collected.push({ assignment, file: newest.file, placed });
      if (placed === 'kept') {
        leftOut.push(`${newest.file}: older than what is collected already`);
        continue;
      }
      const submission = {
        ...(owner.number && { number: owner.number }),
        ...{ from: owner.from, file: newest.file, time: newest.time.toISOString() },
      };
      all = withSubmission(all, { id, assignment, name: owner.name, lms, submission });
    }
    if (notebooks.length === 0 && problems.length === 0) {
      leftOut.push(
        others.length > 0 ? `there is no notebook, only ${others.slice(0, 3).join(', ')}` : 'there is no file',
      );
    }
    students.push({ student, collected, leftOut });
  }
  return { lms, students, strays, known: all };
}

const idsOfSource = ({ folder }: Course, name: string): string[] =>
  gradeIds(parseNotebook(readFileSync(join(folder, 'source', name, `${name}.ipynb`), 'utf8')));

/** Files by student; Canvas gives each file its own name, and a name may come composed or not. */
function byOwner(
  entries: readonly Entry[],
  lms: Owner['lms'],
  assignments: readonly string[],
): { handins: Handin[]; strays: string[] } {
  const handins = new Map<string, Handin>();
  const strays: string[] = [];
  for (const entry of entries) {
    const owner = ownerOf(entry.path, lms, assignments);
    if (!owner) {
      strays.push(entry.path);
      continue;
    }
    const key = owner.number ?? owner.name;
    const handin = handins.get(key) ?? { owner, files: [] };
    handin.files.push({ name: owner.file, place: owner.place, entry });
    handins.set(key, handin);
  }
  return { handins: [...handins.values()], strays };
}
