import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arrivalsUntil, highestLevel, lengthOf, levelAt, type LoadCurve } from '../model/load-curve.ts';
import { curveOf, executor, sumOf } from './plain-script-load.ts';

const curve = (written: object): LoadCurve => curveOf(executor.parse(written));
const points = (of: LoadCurve): string => of.map(({ atMs, level }) => `${atMs}:${level}`).join(' ');

describe('the load of an executor', () => {
  it.each([
    [{ executor: 'constant-vus', vus: 3, duration: '1m30s', gracefulStop: null, startTime: null }, '0:3 90000:3'],
    [{ executor: 'constant-vus', vus: 3, duration: '10s', startTime: '5s' }, '0:0 5000:0 5000:3 15000:3'],
    [
      {
        executor: 'ramping-vus',
        startVUs: null,
        stages: [
          { duration: '3s', target: 5 },
          { duration: '0s', target: 2 },
          { duration: '2s', target: 0 },
        ],
      },
      '0:1 3000:5 3000:2 5000:0',
    ],
    [{ executor: 'constant-arrival-rate', rate: 30, timeUnit: '1m0s', duration: '10s' }, '0:0.5 10000:0.5'],
    [
      { executor: 'ramping-arrival-rate', startRate: 10, timeUnit: null, stages: [{ duration: '4s', target: 20 }] },
      '0:10 4000:20',
    ],
    [{ executor: 'shared-iterations', vus: null, iterations: 7, maxDuration: null }, '0:1 600000:1'],
    [{ executor: 'per-vu-iterations', vus: 4, maxDuration: '20s' }, '0:4 20000:4'],
  ])('%j is %s', (written, expected) => {
    expect(points(curve(written))).toBe(expected);
  });
});

describe('several loads together', () => {
  it('step where one of them begins or ends', () => {
    const first = curve({ executor: 'constant-vus', vus: 2, duration: '10s' });
    const second = curve({ executor: 'constant-vus', vus: 3, duration: '10s', startTime: '5s' });
    expect(points(sumOf([first, second]))).toBe('0:2 5000:2 5000:5 10000:5 10000:3 15000:3');
  });

  it('are at every moment the sum of what each is, and have all its arrivals', () => {
    const stage = fc.record({ duration: fc.integer({ min: 0, max: 20 }), target: fc.integer({ min: 0, max: 50 }) });
    const ramp = fc
      .record({ start: fc.integer({ min: 0, max: 20 }), stages: fc.array(stage, { minLength: 1, maxLength: 5 }) })
      .map(({ start, stages }) =>
        curve({
          executor: 'ramping-arrival-rate',
          startTime: `${start}s`,
          stages: [...stages, { duration: 1, target: 1 }].map((one) => ({ ...one, duration: `${one.duration}s` })),
        }),
      );
    fc.assert(
      fc.property(
        fc.array(ramp, { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 0, max: 130_000 }),
        (curves, atMs) => {
          const sum = sumOf(curves);
          const add = (of: (one: LoadCurve) => number) => curves.reduce((total, one) => total + of(one), 0);
          expect(levelAt(sum, atMs)).toBeCloseTo(
            add((one) => levelAt(one, atMs)),
            6,
          );
          expect(arrivalsUntil(sum, atMs)).toBeCloseTo(
            add((one) => arrivalsUntil(one, atMs)),
            6,
          );
          expect(lengthOf(sum)).toBe(Math.max(...curves.map(lengthOf)));
          expect(highestLevel(sum)).toBeLessThanOrEqual(add(highestLevel) + 1e-9);
        },
      ),
    );
  });
});
