import { describe, expect, it } from 'vitest';
import type { PlannedJourney } from '../model/plan.ts';
import { expectedRequests, openEquivalent } from './estimate.ts';

const journey = (steps: number, thinkMs: number, weight = 1): PlannedJourney => ({
  name: 'j',
  steps: Array.from({ length: steps }, (_, i) => `s${i}`),
  think: { kind: 'uniform', fromMs: 0, toMs: 2 * thinkMs },
  weight,
  feeders: {},
  metrics: {},
  ledgers: [],
});
const load = (model: 'closed' | 'open', levels: readonly [number, number][], journeys: PlannedJourney[]) => ({
  profile: {
    name: 'p',
    model,
    curve: levels.map(([atMs, level]) => ({ atMs, level })),
    maxUsers: 10,
    warmUpMs: 0,
    durationMs: levels.at(-1)?.[0] ?? 0,
    breakpoint: null,
  },
  scenario: { journeys },
});

describe('the number of requests expected', () => {
  it('of users is that of steps with their thinks', () => {
    const flat = [
      [0, 10],
      [60_000, 10],
    ] as [number, number][];
    expect(expectedRequests(load('closed', flat, [journey(4, 900)]))).toBeCloseTo(600);
    // One pass of 1 step and 1 s in two, one of 3 steps and 3 s.
    expect(expectedRequests(load('closed', flat, [journey(1, 900), journey(3, 900)]))).toBeCloseTo(600);
  });

  it('of arrivals is that of passes with their steps, however long they take', () => {
    const rising = [
      [0, 0],
      [60_000, 10],
    ] as [number, number][];
    expect(expectedRequests(load('open', rising, [journey(4, 5000)]))).toBeCloseTo(1200);
    expect(expectedRequests(load('open', rising, [journey(4, 0, 3), journey(8, 0, 1)]))).toBeCloseTo(1500);
  });
});

describe('the open equivalent', () => {
  it('begins as many passes, and needs users only for the answers', () => {
    const flat = [
      [0, 1000],
      [60_000, 1000],
    ] as [number, number][];
    expect(openEquivalent(load('closed', flat, [journey(9, 1900)]))).toEqual({ perSecond: 56, maxUsers: 101 });
  });
});
