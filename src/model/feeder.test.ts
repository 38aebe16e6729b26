import { expect, test } from 'vitest';
import { rowIndex } from './feeder.ts';

const taker = { userId: 3, pass: 2, arrival: null, maxUsers: 4, random: () => 0.99 };
const planned = (order: 'unique' | 'round-robin' | 'random') => ({ file: 'a.csv', order, rows: 10 });

test('a unique row stays with its user', () => {
  expect(rowIndex(planned('unique'), taker)).toBe(2);
  expect(rowIndex(planned('unique'), { ...taker, pass: 7, arrival: 12 })).toBe(2);
});

test('round-robin gives every row once before any again', () => {
  const users = [1, 2, 3, 4];
  const taken = [0, 1, 2, 3, 4].flatMap((pass) =>
    users.map((userId) => rowIndex(planned('round-robin'), { ...taker, userId, pass })),
  );
  expect(taken.slice(0, 10)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(taken.slice(10)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

test('round-robin goes by arrivals where there are some', () => {
  expect(rowIndex(planned('round-robin'), { ...taker, arrival: 25 })).toBe(5);
});

test('a random row is one of them', () => {
  expect(rowIndex(planned('random'), taker)).toBe(9);
  expect(rowIndex(planned('random'), { ...taker, random: () => 0 })).toBe(0);
});
