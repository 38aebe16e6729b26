import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Series } from '../../src/model/record.ts';
import { arrivals } from '../../src/verdict/arrivals.ts';
import {
  drive,
  percentileOf,
  startCounting,
  tallyOf,
  type CountingService,
  type Driven,
  type Load,
} from './load-kit.ts';

const atOnce = { kind: 'uniform', fromMs: 0, toMs: 0 } as const;
const steady = (perSecond: number, ms: number) => [
  { atMs: 0, level: perSecond },
  { atMs: ms, level: perSecond },
];
/** More than 200 of 1,600 arrivals meet the stall, but no more than 10 requests. */
const stalls: Load = { name: 'stalls', model: 'open', curve: steady(200, 8000), maxUsers: 10, think: atOnce };
/** From the second second on nobody is answered, until the load is over. */
const dies: Load = { name: 'dies', model: 'open', curve: steady(100, 4000), maxUsers: 5, think: atOnce };

const metric = (name: string) => (one: Series) => one.metric === name;
const requests = ({ type }: Series) => type === 'http';

describe('an open load on a target that stops answering', () => {
  let service: CountingService;
  let stalled: Driven;
  let dead: Driven;

  beforeAll(async () => {
    const begun = new Map<string, number>();
    service = await startCounting((response, { load, atMs }) => {
      const first = begun.get(load) ?? atMs;
      begun.set(load, first);
      const sinceMs = atMs - first;
      const waits = load === 'stalls' ? sinceMs > 3000 && sinceMs < 5000 : sinceMs > 2000;
      setTimeout(() => response.end('x'), waits ? (load === 'stalls' ? 5000 : 5500) - sinceMs : 2);
    });
    [stalled, dead] = await Promise.all([drive(service.url, stalls), drive(service.url, dies)]);
  });
  afterAll(() => service[Symbol.asyncDispose]());

  it('charges the stall to all who came while it lasted', () => {
    const felt = tallyOf(stalled.series, requests);
    const corrected = tallyOf(stalled.series, metric('corrected_response_time'));
    expect(felt.count).toBeGreaterThan(1500);
    expect(corrected.count).toBe(felt.count);
    expect(percentileOf(felt, 99)).toBeLessThan(300);
    expect(percentileOf(corrected, 99)).toBeGreaterThan(1500);
    expect(percentileOf(corrected, 50)).toBeLessThan(300);
  });

  it('loses none of them: they begin late, and tell how late', () => {
    const { begun, missed, planned, queued } = arrivals(stalled.plan.profile, stalled.series);
    expect(planned).toBe(1600);
    expect(begun).toBe(service.visits.filter(({ load }) => load === stalls.name).length);
    expect(missed).toBeLessThanOrEqual(10);
    expect(queued).toBeGreaterThan(350);
    const lag = tallyOf(stalled.series, metric('start_lag'));
    expect(lag.max / 1000).toBeGreaterThan(1500);
    expect(lag.max / 1000).toBeLessThan(2500);
  });

  it('counts those that never began', () => {
    const { begun, missed, planned } = arrivals(dead.plan.profile, dead.series);
    expect(planned).toBe(400);
    expect(begun + missed).toBe(planned);
    expect(begun).toBe(service.visits.filter(({ load }) => load === dies.name).length);
    expect(missed).toBeGreaterThan(150);
  });

  it('ends with every request that was under way', () => {
    for (const { plan, series } of [stalled, dead]) {
      expect(tallyOf(series, requests).count).toBe(arrivals(plan.profile, series).begun);
      expect(tallyOf(series, (one) => requests(one) && one.failed).count).toBe(0);
    }
  });
});
