import type { Random } from './random.ts';

/** An index, as often as its weight says relative to the others. Weights are above 0. */
export function drawIndex(weights: readonly number[], random: Random): number {
  if (weights.length === 1) return 0;
  let left = random() * weights.reduce((sum, weight) => sum + weight, 0);
  const index = weights.findIndex((weight) => (left -= weight) < 0);
  // Rounding may leave a rest above the last weight.
  return index === -1 ? weights.length - 1 : index;
}
