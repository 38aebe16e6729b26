import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PlannedFault } from '../model/plan.ts';
import type { Slo } from '../model/slo.ts';
import { quietFor, scaleTime, scaleWindow, type Times } from './time-scale.ts';

const down = { kind: 'down' } as const;
const fault = (id: string, startMs: number, endMs: number): PlannedFault => ({
  id,
  on: 'api->db',
  startMs,
  endMs,
  action: down,
});

/** A load of ramps, holds and steps, with faults anywhere in it. */
const times: fc.Arbitrary<Times> = fc
  .record({
    pieces: fc.array(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 60_000 })), {
      minLength: 1,
      maxLength: 6,
    }),
    warmUp: fc.double({ min: 0, max: 0.5, noNaN: true }),
    faults: fc.array(fc.tuple(fc.nat(1000), fc.nat(1000)), { maxLength: 5 }),
    recoveryMs: fc.nat(10_000),
  })
  .map(({ pieces, warmUp, faults, recoveryMs }) => {
    let atMs = 0;
    const curve = [{ atMs: 0, level: 3 }];
    for (const [level, length] of pieces) curve.push({ atMs: (atMs += length), level });
    curve.push({ atMs: atMs + 2000, level: 1 });
    const total = atMs + 2000;
    return {
      curve,
      warmUpMs: Math.round(warmUp * total),
      faults: faults
        .map(([a, b], index) => {
          const startMs = Math.round((Math.min(a, b) / 1001) * total);
          const endMs = Math.max(startMs + 1, Math.round((Math.max(a, b) / 1001) * total));
          return fault(`f${index}`, startMs, endMs);
        })
        .sort((one, other) => one.startMs - other.startMs),
      recoveryMs,
    };
  });
const scale = fc.double({ min: 0.01, max: 1, noNaN: true });
const quiet = fc.nat(20_000);

const lengths = ({ curve }: Times) => curve.slice(1).map(({ atMs }, index) => atMs - (curve[index]?.atMs ?? 0));
const totalOf = ({ curve }: Times) => curve.at(-1)?.atMs ?? 0;

/** Gaps between faults, and from the last to the end, with the length that each had before. */
function quietTimes({ faults, curve }: Pick<Times, 'faults' | 'curve'>): number[] {
  const gaps: number[] = [];
  let endMs = Infinity;
  for (const { startMs, endMs: until } of faults) {
    if (startMs > endMs) gaps.push(startMs - endMs);
    endMs = endMs === Infinity ? until : Math.max(endMs, until);
  }
  const total = curve.at(-1)?.atMs ?? 0;
  if (endMs < total) gaps.push(total - endMs);
  return gaps;
}

const always = (check: (before: Times, after: Times, by: { scale: number; quietMs: number }) => void) =>
  fc.assert(
    fc.property(times, scale, quiet, (before, factor, quietMs) =>
      check(before, scaleTime(before, factor, quietMs), { scale: factor, quietMs }),
    ),
  );

describe('scaled time', () => {
  it('is the written time at scale 1', () => {
    fc.assert(
      fc.property(times, quiet, (one, quietMs) => {
        expect(scaleTime(one, 1, quietMs)).toEqual(one);
      }),
    );
  });

  it('keeps levels, steps and the order of all moments', () => {
    always((before, after) => {
      expect(after.curve.map(({ level }) => level)).toEqual(before.curve.map(({ level }) => level));
      const pairs = [
        ...before.curve.map(({ atMs }, i) => [atMs, after.curve[i]?.atMs ?? NaN] as const),
        ...before.faults.flatMap(
          ({ startMs, endMs }, i) =>
            [
              [startMs, after.faults[i]?.startMs ?? NaN],
              [endMs, after.faults[i]?.endMs ?? NaN],
            ] as const,
        ),
        [before.warmUpMs, after.warmUpMs] as const,
      ].sort(([a], [b]) => a - b);
      pairs.slice(1).forEach(([at, scaled], i) => {
        const [atBefore, scaledBefore] = pairs[i] ?? [0, 0];
        expect(scaled).toBeGreaterThanOrEqual(scaledBefore);
        if (at === atBefore) expect(scaled).toBe(scaledBefore);
      });
    });
  });

  it('keeps 3 s of every hold and fault, and all of what was shorter', () => {
    always((before, after) => {
      lengths(before).forEach((length, i) => {
        const isHold = before.curve[i]?.level === before.curve[i + 1]?.level;
        if (isHold) expect(lengths(after)[i]).toBeGreaterThanOrEqual(Math.min(3000, length));
      });
      before.faults.forEach(({ startMs, endMs }, i) => {
        const { startMs: from = 0, endMs: to = 0 } = after.faults[i] ?? {};
        expect(to - from).toBeGreaterThanOrEqual(Math.min(3000, endMs - startMs));
      });
    });
  });

  it('keeps 3 s of every steady window', () => {
    // Before each fault, and before the end; nothing where the recovery from the one before reaches that far.
    const windows = ({ curve, warmUpMs, faults, recoveryMs }: Times) => {
      let endMs = warmUpMs;
      const ends = [...faults.map(({ startMs }) => startMs), curve.at(-1)?.atMs ?? 0];
      return ends.map((untilMs, i) => {
        const length = untilMs - endMs;
        endMs = Math.max(endMs, (faults[i]?.endMs ?? 0) + recoveryMs);
        return length;
      });
    };
    always((before, after) => {
      const had = windows(before);
      windows(after).forEach((length, i) => {
        if (had[i] !== undefined && had[i] > 0) expect(length).toBeGreaterThanOrEqual(Math.min(3000, had[i]));
      });
    });
  });

  it('keeps the quiet that judging a recovery takes, after every fault', () => {
    always((before, after, { quietMs }) => {
      const had = quietTimes(before);
      quietTimes(after).forEach((gap, i) => expect(gap).toBeGreaterThanOrEqual(Math.min(quietMs, had[i] ?? 0)));
    });
  });

  it('is never shorter than the scale says, and never longer than what was written', () => {
    always((before, after, by) => {
      expect(totalOf(after)).toBeGreaterThanOrEqual(Math.round(totalOf(before) * by.scale));
      expect(totalOf(after)).toBeLessThanOrEqual(totalOf(before));
    });
  });

  it('keeps the timeout of a command, and no more of it than there was', () => {
    const expectation = { exit: 0, status: null, sql: null };
    const backup = {
      kind: 'command',
      run: ['pg_dump'],
      undo: null,
      env: {},
      timeoutMs: 30_000,
      expect: expectation,
    } as const;
    const lengthOf = (lengthMs: number): number => {
      const curve = [0, 600_000].map((atMs) => ({ atMs, level: 5 }));
      const faults = [{ ...fault('backup', 60_000, 60_000 + lengthMs), action: backup }];
      const [{ startMs, endMs } = { startMs: 0, endMs: 0 }] = scaleTime(
        { curve, warmUpMs: 0, faults, recoveryMs: 0 },
        0.1,
        0,
      ).faults;
      return endMs - startMs;
    };
    expect([30_000, 100_000, 20_000].map(lengthOf)).toEqual([30_000, 30_000, 20_000]);
    expect(lengthOf(400_000)).toBe(40_000);
  });

  it('is the scale alone where nothing is too short', () => {
    const plain: Times = {
      curve: [0, 60_000].map((atMs) => ({ atMs, level: 5 })),
      warmUpMs: 10_000,
      faults: [],
      recoveryMs: 5000,
    };
    expect(scaleTime(plain, 0.1, 0)).toEqual({
      curve: [
        { atMs: 0, level: 5 },
        { atMs: 6000, level: 5 },
      ],
      warmUpMs: 1000,
      faults: [],
      recoveryMs: 500,
    });
  });

  it('flaps as often, for the same share of the time', () => {
    const flapping: PlannedFault = { ...fault('blip', 10_000, 16_000), flapping: { periodMs: 1000, onMs: 300 } };
    const written: Times = {
      curve: [0, 60_000].map((atMs) => ({ atMs, level: 5 })),
      warmUpMs: 0,
      faults: [flapping],
      recoveryMs: 0,
    };
    expect(scaleTime(written, 0.1, 0).faults).toEqual([
      { ...flapping, startMs: 3000, endMs: 6000, flapping: { periodMs: 500, onMs: 150 } },
    ]);
    const long = { ...flapping, endMs: 40_000 };
    expect(scaleTime({ ...written, faults: [long] }, 0.1, 0).faults[0]?.flapping).toEqual({ periodMs: 200, onMs: 100 });
  });
});

describe('a scaled window', () => {
  it('keeps 3 s, or all of what was shorter', () => {
    expect([
      scaleWindow(60_000, 0.1),
      scaleWindow(10_000, 0.1),
      scaleWindow(2000, 0.1),
      scaleWindow(10_000, 1),
    ]).toEqual([6000, 3000, 2000, 10_000]);
  });
});

describe('the quiet for a recovery', () => {
  const recovery = {
    kind: 'recovery',
    name: 'r',
    of: [],
    windowMs: 1000,
    because: null,
    place: { file: 'slo.yaml' },
  } as const;
  const slo: Slo = {
    version: 1,
    file: 'slo.yaml',
    objectives: [
      { ...recovery, withinMs: 5000, holdMs: 5000, profiles: null },
      { ...recovery, withinMs: 60_000, holdMs: 5000, profiles: ['endurance'] },
    ],
  };
  it('is the longest limit with its hold, of the objectives that are for the profile', () => {
    expect(quietFor(slo, 'proof')).toBe(10_000);
    expect(quietFor(slo, 'endurance')).toBe(65_000);
    expect(quietFor(null, 'proof')).toBe(0);
  });
});
