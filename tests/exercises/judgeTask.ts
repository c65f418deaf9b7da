import type { CheckResult } from '../../src/exercises/CheckResult';

export type Answer = (...inputs: never[]) => unknown;

/** Answers to one task, by the check that judges them. */
export interface Task {
  readonly check: (answer: never) => Promise<CheckResult>;
  /** Right, written in several ways. */
  readonly right: Readonly<Record<string, Answer>>;
  /** Wrong in a way that has a name, each with its name. */
  readonly named: readonly (readonly [misconception: string, answer: Answer])[];
  /** Wrong, nearly right. */
  readonly near: Answer;
}

// Inputs are drawn anew for each check, so each answer is judged several times.
const TIMES = 30;

/** Tests a check: it accepts right answers, names misconceptions, refuses whatever else is wrong. */
export function judgeTask(task: string, { check, right, named, near }: Task): void {
  describe(task, () => {
    const judge = (answer: Answer) => check(answer as never);

    test.each(Object.entries(right))('accepts an answer written %s', async (_, answer) => {
      for (let i = 0; i < TIMES; i++) expect(await judge(answer)).toMatchObject({ state: 'right', passed: true });
    });

    test.each(named)('names: %s', async (misconception, answer) => {
      for (let i = 0; i < TIMES; i++) {
        expect(await judge(answer)).toMatchObject({ state: 'wrong', passed: false, misconception });
      }
    });

    test('tells all misconceptions apart by its words', async () => {
      const messages = await Promise.all(named.map(async ([, answer]) => (await judge(answer)).message));
      expect(new Set(messages).size).toBe(new Set(named.map(([misconception]) => misconception)).size);
    });

    test('shows where a nearly right answer differs', async () => {
      const result = await judge(near);
      expect(result.state).toBe('wrong');
      expect(result.misconception).toBeUndefined();
      expect(result.message).toMatch(/^For .*, my\w+ gives .*; expected is .*\.$/);
    });

    test('refuses a constant, and says what is missing', async () => {
      expect((await judge(() => 1)).state).toBe('wrong');
      expect((await judge(() => undefined)).message).toContain('is there a return?');
      const unfinished = () => {
        throw new Error('not done yet');
      };
      expect((await judge(unfinished)).state).toBe('missing');
    });
  });
}
