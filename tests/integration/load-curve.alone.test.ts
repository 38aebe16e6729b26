import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { arrivalsUntil, highestLevel, lengthOf, levelAt, type LoadCurve } from '../../src/model/load-curve.ts';
import { loadOfSeconds } from '../../src/verdict/load.ts';
import {
  drive,
  latenessOf,
  planOf,
  startCounting,
  type CountingService,
  type Driven,
  type Load,
  type Visit,
} from './load-kit.ts';

const root = join(import.meta.dirname, '../..');
const shop = join(root, 'scenarios/shop/shop.ts');
const shopSlo = join(root, 'thresholds/shop.yaml');
const lengthMs = 4000;
const longestThinkMs = 400;
/** From the release of the load to the first request on a machine that has nothing else to do. */
const promptMs = 50;

/** The profiles of one batch are driven at the same time; as many users as a small machine carries. */
const batches: readonly Readonly<Record<string, number>>[] = [
  { smoke: 10, baseline: 50, endurance: 100, daily: 100, stress: 200 },
  { 'flash-sale': 200, 'steady-100': 100, normal: 100, peak: 100 },
  { spike: 500, 'steady-1000': 100, breakpoint: 100 },
];

let service: CountingService;
beforeAll(async () => void (service = await startCounting()));
afterAll(() => service[Symbol.asyncDispose]());

const visitsOf = (name: string) => service.visits.filter(({ load }) => load === name);

describe.each(batches)('users of %o', (batch) => {
  const driven = new Map<string, Driven>();
  let lateMs: number;

  beforeAll(async () => {
    const loads = await Promise.all(
      Object.entries(batch).map(async ([name, most]): Promise<Load> => ({ name, curve: await curveOf(name, most) })),
    );
    await Promise.all(loads.map(async (load) => driven.set(load.name, await drive(service.url, load))));
    lateMs = promptMs + latenessOf(driven.values()) + service.lateMs();
  });

  it.each(Object.keys(batch))('%s come and go as planned', (name) => {
    const { plan, t0 } = driven.get(name)!;
    const stays = staysOf(visitsOf(name), t0);
    const wrong = instants(100)
      .map((atMs) => {
        const { least, most } = bounds(levelsIn(plan.profile.curve, atMs - lateMs, atMs + lateMs));
        const there = stays.filter(({ fromMs, toMs }) => fromMs <= atMs && toMs >= atMs).length;
        // Nobody knows when somebody left who was thinking.
        const perhaps = stays.filter(({ fromMs, toMs }) => fromMs <= atMs && toMs + longestThinkMs + lateMs >= atMs);
        return { atMs, least, there, perhaps: perhaps.length, most };
      })
      .filter(({ there, perhaps, least, most }) => there > most || perhaps < least);
    expect(wrong).toEqual([]);
  });

  it.each(Object.keys(batch))('%s are as many in the record', (name) => {
    const { plan, series } = driven.get(name)!;
    const wrong = loadOfSeconds(plan.profile, series, lengthMs / 1000)
      .map(({ offered, achieved }, second) => {
        const endMs = (second + 1) * 1000;
        const { least, most } = bounds(levelsIn(plan.profile.curve, endMs - lateMs, endMs));
        // Users know the end of the load to the millisecond, the record knows it to less: some leave within the last second.
        const left = endMs < lengthMs ? 0 : departuresIn(series, second);
        return { second, offered, achieved, left, least, most };
      })
      .filter(({ achieved, left, least, most }) => achieved === null || achieved + left < least || achieved > most);
    expect(wrong).toEqual([]);
  });
});

describe('arrivals', () => {
  const loads: Load[] = [];
  const driven = new Map<string, Driven>();

  beforeAll(async () => {
    for (const [name, most] of Object.entries({ daily: 60, spike: 150, breakpoint: 100 })) {
      loads.push({ name: `open ${name}`, model: 'open', curve: await curveOf(name, most), maxUsers: 150 });
    }
    await Promise.all(loads.map(async (load) => driven.set(load.name, await drive(service.url, load))));
  });

  it.each(['open daily', 'open spike', 'open breakpoint'])('%s begin as planned', (name) => {
    const { plan, t0, series } = driven.get(name)!;
    const visits = visitsOf(name);
    const lateMs = promptMs + latenessOf(driven.values()) + service.lateMs();
    const due = (fromMs: number, toMs: number) =>
      arrivalsUntil(plan.profile.curve, Math.max(fromMs, toMs)) - arrivalsUntil(plan.profile.curve, fromMs);
    const wrong = instants(500)
      .map((fromMs) => {
        const toMs = fromMs + 500;
        const arrived = visits.filter(({ atMs }) => atMs >= t0 + fromMs && atMs < t0 + toMs).length;
        return { fromMs, arrived, ...bounds([due(fromMs, toMs - lateMs), due(fromMs - lateMs, toMs)]) };
      })
      .filter(({ arrived, least, most }) => arrived < least || arrived > most);
    expect(wrong).toEqual([]);
    const begun = loadOfSeconds(plan.profile, series, lengthMs / 1000 + 1).map(({ achieved }) => achieved ?? NaN);
    expect(begun.reduce((sum, count) => sum + count)).toBe(visits.length);
  });
});

/** A profile of the shop, or one that every scenario has, made short, and with at most so many users. */
async function curveOf(name: string, most: number): Promise<LoadCurve> {
  const { curve } = (await planOf(shop, name, shopSlo)).profile;
  const [time, level] = [lengthMs / lengthOf(curve), most / highestLevel(curve)];
  return curve.map((point) => ({ atMs: point.atMs * time, level: point.level * level }));
}

function instants(everyMs: number): number[] {
  return Array.from({ length: lengthMs / everyMs }, (_, index) => index * everyMs);
}

/** From the first to the last visit of each user, since t0; none of these curves sends anybody away to have him back. */
function staysOf(visits: readonly Visit[], t0: number): { fromMs: number; toMs: number }[] {
  const stays = new Map<number, { fromMs: number; toMs: number }>();
  for (const { user, atMs } of visits) {
    const stay = stays.get(user);
    if (stay === undefined) stays.set(user, { fromMs: atMs - t0, toMs: atMs - t0 });
    else stay.toMs = atMs - t0;
  }
  return [...stays.values()];
}

/** How many users left in a second: each that came counts 1, each that left -1. */
function departuresIn(series: Driven['series'], second: number): number {
  const cells = series.filter(({ metric }) => metric === 'active_users').flatMap((one) => [...one.cells]);
  const within = cells.filter(({ endMs }) => Math.floor(endMs / 1000) === second);
  return within.reduce((left, { count, sum }) => left + (count - sum / 1000) / 2, 0);
}

/** All levels that the curve has between two instants. */
function levelsIn(curve: LoadCurve, fromMs: number, toMs: number): number[] {
  const corners = curve.filter(({ atMs }) => atMs > fromMs && atMs < toMs).map(({ level }) => level);
  return [levelAt(curve, fromMs), ...corners, levelAt(curve, Math.min(toMs, lengthOf(curve)) - 1e-6)];
}

/** From the least to the most, and one user, or one in twenty, less and more. */
function bounds(levels: readonly number[]): { least: number; most: number } {
  const [least, most] = [Math.min(...levels), Math.max(...levels)];
  return { least: Math.floor(least - Math.max(1, least * 0.05)), most: Math.ceil(most + Math.max(1, most * 0.05)) };
}
