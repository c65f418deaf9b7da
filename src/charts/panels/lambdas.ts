import { requireLambda } from '../../analysis/quadratic';
import { shortNumber, unique } from '../style';

/** Which λ a figure of the penalty shows. */
export interface LambdaOptions {
  /** Several values of λ, each 0 or more. */
  readonly lambdas: readonly number[];
  /** The one that is shown first, or stands out. Default the middle one. */
  readonly lambda?: number;
}

/**
 * The values of λ in order, each once, the chosen one among them.
 *
 * @throws if there is none, or one is negative or no number.
 */
export function sortedLambdas(where: string, { lambdas, lambda }: LambdaOptions) {
  const all = unique([...lambdas, ...(lambda === undefined ? [] : [lambda])]).sort((x, y) => x - y);
  if (all.length === 0) throw new Error(`${where} requires at least one λ, got none; write { lambdas: [0, 0.1, 1] }.`);
  all.forEach((value) => requireLambda(where, value));
  return { lambdas: all, chosen: lambda ?? all[Math.floor(all.length / 2)]! };
}

/** E.g. `λ = 0.01`. */
export const lambdaText = (lambda: number): string => `λ = ${shortNumber(lambda)}`;
