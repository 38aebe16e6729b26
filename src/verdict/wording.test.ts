import { expect, test } from 'vitest';
import type { Unit } from '../model/unit.ts';
import type { ObjectiveResult } from '../model/verdict.ts';
import { judge } from './judge.ts';
import { buildRecord, evenly } from './testing/record-builder.ts';
import { objective, sloOf } from './testing/slo-builder.ts';
import {
  against,
  decisiveLimit,
  describe,
  describeWhere,
  describeWindow,
  list,
  metricText,
  quantity,
  subject,
  when,
} from './wording.ts';

const only = (...names: string[]) => ({ not: false, names });

test.each<[number, Unit, string]>([
  [412, 'ms', '412 ms'],
  [0.5, 'share', '50 %'],
  [0.12345, 'share', '12.35 %'],
  [0, 'share', '0 %'],
  [1, 'share', '100 %'],
  [0.000012, 'share', '0.001 %'],
  [0.999_999, 'share', '99.9999 %'],
  [1e-12, 'share', '1e-10 %'],
  [75, 'users', '75 users'],
  [12_345, 'users', '12345 users'],
  [2_500_000, 'bytes', '2.5 MB'],
  [12.3456, '/s', '12.35 /s'],
  [3, '/min', '3 /min'],
  [7, 'number', '7'],
  [1500, 'ms/h', '1.5 s/h'],
  [0.02, 'share/h', '2 %/h'],
  [1_000_000, 'bytes/h', '1 MB/h'],
  [5, '/h', '5 /h'],
])('%d %s is %s', (value, unit, text) => {
  expect(quantity(value, unit)).toBe(text);
});

test.each<[number, number, Unit, boolean, string]>([
  [4810, 2500, 'ms', true, '4.81 s against at most 2.5 s'],
  [80, 100, '/s', false, '80 /s against at least 100 /s'],
  [2500.4, 2500, 'ms', true, '2500.4 ms against at most 2500 ms'],
  [0.100_001, 0.1, 'share', true, '10.0001 % against at most 10 %'],
  [20.000_01, 20, 'number', true, '20.00001 against at most 20'],
  [20, 20, 'number', true, '20 against at most 20'],
])('%d against %d %s, told apart', (observed, limit, unit, atMost, text) => {
  expect(against(observed, limit, unit, atMost)).toBe(text);
});

test('what a result is about', () => {
  const p95 = { metric: 'response_time', stat: 'p95', steps: null } as const;
  expect(subject(p95)).toBe('p95 of response_time');
  expect(subject({ ...p95, stat: null, metric: 'checks' })).toBe('checks');
  expect(subject({ ...p95, steps: ['browse', 'search', 'pay'] })).toBe(
    'p95 of response_time of browse, search and pay',
  );
  expect(subject({ ...p95, steps: ['a', 'b', 'c', 'd'] })).toBe('p95 of response_time of 4 steps');
  const where = { status: only('5xx'), country: { not: true, names: ['de', 'fr'] } };
  expect(subject({ ...p95, where })).toBe('p95 of response_time with status 5xx and country not de or fr');
  expect(describeWhere({})).toBe('');
});

test('what a ratio is of', () => {
  const of = { metric: 'retries', where: {} };
  const per = { metric: 'throughput', where: { step: only('checkout') } };
  expect(metricText({ metric: 'ratio', ratio: { of, per, unit: 'number' } })).toBe(
    'retries per throughput with step checkout',
  );
  expect(metricText({ metric: 'checks' })).toBe('checks');
});

test.each([
  [['steady'], 'in steady state'],
  [['warmup', 'cooldown'], 'in warm-up and in cool-down'],
  [['overload'], 'in overload'],
  [['all'], 'over the whole run'],
  [['fault:db-hang', 'edge:db-hang'], 'during db-hang and at the edges of db-hang'],
  [['recovery:*'], 'after faults'],
])('%j is %s', (during, text) => {
  expect(when(during)).toBe(text);
});

test('names are listed, and windows told', () => {
  expect([list([]), list(['a']), list(['a', 'b']), list(['a', 'b', 'c'])]).toEqual(['', 'a', 'a and b', 'a, b and c']);
  expect(describeWindow({ kind: 'sustained', lengthMs: 75_000 })).toBe('all through 75 s');
  expect(describeWindow({ kind: 'rolling', lengthMs: 30_000, allowed: 0.1 })).toBe('in windows of 30 s');
});

test('a failure is that of the critical limit, where there is one', () => {
  expect(decisiveLimit({ verdict: 'fail', target: 1, critical: 2 })).toBe(2);
  expect(decisiveLimit({ verdict: 'fail', target: 1, critical: null })).toBe(1);
  expect(decisiveLimit({ verdict: 'warn', target: 1, critical: 2 })).toBe(1);
});

test('a result tells what was observed where it missed, and its reason otherwise', () => {
  const [passed] = judge(buildRecord({ requests: evenly(60, 0, 60_000) }), sloOf(objective())).objectives;
  const told = (more: Partial<ObjectiveResult>) =>
    describe({ ...passed!, verdict: 'fail', observed: 300, observedHigh: 310, reason: 'why', ...more });
  const missed = 'in steady state, p95 of response_time 300 ms against at most 100 ms';
  expect(told({})).toBe(`${missed} (is fast)`);
  expect(told({ verdict: 'warn' })).toBe(`${missed} (is fast)`);
  expect(told({ window: { kind: 'sustained', lengthMs: 5000 } })).toBe(`${missed} all through 5 s (is fast)`);
  const within = 'in steady state, p95 of response_time up to 310 ms against at most 300 ms (is fast)';
  expect(told({ target: 300 })).toBe(within);
  expect(told({ target: 300, observedHigh: null })).toContain(' 300 ms against at most 300 ms');
  expect(told({ atMost: false, target: 400 })).toContain(' 300 ms against at least 400 ms');
  for (const other of [{ verdict: 'inconclusive' }, { observed: null }, { kind: 'recovery' }] as const)
    expect(told(other)).toBe('in steady state, why (is fast)');
});
