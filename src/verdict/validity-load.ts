import type { RunRecord, Series } from '../model/record.ts';
import { slotMs } from '../model/timeline.ts';
import type { ValidityCheck } from '../model/verdict.ts';
import type { ValidityLimits } from '../model/validity-limits.ts';
import { loadOfSeconds } from './load.ts';
import { percentile } from './quantile.ts';
import { Tally } from './tally.ts';
import { checkOf, lessLoad } from './validity-check.ts';

/** One late sleep of so few says nothing about the others. */
const fewSleeps = 40;

/** Whether the load was the one that was meant, as the load generator's own samples tell it. */
export function loadChecks(
  record: RunRecord,
  untilMs: number,
  limits: ValidityLimits,
  inexact: number,
): ValidityCheck[] {
  const { series, dropped } = record;
  return [
    ...userChecks(record, untilMs, limits),
    latenessCheck(record, limits),
    checkOf({ name: "lateness of k6's sleeps (p99)", observed: latenessMs(series, 99), limit: null, unit: 'ms' }),
    checkOf({
      name: 'longest stretch without a sample of k6',
      observed: longestUnseenMs(series, untilMs),
      limit: limits.unseenMs,
      unit: 'ms',
      advice: `k6 stood still; ${lessLoad}`,
    }),
    checkOf({
      name: 'samples that found no place in the record',
      observed: dropped,
      limit: 0,
      unit: 'number',
      advice: 'there were too many series: tag with fewer different values',
    }),
    checkOf({
      name: 'values too large to be recorded exactly',
      observed: inexact,
      limit: 0,
      unit: 'number',
      advice: 'record them in a larger unit',
    }),
  ];
}

export function latenessCheck({ series }: RunRecord, limits: ValidityLimits): ValidityCheck {
  return checkOf({
    name: "lateness of k6's sleeps (p90)",
    observed: latenessMs(series, 90),
    limit: limits.sleepLatenessMs,
    unit: 'ms',
    advice: `k6 was short of processors, so its times are too long; ${lessLoad}`,
  });
}

/** Of a closed profile. */
function userChecks(record: RunRecord, untilMs: number, limits: ValidityLimits): ValidityCheck[] {
  if (record.manifest.plan.profile.model === 'open') return [];
  return [
    checkOf({
      name: 'users that were there, of those meant',
      observed: presentUsers(record, untilMs),
      limit: limits.presentUsers,
      unit: 'share',
      atMost: false,
      advice: lessLoad,
    }),
  ];
}

/** The mean over all seconds. Nobody is there in part. */
function presentUsers({ manifest, series }: RunRecord, untilMs: number): number | null {
  const { profile } = manifest.plan;
  let [offered, achieved] = [0, 0];
  for (const second of loadOfSeconds(profile, series, Math.floor(untilMs / slotMs))) {
    if (second.achieved === null) return null;
    offered += Math.floor(second.offered);
    achieved += second.achieved;
  }
  return offered === 0 ? null : achieved / offered;
}

function latenessMs(series: readonly Series[], percent: number): number | null {
  const tally = new Tally();
  for (const { metric, type, cells } of series) {
    if (metric === 'sleep_lateness' && type === 'trend') for (const cell of cells) tally.add(cell);
  }
  const estimate = tally.timed < fewSleeps ? null : percentile(tally, percent);
  return estimate === null ? null : estimate.value / 1000;
}

/** k6 samples its own `vus` every second, whatever its users do. A tick that drifts over a second is none that is missing. */
function longestUnseenMs(series: readonly Series[], untilMs: number): number | null {
  const ticks = series.filter(({ metric, type }) => metric === 'vus' && type === 'gauge');
  if (ticks.length === 0) return null;
  const seen = new Set(ticks.flatMap(({ cells }) => cells.map(({ endMs }) => Math.floor(endMs / slotMs))));
  let [longest, current] = [0, 0];
  for (let second = 0; second < Math.floor(untilMs / slotMs); second++) {
    current = seen.has(second) ? 0 : current + 1;
    longest = Math.max(longest, current);
  }
  return longest * slotMs;
}
