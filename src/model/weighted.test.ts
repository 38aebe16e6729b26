import { describe, expect, it } from 'vitest';
import { seededRandom } from './random.ts';
import { drawIndex } from './weighted.ts';

describe('drawIndex', () => {
  it('gives each its share, over the first draws of many users', () => {
    const weights = [70, 25, 4.5, 0.5];
    const counts = [0, 0, 0, 0];
    const draws = 100_000;
    for (let user = 0; user < draws; user++) counts[drawIndex(weights, seededRandom(1, user, 0))]! += 1;
    for (const [index, weight] of weights.entries()) {
      expect(Math.abs(counts[index]! / draws - weight / 100)).toBeLessThan(0.005);
    }
  });

  it('gives the last where rounding leaves a rest', () => {
    expect(drawIndex([0.1, 0.2, 0.3], () => 1 - Number.EPSILON / 2)).toBe(2);
  });

  it('needs no chance where there is no choice', () => {
    expect(drawIndex([3], () => expect.unreachable())).toBe(0);
  });
});
