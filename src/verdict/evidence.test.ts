import { expect, test } from 'vitest';
import type { Exposure } from '../model/record.ts';
import { gatherEvidence } from './evidence.ts';
import { buildRecord, evenly, exact, type RawFault } from './testing/record-builder.ts';

/** Why a fault counts as not exercised, while requests are under way all the time. */
function why(about: Partial<RawFault>, exposure: Partial<Exposure> | null): string | undefined {
  const counted = exposure && { connections: null, requests: null, ...exposure };
  const faults = [exact('f', 20_000, 30_000, { ...about, exposure: counted })];
  return gatherEvidence(buildRecord({ faults, requests: evenly(80, 0, 40_000) })).unexercised.get('f')?.why;
}

const kill = { kind: 'kill', restart: true } as const;

test.each<[string, Partial<RawFault>, string]>([
  ['a service', { on: 'db', action: kill }, 'nothing used db while it was on'],
  ['a service that nobody has an edge to', { on: 'cache', action: kill }, 'nothing of the target has an edge to cache'],
  ['a lock', { on: 'db', action: { kind: 'lock-table', table: 'orders' } }, 'nothing waited for the lock'],
  [
    'an edge',
    { on: 'api->db', action: { kind: 'down' } },
    'nothing used api->db while it was on; does api use the address that it was given?',
  ],
])('%s that no connection of the load met', (_name, about, reason) => {
  expect(why(about, { connections: 0 })).toBe(`f met no connection of the load: ${reason}`);
  expect(why(about, { connections: 1 })).toBeUndefined();
  expect(why(about, null), 'nobody could count').toBeUndefined();
});

test.each<[string, Partial<RawFault>]>([
  ['the edge from k6', { on: 'k6->api' }],
  ['the service that the load goes to', { on: 'api', action: kill }],
])('%s is met by the requests of k6, whether or not connections were seen', (_name, about) => {
  expect(why(about, { connections: 0 })).toBeUndefined();
});

test('a command happens to the target whether or not it is asked anything meanwhile, if it happened at all', () => {
  const action = { kind: 'command', run: ['vacuum'], undo: null, env: {}, timeoutMs: 1000 } as const;
  const about = { action: { ...action, expect: { exit: 0, status: null, sql: null } } };
  expect(why(about, { connections: 0 })).toBeUndefined();
  expect(why({ ...about, feltMs: null }, { connections: 0 })).toBe('f was not felt');
});

test('some replicas of the service that the load goes to are met by what they were handed', () => {
  const about = { on: 'api', action: kill, replicas: [2] };
  expect(why(about, { requests: 0 })).toBe(
    'f met no request: none was handed to those replicas of api while it was on',
  );
  expect(why(about, { requests: 1 })).toBeUndefined();
});

test('what somebody else took off counts for as long as it acted, and proves nothing', () => {
  const faults = [exact('f', 20_000, 30_000, { on: 'k6->api', lapsedMs: 23_456.7 })];
  const { unexercised } = gatherEvidence(buildRecord({ faults, requests: evenly(80, 0, 40_000) }));
  expect(unexercised.get('f')).toEqual({
    why: 'f ceased to act at 23.5 s, before it was healed: something else took it off',
    inPart: true,
  });
});
