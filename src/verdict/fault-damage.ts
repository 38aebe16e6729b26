import type { FoundWrites, Moments } from '../model/audit.ts';
import type { DataResult } from '../model/verdict.ts';
import type { FaultWindow } from './fault-window.ts';

/** Writes that one fault lost and doubled; null = it was not found out. */
export interface FaultDamage {
  readonly lostWrites: number | null;
  readonly doubledWrites: number | null;
}

/**
 * Which fault lost or doubled a write is told by when it was last answered.
 *
 * ```
 *      fault before       this fault            next fault
 *  ------[======]-----------[======]--------------[=====]
 *                |-- lost ----------|
 *                           |------- doubled -----|
 * ```
 *
 * What a crash loses was acknowledged before it, and what is sent again is answered after it. Faults that act at the same
 * time share what happened.
 */
export function damageOf(
  fault: FaultWindow,
  windows: readonly FaultWindow[],
  data: readonly DataResult[],
): FaultDamage {
  const others = windows.filter((other) => other !== fault);
  const before = others.filter(({ releaseMs }) => releaseMs <= fault.onsetMs).map(({ releaseMs }) => releaseMs);
  const after = others.filter(({ onsetMs }) => onsetMs >= fault.releaseMs).map(({ onsetMs }) => onsetMs);
  const count = (moments: (found: FoundWrites) => Moments | undefined, fromMs: number, toMs: number): number | null => {
    const known = data.flatMap(({ found }) => (found === null ? [] : [moments(found)]));
    if (known.length === 0 || known.includes(undefined)) return null;
    return known
      .flatMap((each) => each ?? [])
      .reduce((total, [atMs, writes]) => (atMs >= fromMs && atMs < toMs ? total + writes : total), 0);
  };
  return {
    lostWrites: count(({ lostAt }) => lostAt, Math.max(-Infinity, ...before), fault.releaseMs),
    doubledWrites: count(({ duplicatedAt }) => duplicatedAt, fault.onsetMs, Math.min(Infinity, ...after)),
  };
}
