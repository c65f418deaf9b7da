import { missing, right as isRight, wrong as isWrong } from './CheckResult';
import type { CheckResult } from './CheckResult';

/** One of the texts to choose from. */
export interface ChoiceOption {
  /** Whether it is the right one. */
  readonly right?: boolean;
  /** Why it is right, or what speaks against it. */
  readonly say: string;
  /** The error in thought behind a wrong one. */
  readonly misconception?: string;
}

/** Compares a choice by letter with the right one; `?`, which starting cells have, is no answer yet. */
export function checkChoice(
  answer: string,
  { name, options }: { readonly name: string; readonly options: Readonly<Record<string, ChoiceOption>> },
): CheckResult {
  if (answer === '?') return missing(name);
  const letter = String(answer).trim().toLowerCase();
  if (!Object.hasOwn(options, letter)) {
    return isWrong(`${name} has to be one of ${Object.keys(options).join(', ')}, and it is "${answer}".`);
  }
  const { right = false, say, misconception } = options[letter]!;
  return right ? isRight(say) : isWrong(say, misconception);
}
