import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { activeSpans, arrivalClock, arrivalsUntil, lengthOf, levelAt, type LoadCurve } from './load-curve.ts';

/** Curves as stages make them: lines, steps, stretches of nothing, stages of no length. */
const curves = (level: fc.Arbitrary<number>): fc.Arbitrary<LoadCurve> =>
  fc
    .array(
      fc.record({
        step: fc.option(level, { nil: undefined }),
        over: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 60_000 })),
        to: level,
      }),
      { minLength: 1, maxLength: 8 },
    )
    .map((stages) => {
      const points = [{ atMs: 0, level: 0 }];
      for (const { step, over, to } of stages) {
        const { atMs, level: from } = points.at(-1)!;
        points.push({ atMs, level: step ?? from }, { atMs: atMs + over, level: to });
      }
      return points;
    });

const userCurves = curves(fc.integer({ min: 0, max: 50 }));
const rateCurves = curves(fc.oneof(fc.constant(0), fc.double({ min: 0.01, max: 1000, noNaN: true })));

/** The instants at which something changes, and instants beside and between them. */
function instants(curve: LoadCurve): number[] {
  return curve.flatMap(({ atMs }, index) => {
    const next = curve[index + 1]?.atMs ?? atMs + 1;
    return [atMs, ...[0.13, 0.5, 0.87].map((share) => atMs + (next - atMs) * share)];
  });
}

describe('activeSpans', () => {
  it('has as many users there as the level says, at any moment', () => {
    fc.assert(
      fc.property(userCurves, (curve) => {
        const users = Array.from({ length: 50 }, (_, index) => activeSpans(curve, index + 1));
        for (const atMs of instants(curve)) {
          const there = users.filter((spans) => spans.some(({ fromMs, toMs }) => fromMs <= atMs && atMs < toMs)).length;
          const level = levelAt(curve, atMs);
          expect(there).toBeGreaterThanOrEqual(Math.floor(level - 1e-6));
          expect(there).toBeLessThanOrEqual(Math.floor(level + 1e-6));
        }
      }),
    );
  });

  it('gives spans in order, that have a length and do not touch', () => {
    fc.assert(
      fc.property(userCurves, fc.integer({ min: 1, max: 50 }), (curve, user) => {
        const bounds = activeSpans(curve, user).flatMap(({ fromMs, toMs }) => [fromMs, toMs]);
        for (const [index, bound] of bounds.entries()) {
          if (index > 0) expect(bound).toBeGreaterThan(bounds[index - 1]!);
        }
      }),
    );
  });

  it('keeps the users that are there both before and after a step', () => {
    const curve = [
      { atMs: 0, level: 2 },
      { atMs: 1000, level: 2 },
      { atMs: 1000, level: 5 },
      { atMs: 2000, level: 5 },
      { atMs: 2000, level: 1 },
      { atMs: 3000, level: 1 },
    ];
    expect(activeSpans(curve, 1)).toEqual([{ fromMs: 0, toMs: 3000 }]);
    expect(activeSpans(curve, 2)).toEqual([{ fromMs: 0, toMs: 2000 }]);
    expect(activeSpans(curve, 5)).toEqual([{ fromMs: 1000, toMs: 2000 }]);
    expect(activeSpans(curve, 6)).toEqual([]);
  });
});

describe('arrivalsUntil', () => {
  it('is the area under the curve', () => {
    fc.assert(
      fc.property(rateCurves, fc.double({ min: 0, max: 1, noNaN: true }), (curve, share) => {
        const untilMs = lengthOf(curve) * share;
        expect(arrivalsUntil(curve, untilMs)).toBeCloseTo(integral(curve, untilMs), 3);
      }),
      { numRuns: 30 },
    );
  });
});

const arrivalAt = (curve: LoadCurve, n: number) => arrivalClock(curve)(n);

describe('arrivalClock', () => {
  it('is the moment until which as many arrivals have come, and a moment of load', () => {
    fc.assert(
      fc.property(rateCurves, fc.double({ min: 1e-6, max: 0.999, noNaN: true }), (curve, share) => {
        const all = arrivalsUntil(curve, lengthOf(curve));
        fc.pre(all > 1e-3);
        const dueMs = arrivalAt(curve, all * share);
        expect(arrivalsUntil(curve, dueMs)).toBeCloseTo(all * share, 5);
        expect(arrivalsUntil(curve, dueMs + 1)).toBeGreaterThan(arrivalsUntil(curve, dueMs));
      }),
    );
  });

  it('goes on where it was, and never back in time', () => {
    fc.assert(
      fc.property(rateCurves, fc.array(fc.nat(1000), { maxLength: 20 }), (curve, gaps) => {
        const clock = arrivalClock(curve);
        let [n, lastMs] = [0, 0];
        for (const gap of gaps) {
          const dueMs = clock((n += gap));
          expect(dueMs).toBe(arrivalAt(curve, n));
          expect(dueMs).toBeGreaterThanOrEqual(lastMs);
          lastMs = dueMs;
        }
      }),
    );
  });

  it('is never for arrivals that the profile does not have', () => {
    fc.assert(
      fc.property(rateCurves, (curve) => {
        expect(arrivalAt(curve, Math.ceil(arrivalsUntil(curve, lengthOf(curve)) + 1e-6))).toBe(Infinity);
      }),
    );
  });

  it('is even at an even rate, and begins with the load', () => {
    const curve = [
      { atMs: 0, level: 4 },
      { atMs: 2000, level: 4 },
    ];
    expect([0, 1, 2, 7, 8].map((n) => arrivalAt(curve, n))).toEqual([0, 250, 500, 1750, Infinity]);
  });
});

/** The area in arrivals, by the midpoints of many narrow strips, none of which holds a step. */
function integral(curve: LoadCurve, untilMs: number): number {
  const strips = 100;
  let total = 0;
  for (const [index, { atMs }] of curve.entries()) {
    const endMs = Math.min(curve[index + 1]?.atMs ?? atMs, untilMs);
    const width = Math.max(0, endMs - atMs) / strips;
    for (let strip = 0; strip < strips && width > 0; strip++) {
      total += (levelAt(curve, atMs + (strip + 0.5) * width) * width) / 1000;
    }
  }
  return total;
}
