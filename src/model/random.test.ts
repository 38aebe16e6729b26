import { describe, expect, it } from 'vitest';
import { seededRandom } from './random.ts';

type Seeds = [seed: number, user?: number, pass?: number];

const take = (count: number, ...seeds: Seeds) => {
  const random = seededRandom(...seeds);
  return Array.from({ length: count }, random);
};

/** Pearson's; of n independent pairs it is within 4/√n in all but 1 of 16,000 cases. */
function correlation(pairs: readonly (readonly [number, number])[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x, y] = [mean(pairs.map(([one]) => one)), mean(pairs.map(([, other]) => other))];
  const covariance = mean(pairs.map(([one, other]) => (one - x) * (other - y)));
  return (
    covariance /
    Math.sqrt(mean(pairs.map(([one]) => (one - x) ** 2)) * mean(pairs.map(([, other]) => (other - y) ** 2)))
  );
}

const n = 10_000;
const neighbours: [string, (i: number) => Seeds, (i: number) => Seeds][] = [
  ['seeds', (i) => [i, 5, 5], (i) => [i + 1, 5, 5]],
  ['users', (i) => [1, i, 0], (i) => [1, i + 1, 0]],
  ['passes', (i) => [1, 7, i], (i) => [1, 7, i + 1]],
  ['a user and a pass', (i) => [1, i, 3], (i) => [1, 3, i]],
  ['the pass of one user and the next of another', (i) => [1, i, 1], (i) => [1, i + 1, 0]],
];

describe('seededRandom', () => {
  it('repeats itself for the same seeds, and only for them', () => {
    expect(take(5, 1, 2, 3)).toEqual(take(5, 1, 2, 3));
    expect(take(5, 1, 2, 3)).not.toEqual(take(5, 1, 3, 2));
  });

  it('is even, also over the first numbers of neighbouring seeds', () => {
    const byUser = Array.from({ length: n }, (_, user) => take(3, 1, user, 0));
    for (const draw of [0, 1, 2]) {
      const values = byUser.map((all) => all[draw]!);
      for (const bound of [0.1, 0.5, 0.9]) {
        expect(Math.abs(values.filter((x) => x < bound).length / n - bound)).toBeLessThan(0.02);
      }
      expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...values)).toBeLessThan(1);
    }
  });

  it.each(neighbours)('has nothing in common between neighbouring %s', (_, one, other) => {
    for (const draw of [0, 1, 2]) {
      const pairs = Array.from(
        { length: n },
        (_, i) => [take(3, ...one(i))[draw]!, take(3, ...other(i))[draw]!] as const,
      );
      expect(Math.abs(correlation(pairs))).toBeLessThan(4 / Math.sqrt(n));
    }
  });

  it('begins every pass of every user elsewhere, not a few numbers on', () => {
    const seen = new Set<number>();
    for (let user = 0; user < 100; user++) {
      for (let pass = 0; pass < 100; pass++) for (const value of take(5, 1, user, pass)) seen.add(value);
    }
    // Of 50,000 out of 2^32, 0.3 are expected to be there before.
    expect(seen.size).toBeGreaterThan(5 * n - 10);
  });

  it('has nothing in common from one number to the next', () => {
    const values = take(n + 1, 1, 2, 3);
    const pairs = Array.from({ length: n }, (_, i) => [values[i]!, values[i + 1]!] as const);
    expect(Math.abs(correlation(pairs))).toBeLessThan(4 / Math.sqrt(n));
  });
});
