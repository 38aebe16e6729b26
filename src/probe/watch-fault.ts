import type { PlannedFault } from '../model/plan.ts';
import type { FaultEvent } from '../model/record.ts';
import type { Canary } from './canary.ts';
import { cleanFrom, firstAffected, type Judge } from './edges-of-fault.ts';
import type { Flight } from './probe.ts';
import { isAffected, thresholdMs, usualOf } from './threshold.ts';

export interface WatchOptions {
  /** Probes the fault's edge. */
  readonly canary: Canary;
  readonly fault: Pick<PlannedFault, 'id' | 'startMs' | 'endMs' | 'flapping'>;
  /** By how much at least the fault slows a round trip, in ms; Infinity: no answers while it is on. */
  readonly slowsByMs: number;
  /** Takes `felt` and `clean`, dated by when the deciding probe was sent. */
  readonly emit: (event: FaultEvent) => void;
  /** The edge is not called clean from a later moment on; ms since t0. @default Infinity */
  readonly cleanByMs?: number | undefined;
}

export interface FaultWatch {
  /** To be told what happens to faults, in order; those of other faults are ignored. */
  onEvent(event: FaultEvent): void;
  /** Ends the watch. May be called again. */
  stop(): void;
}

/** Two busy cores hold everything up for some 50 ms now and then (measured); a fault lasts. */
const longestSupportMs = 100;

/**
 * Decides from the probes when a fault was felt and when its edge was clean again.
 *
 * Felt: see `firstAffected`, of the probes under way when the fault was asked for, or sent later and before healing was asked for.
 * Clean: see `cleanFrom`, of the probes sent after that; said once healing is acknowledged, since an escalation may cut
 * connections until then. What never shows is never said.
 */
export function watchFault({ canary, fault, slowsByMs, emit, cleanByMs = Infinity }: WatchOptions): FaultWatch {
  const onMs = fault.flapping?.onMs ?? fault.endMs - fault.startMs;
  const supportMs = Math.min(longestSupportMs, onMs / 2);
  let threshold = Infinity;
  const seen = new Set<FaultEvent['event']>();
  /** Probes that may have met the fault, and those sent since its end. */
  let during: Flight[] = [];
  const after: Flight[] = [];

  const say = (event: 'felt' | 'clean', atMs: number): void => {
    seen.add(event);
    if (event === 'felt' || atMs <= cleanByMs) emit({ atMs, fault: fault.id, event });
  };
  const unfollow = canary.follow({
    sent(flight) {
      if (seen.has('heal-asked')) after.push(flight);
      else if (seen.has('asked')) during.push(flight);
    },
    look(nowMs) {
      const judge: Judge = (flight) => isAffected(flight, nowMs, threshold);
      if (!seen.has('felt')) {
        const first = firstAffected(during, judge, { supportMs, over: seen.has('heal-asked') });
        if (first !== undefined) say('felt', first.sentMs);
      }
      if (seen.has('heal-acknowledged') && !seen.has('clean')) {
        const first = cleanFrom(after, judge);
        if (first !== undefined) say('clean', first.sentMs);
      }
    },
  });
  return {
    onEvent(event) {
      if (event.fault !== fault.id) return;
      seen.add(event.event);
      if (event.event !== 'asked') return;
      threshold = thresholdMs(usualOf(canary.latest()), slowsByMs);
      during = [...canary.underWay()];
    },
    stop: unfollow,
  };
}
