import fc from 'fast-check';
import { expect, it } from 'vitest';
import { pickedInOrder } from './picked.ts';

const faults = ['a', 'b', 'c', 'd', 'e'];

it('gives what it always gave: a seed means the same faults on every machine and in every version', () => {
  expect([1, 2, 3, 42].map((seed) => pickedInOrder(faults, 3, seed).join(''))).toEqual(['dcb', 'bed', 'eba', 'acd']);
});

it('takes each item at most once, and all when all are asked for', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 31 - 1 }), fc.nat(20), fc.nat(25), (seed, length, count) => {
      const items = Array.from({ length }, (_, index) => index);
      const picked = pickedInOrder(items, count, seed);
      expect(picked).toHaveLength(Math.min(count, length));
      expect(new Set(picked).size).toBe(picked.length);
      expect(items).toEqual(expect.arrayContaining(picked));
      expect(pickedInOrder(items, count, seed)).toEqual(picked);
    }),
  );
});

it('gives every order its chance', () => {
  const orders = new Set(Array.from({ length: 200 }, (_, seed) => pickedInOrder(['a', 'b', 'c'], 3, seed).join('')));
  expect(orders.size).toBe(6);
});
