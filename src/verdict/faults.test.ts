import { expect, test } from 'vitest';
import type { ObjectiveResult } from '../model/verdict.ts';
import { gatherEvidence } from './evidence.ts';
import { faultResults } from './faults.ts';
import { judgeObjective } from './objective.ts';
import { buildRecord, evenly, exact } from './testing/record-builder.ts';
import { objective } from './testing/slo-builder.ts';

const record = buildRecord({
  faults: [
    exact('f', 10_000, 20_000, { assumed: true, exposure: { connections: 3, requests: 7 }, escalations: ['swapped'] }),
    exact('g', 40_000, 50_000, { action: { kind: 'kill', restart: true }, on: 'api' }),
  ],
  requests: [
    ...evenly(90, 10_000, 20_000, { tookMs: 200 }),
    ...evenly(10, 10_000, 20_000, { failed: true }),
    ...evenly(50, 40_000, 50_000),
  ],
});
const evidence = gatherEvidence(record);
const base = judgeObjective(objective(), evidence);
const result = (name: string, phase: string, more: Partial<ObjectiveResult> = {}): ObjectiveResult => ({
  ...{ ...base, name, during: [phase], verdict: 'pass' },
  ...more,
});
const back = (phase: string, observed: number, more: Partial<ObjectiveResult> = {}) =>
  result('recovers', phase, { kind: 'recovery', observed, ...more });

const of = (...results: readonly ObjectiveResult[]) => faultResults(evidence, results, []);

test('what each fault did to the requests that began in it, and what is known of it', () => {
  const [f, g] = of();
  expect(f).toMatchObject({
    ...{ id: 'f', on: 'api->db', plannedStartMs: 10_000, plannedEndMs: 20_000, feltMs: 10_000, cleanMs: 20_000 },
    ...{ exposedRequests: 7, exposedConnections: 3, assumed: true, escalations: ['swapped'], errorRate: 0.1 },
    ...{ recoveryMs: null, recoveryCensored: false, worstObjective: null, worstVerdict: null },
  });
  expect(Math.abs((f?.p95Ms ?? 0) / 200 - 1)).toBeLessThan(0.022);
  expect(g).toMatchObject({ id: 'g', on: 'api', exposedRequests: 50, exposedConnections: null, errorRate: 0 });
  expect(g).toMatchObject({ assumed: false, escalations: [] });
});

test('a fault that is not in the record has no more than its plan', () => {
  const [f] = faultResults(gatherEvidence({ ...record, faults: [] }), [], []);
  expect(f).toMatchObject({ id: 'f', feltMs: null, cleanMs: null, exposedRequests: 0, exposedConnections: null });
  expect(f).toMatchObject({ assumed: false, escalations: [] });
});

test('the time of recovery is that of the first objective on it that was evaluated', () => {
  const times = of(
    back('fault:f', 100),
    result('is fast again', 'recovery:f', { observed: 200 }),
    back('recovery:f', 300, { verdict: 'not-evaluated' }),
    back('recovery:g', 400, { censored: true }),
    back('recovery:f', 500),
    back('recovery:f', 600),
  ).map(({ recoveryMs, recoveryCensored }) => [recoveryMs, recoveryCensored]);
  expect(times).toEqual([[500, false], [400, true]]); // prettier-ignore
});

test('the worst objective is of those about the fault, by its name or with all others', () => {
  const worst = (...results: readonly ObjectiveResult[]) =>
    of(...results).map(({ worstObjective, worstVerdict }) => [worstObjective, worstVerdict]);
  const passes = result('passes', 'fault:*');
  const fails = result('fails', 'edge:g', { verdict: 'fail' });
  const steady = result('steady', 'steady', { verdict: 'fail' });
  expect(worst(steady, passes, fails)).toEqual([['passes', 'pass'], ['fails', 'fail']]); // prettier-ignore
  const order = (['info', 'pass', 'warn', 'inconclusive', 'fail'] as const).map((verdict) =>
    result(verdict, 'recovery:f', { verdict }),
  );
  for (let n = 1; n <= order.length; n++) expect(worst(...order.slice(0, n))[0]?.[0]).toBe(order[n - 1]?.verdict);
  expect(worst(result('elsewhere', 'fault:f', { verdict: 'not-evaluated' }))[0]).toEqual([null, null]);
});
