import { describe, expect, it } from 'vitest';
import { seededRandom } from './random.ts';

const take = (count: number, ...seeds: number[]) => {
  const random = seededRandom(...seeds);
  return Array.from({ length: count }, random);
};

describe('seededRandom', () => {
  it('repeats itself for the same seeds, and only for them', () => {
    expect(take(5, 1, 2, 3)).toEqual(take(5, 1, 2, 3));
    expect(take(5, 1, 2, 3)).not.toEqual(take(5, 1, 3, 2));
  });

  it('is even, also over the first number of neighbouring seeds', () => {
    const firsts = Array.from({ length: 10_000 }, (_, user) => take(1, 1, user, 0)[0]!);
    for (const bounds of [0.1, 0.5, 0.9]) {
      expect(Math.abs(firsts.filter((x) => x < bounds).length / 10_000 - bounds)).toBeLessThan(0.02);
    }
    expect(Math.min(...firsts)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...firsts)).toBeLessThan(1);
  });
});
