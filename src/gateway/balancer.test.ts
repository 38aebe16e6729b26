import { expect, test } from 'vitest';
import { Balancer } from './balancer.ts';
import type { Affinity } from './message.ts';

const balancer = (affinity: Affinity | null = null): Balancer =>
  new Balancer(
    ['a', 'b', 'c'].map((name, i) => ({ name, host: '127.0.0.1', port: i + 1 })),
    affinity,
  );
const picked = (from: Balancer, headers: Record<string, string> = {}, socket = {}): string =>
  from.pick({ headers, socket })?.upstream.name ?? 'none';
const lose = (from: Balancer, ...names: string[]): void => {
  for (const member of from.members) member.ready = !names.includes(member.upstream.name);
};

test('those that are ready take their turns; of none there is none', () => {
  const one = balancer();
  expect(Array.from({ length: 6 }, () => picked(one)).join('')).toBe('abcabc');
  lose(one, 'b');
  expect(new Set(Array.from({ length: 6 }, () => picked(one)))).toEqual(new Set(['a', 'c']));
  lose(one, 'a', 'b', 'c');
  expect(picked(one)).toBe('none');
});

test('of a value of a header or cookie only those that were with a lost replica go elsewhere', () => {
  const one = balancer({ cookie: 'sid' });
  const users = Array.from({ length: 300 }, (_, i) => ({ cookie: `lang=en; sid=user-${i}` }));
  const before = users.map((user) => picked(one, user));
  for (const name of ['a', 'b', 'c']) expect(before.filter((each) => each === name).length).toBeGreaterThan(60);
  lose(one, 'b');
  const after = users.map((user) => picked(one, user));
  after.forEach((name, i) => expect(name).toBe(before[i] === 'b' ? name : before[i]));
  expect(after).not.toContain('b');
});

test('a connection stays with its replica, also when that is lost', () => {
  const one = balancer('connection');
  const socket = {};
  const first = picked(one, {}, socket);
  expect(picked(one)).not.toBe(first);
  lose(one, first);
  expect(picked(one, {}, socket)).toBe(first);
});
