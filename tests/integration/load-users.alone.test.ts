import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadOfSeconds } from '../../src/verdict/load.ts';
import {
  drive,
  latenessOf,
  startCounting,
  type CountingService,
  type Driven,
  type Load,
  type Visit,
} from './load-kit.ts';

const crowd: Load = {
  name: 'crowd',
  curve: [
    { atMs: 0, level: 500 },
    { atMs: 4000, level: 500 },
    { atMs: 4000, level: 1000 },
    { atMs: 8000, level: 1000 },
  ],
  think: { kind: 'uniform', fromMs: 1000, toMs: 3000 },
};
const few = (name: string, seed: number): Load => ({
  ...{ name, seed, model: 'closed' },
  curve: [
    { atMs: 0, level: 5 },
    { atMs: 3000, level: 5 },
  ],
});

let service: CountingService;
let driven: Driven;
beforeAll(async () => {
  service = await startCounting();
  const loads = [crowd, few('one', 7), few('same', 7), few('other', 8)];
  [driven] = (await Promise.all(loads.map((load) => drive(service.url, load)))) as [Driven];
});
afterAll(() => service[Symbol.asyncDispose]());
const visitsOf = (name: string) => service.visits.filter(({ load }) => load === name);

describe('500 and 1,000 users who think for 1-3 s', () => {
  it('are all there', () => {
    const usersUntil = (ms: number) =>
      new Set(visitsOf(crowd.name).flatMap(({ user, atMs }) => (atMs < driven.t0 + ms ? [user] : []))).size;
    expect(usersUntil(4000)).toBe(500);
    expect(usersUntil(Infinity)).toBe(1000);
    const there = loadOfSeconds(driven.plan.profile, driven.series, 8).map(({ achieved }) => achieved);
    expect([there[3], there[7]]).toEqual([500, 1000]);
  });

  it('ask as often as they are meant to', () => {
    // A user comes by once in 2 s, and what the machine adds; the first second after a step has them all at once.
    const passMs = 2000 + 2 * (latenessOf([driven]) + service.lateMs());
    const rate = (fromMs: number, toMs: number) =>
      visitsOf(crowd.name).filter(({ atMs }) => atMs >= driven.t0 + fromMs && atMs < driven.t0 + toMs).length /
      ((toMs - fromMs) / 1000);
    for (const [users, observed] of [[500, rate(1000, 4000)] as const, [1000, rate(5000, 8000)] as const]) {
      expect(observed).toBeGreaterThan((users / passMs) * 1000 * 0.85);
      expect(observed).toBeLessThan((users / 2) * 1.15);
    }
  });

  it('lose no request', () => {
    const answered = driven.series.filter(({ type, failed }) => type === 'http' && !failed);
    const count = answered.flatMap(({ cells }) => [...cells]).reduce((sum, cell) => sum + cell.count, 0);
    expect(count).toBe(visitsOf(crowd.name).length);
  });
});

describe('the choices of users', () => {
  const choices = (visits: readonly Visit[]) =>
    new Map(visits.map(({ user, pass, path }) => [`${user}/${pass}`, path]));

  it('are the same for the same seed, user and pass', () => {
    const [one, same, other] = ['one', 'same', 'other'].map((name) => choices(visitsOf(name)));
    const common = [...one!.keys()].filter((key) => same!.has(key));
    expect(common.length).toBeGreaterThan(30);
    expect(common.map((key) => one!.get(key))).toEqual(common.map((key) => same!.get(key)));
    expect(common.map((key) => one!.get(key))).not.toEqual(common.map((key) => other!.get(key)));
    expect(new Set(one!.values()).size).toBe(one!.size);
  });
});
