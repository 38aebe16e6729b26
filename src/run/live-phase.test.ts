import { describe, expect, it } from 'vitest';
import type { FaultEvent } from '../model/record.ts';
import { buildRecord } from '../verdict/testing/record-builder.ts';
import { LivePhase } from './live-phase.ts';

const { plan } = buildRecord({
  durationMs: 60_000,
  warmUpMs: 5000,
  recoveryMs: 10_000,
  faults: [
    { id: 'ai', startMs: 40_000, endMs: 45_000 },
    { id: 'db', startMs: 20_000, endMs: 30_000 },
  ],
}).manifest;

function after(...events: readonly (readonly [number, FaultEvent['event'], string])[]): LivePhase {
  const phase = new LivePhase(plan);
  for (const [atMs, event, fault] of events) phase.event({ atMs, event, fault });
  return phase;
}

describe('the live phase', () => {
  const healed = [
    [20_000, 'asked', 'db'],
    [20_100, 'felt', 'db'],
    [30_200, 'clean', 'db'],
  ] as const;

  it.each([
    [1000, 'warmup', 0],
    [6000, 'steady', 5000],
    [31_000, 'recovery:db', 30_200],
    [50_000, 'steady', 40_200],
    [60_001, 'cooldown', 60_000],
  ])('at %i ms is %s', (elapsedMs, name, sinceMs) => {
    const phase = after(...(elapsedMs > 20_000 ? healed : []));
    expect(phase.phases(elapsedMs)).toEqual([{ name, sinceMs }]);
  });

  it('is that of a fault as soon as it is felt, not when it is asked for', () => {
    expect(after(healed[0]).phases(20_050)[0]?.name).toBe('steady');
    expect(after(healed[0], healed[1]).phases(20_200)).toEqual([{ name: 'fault:db', sinceMs: 20_100 }]);
  });

  it('tells how long faults are on, and which comes next', () => {
    const phase = after(healed[0]);
    expect(phase.active(22_000)).toEqual([{ id: 'db', felt: false, leftMs: 8000 }]);
    expect(phase.next(22_000)).toEqual({ id: 'ai', inMs: 18_000 });
    expect(after().next(1000)).toEqual({ id: 'db', inMs: 19_000 });
    expect(after(...healed).active(31_000)).toEqual([]);
    expect(after(...healed).next(41_000)).toBeNull();
  });

  it('ends a fault that nobody felt when it is healed', () => {
    const phase = after(healed[0], [30_000, 'heal-acknowledged', 'db']);
    expect(phase.active(30_100)).toEqual([]);
    expect(after(healed[0], healed[1], [30_000, 'heal-acknowledged', 'db']).active(30_100)).toHaveLength(1);
  });
});
