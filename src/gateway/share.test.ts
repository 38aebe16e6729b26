import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seededRandom } from '../model/random.ts';
import { countOff } from './share.ts';

const chosen = (share: number, seed: number, count: number): boolean[] => {
  const isNext = countOff(share, seededRandom(seed));
  return Array.from({ length: count }, isNext);
};

test('of every block just the share is chosen, whatever the seed', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 0, max: 2 ** 31 - 1 }), (thousandths, seed) => {
      const block = thousandths % 10 === 0 ? 100 : 1000;
      const all = chosen(thousandths / 1000, seed, 3 * block);
      for (const at of [0, block, 2 * block])
        expect(all.slice(at, at + block).filter(Boolean)).toHaveLength((thousandths * block) / 1000);
    }),
    { numRuns: 200 },
  );
});

test('a seed gives its order again, blocks differ, and no place in a block is preferred', () => {
  expect(chosen(0.1, 7, 300)).toEqual(chosen(0.1, 7, 300));
  const first = chosen(0.1, 7, 200);
  expect(first.slice(0, 100)).not.toEqual(first.slice(100));
  const hits = Array.from({ length: 100 }, () => 0);
  for (let seed = 0; seed < 2000; seed++) chosen(0.1, seed, 100).forEach((hit, at) => (hits[at]! += hit ? 1 : 0));
  expect(Math.min(...hits)).toBeGreaterThan(140);
  expect(Math.max(...hits)).toBeLessThan(260);
});
