/** A student's work, made by hand, and what a person would give for it. */
export interface Submission {
  /** Names the student, e.g. `half-done`. */
  readonly student: string;
  /** What the student did, in a sentence. */
  readonly about: string;
  /** What the student wrote, by the id of the cell; all other cells are as they were handed out. */
  readonly answers: Readonly<Record<string, string>>;
  /** Points of each cell that is graded automatically, by its id. */
  readonly marks: Readonly<Record<string, number>>;
  /** Words that `grade` says of this student: what was stopped, and where. */
  readonly says?: readonly string[];
}
