import type { PlannedFault } from '../model/plan.ts';
import type { FaultEvent } from '../model/record.ts';
import type { Canary } from './canary.ts';
import { cleanFrom, firstAffected, lapsedFrom, type Judge } from './edges-of-fault.ts';
import type { Flight } from './probe.ts';
import { isAffected, leastAnswers, thresholdMs, usualOf, type Usual } from './threshold.ts';

export interface WatchOptions {
  /** Probes the fault's edge. */
  readonly canary: Canary;
  readonly fault: Pick<PlannedFault, 'id' | 'startMs' | 'endMs' | 'flapping' | 'replicas'>;
  /** By how much at least the fault slows a round trip, in ms; Infinity: no answers while it is on. */
  readonly slowsByMs: number;
  /** The other faults that the same probes may meet. @default none */
  readonly others?: readonly Pick<PlannedFault, 'id' | 'flapping'>[] | undefined;
  /** Takes `felt`, `lapsed` and `clean`, dated by when the deciding probe was sent. */
  readonly emit: (event: FaultEvent) => void;
}

export interface FaultWatch {
  /** To be told what happens to faults, in order. */
  onEvent(event: FaultEvent): void;
  /** Ends the watch. May be called again. */
  stop(): void;
}

/** Two busy cores hold everything up for some 50 ms now and then (measured); a fault lasts. */
const longestSupportMs = 100;

/** Clocks differ, but a probe that took less than this share of what the fault adds at least has not met it. */
const missedShare = 0.8;

/**
 * Decides from the probes when a fault was felt and when its edge was clean again.
 *
 * Felt: see `firstAffected`, of the probes under way when the fault was asked for, or sent later and before healing was asked for; not
 * before it was asked for.
 * Clean: see `cleanFrom`, of the probes sent after that; said once healing is acknowledged, since an escalation may cut
 * connections until then. What never shows is never said.
 *
 * Lapsed: see `lapsedFrom`, of the probes sent after it was acknowledged and before healing was asked for. Somebody else has taken it off,
 * or what held it has ended. Not asked where some probes miss it by themselves: where it flaps, or is on some replicas only.
 *
 * ```
 *  other   |----------------------------|     what is usual for f is what probes take
 *  f             |-----------|                meanwhile: both its edges can be told
 *
 *  other   |-----------------|                then f ends alone, so that is told by what was usual before both;
 *  f             |------------------|         the end of the other is assumed: f may hide it
 * ```
 *
 * An edge that cannot be told apart from another fault's is assumed: it is where it was acknowledged.
 */
export function watchFault(options: WatchOptions): FaultWatch {
  const { canary, fault, slowsByMs, others = [], emit } = options;
  const onMs = fault.flapping?.onMs ?? fault.endMs - fault.startMs;
  const supportMs = Math.min(longestSupportMs, onMs / 2);
  let threshold = Infinity;
  const seen = new Set<FaultEvent['event']>();
  /** Probes that may have met the fault, and those sent since its end. */
  let during: Flight[] = [];
  const after: Flight[] = [];
  let acknowledgedMs = Infinity;
  const lasts = fault.flapping === undefined && fault.replicas === undefined;
  /** The others that are on, since when they are, and whether they were others when this one began. */
  const company = new Set<string>();
  let companySinceMs = -Infinity;
  let companyChanged = false;
  let askedMs = -Infinity;
  /** Of the edge with nothing on it. */
  let alone: Usual | undefined;
  /** Which edges of this fault cannot be told. */
  const untold = new Set<'felt' | 'clean'>();

  const say = (event: 'felt' | 'lapsed' | 'clean', atMs: number, assumed = false): void => {
    seen.add(event);
    emit({ atMs, fault: fault.id, event, ...(assumed && { assumed }) });
  };
  const unfollow = canary.follow({
    sent(flight) {
      if (seen.has('heal-asked')) after.push(flight);
      else if (seen.has('asked')) during.push(flight);
    },
    look(nowMs) {
      const judge: Judge = (flight) => isAffected(flight, nowMs, threshold);
      if (!seen.has('felt') && !untold.has('felt')) {
        const first = firstAffected(during, judge, { supportMs, over: seen.has('heal-asked') });
        if (first !== undefined) say('felt', Math.max(first.sentMs, askedMs));
      }
      if (lasts && seen.has('felt') && !seen.has('heal-asked') && !seen.has('lapsed')) {
        const first = lapsedFrom(during, hasMissed);
        if (first !== undefined) say('lapsed', first.sentMs);
      }
      if (seen.has('heal-acknowledged') && !seen.has('clean')) {
        const first = cleanFrom(after, judge);
        if (first !== undefined) say('clean', first.sentMs);
      }
    },
  });

  /** However slow others or the machine may make them, none that met the fault is faster than the fault. */
  const hasMissed = ({ sentMs, result }: Flight): boolean =>
    sentMs >= acknowledgedMs && typeof result?.tookMs === 'number' && result.tookMs < missedShare * slowsByMs;

  /** What is usual while others are on; undefined where their probes say too little. */
  const usualInCompany = (): Usual | undefined => {
    if (others.some(({ id, flapping }) => company.has(id) && flapping !== undefined)) return undefined;
    const probes = canary.latest().filter(({ sentMs }) => sentMs >= companySinceMs);
    return probes.length < leastAnswers || probes.some(({ tookMs }) => tookMs === null) ? undefined : usualOf(probes);
  };
  const begin = (atMs: number): void => {
    askedMs = atMs;
    during = [...canary.underWay()];
    const usual = company.size === 0 ? alone : usualInCompany();
    if (usual === undefined) untold.add('felt');
    else threshold = thresholdMs(usual, slowsByMs);
  };
  const healed = (atMs: number): void => {
    if (company.size === 0 && alone !== undefined) threshold = thresholdMs(alone, slowsByMs);
    else if (companyChanged || untold.has('felt')) say('clean', atMs, true);
  };
  const onOther = ({ fault: other, event, atMs }: FaultEvent): void => {
    if (event === 'asked') company.add(other);
    if (event === 'heal-acknowledged') company.delete(other);
    companySinceMs = atMs;
    if (!seen.has('asked') || seen.has('clean')) return;
    companyChanged = true;
    if (seen.has('heal-acknowledged') && event === 'asked') say('clean', atMs, true);
    if (seen.has('felt') || seen.has('heal-asked')) return;
    untold.add('felt');
    if (seen.has('acknowledged')) say('felt', atMs, true);
  };

  return {
    onEvent(event) {
      const isOther = others.some(({ id }) => id === event.fault);
      if (event.fault !== fault.id && !isOther) return;
      // What watches say themselves.
      if (event.event === 'felt' || event.event === 'lapsed' || event.event === 'clean') return;
      if (event.event === 'asked' && company.size === 0 && !(isOther && seen.has('asked') && !seen.has('clean')))
        alone = usualOf(canary.latest());
      if (isOther) {
        onOther(event);
        return;
      }
      seen.add(event.event);
      if (event.event === 'asked') begin(event.atMs);
      if (event.event === 'acknowledged') acknowledgedMs = event.atMs;
      if (event.event === 'acknowledged' && untold.has('felt') && !seen.has('felt')) say('felt', event.atMs, true);
      if (event.event === 'heal-acknowledged' && !seen.has('clean')) healed(event.atMs);
    },
    stop: unfollow,
  };
}
