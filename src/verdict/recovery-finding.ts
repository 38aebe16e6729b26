import { formatDuration } from '../model/duration.ts';
import type { RecoveryObjective } from '../model/slo.ts';
import type { ObjectiveResult } from '../model/verdict.ts';
import { nextDisturbance, type FaultWindow } from './fault-window.ts';
import { slotsFrom, type Timeline } from './phases.ts';
import { recoveryTime, type WindowState } from './recovery-time.ts';
import type { WindowFinding, WindowJudge } from './recovery-window.ts';

/** Windows begin this far apart. */
const strideMs = 200;

/** What was found of one recovery; the rest of its result is the same for all. */
export type RecoveryFinding = Pick<ObjectiveResult, 'verdict' | 'reason'> &
  Partial<Pick<ObjectiveResult, 'observed' | 'observedLow' | 'observedHigh' | 'censored' | 'samples' | 'minSamples'>>;

/**
 * Looks for the first moment from which every window holds for long enough: after the fault was clean, or from when
 * it was felt until it is gone and beyond.
 *
 * ```
 *  clean                                             the load ends, or the next fault begins
 *    |--broken--|
 *      |--broken--|
 *        |--open----|      <- earliest: too few samples, it may have held
 *          |--holds---|    <- shown: from here on `holdMs` without a broken or open window
 *            |--holds---|
 * ```
 *
 * It passes when it was shown in time, fails when even the earliest moment is too late, and is inconclusive between.
 */
export function findRecovery(
  { withinMs, holdMs, windowMs, since }: RecoveryObjective,
  window: FaultWindow,
  judge: WindowJudge,
  timeline: Timeline,
): RecoveryFinding {
  // A service that works when a fault begins has not recovered from it: it must go on until the fault is gone.
  const [beginMs, event] = since === 'felt' ? [window.onsetMs, 'was felt'] : [window.releaseMs, 'was clean'];
  const disturbance = nextDisturbance(window, timeline.windows);
  const endMs = Math.min(disturbance.atMs, timeline.coolDownMs, timeline.endMs);
  const inARow = Math.ceil(Math.max(0, holdMs - windowMs) / strideMs) + 1;

  // A window is made of whole slots, of as many as it is long, so that no request is in none. Where slots are coarse it
  // begins up to a second later, and a recovery is dated by that.
  const findings: WindowFinding[] = [];
  const moments: number[] = [];
  const atLeast = Math.ceil((window.releaseMs - beginMs) / strideMs);
  for (let streak = 0, from = beginMs; streak < inARow || findings.length < atLeast; from += strideMs) {
    const slots = slotsFrom(from, windowMs, timeline.fine);
    if ((slots.at(-1)?.toMs ?? Infinity) > endMs) break;
    const finding = judge.judge(slots);
    findings.push(finding);
    moments.push(moments.length === 0 ? 0 : (slots[0]?.fromMs ?? from) - beginMs);
    streak = finding.holdings.every((holding) => holding === 'holds') ? streak + 1 : 0;
  }
  const states = statesOf(findings, judge.minSamples);
  const { shown, earliest } = recoveryTime(states, inARow, atLeast);
  const earliestMs = earliest * strideMs;
  const deciding = shown === null ? findings.slice(-1) : findings.slice(shown);
  const counts = scarcest(deciding, judge.minSamples);
  const allowed = `at most ${formatDuration(withinMs)} allowed`;

  if (shown !== null) {
    const shownMs = moments[shown] ?? 0;
    const observed = { observed: shownMs, observedLow: Math.max(0, earliestMs - strideMs), observedHigh: shownMs };
    const held = `recovered after ${formatDuration(shownMs)}, ${allowed}`;
    if (shownMs <= withinMs) return { verdict: 'pass', reason: held, ...observed, ...counts };
    if (earliestMs > withinMs || earliest === shown) return { verdict: 'fail', reason: held, ...observed, ...counts };
    const doubt = 'but windows before had too few samples to tell';
    return { verdict: 'inconclusive', reason: `${held}, ${doubt}`, ...observed, ...counts };
  }

  const observed = { observed: earliestMs, observedLow: earliestMs, observedHigh: null, censored: true };
  const ended =
    disturbance.atMs === endMs && disturbance.fault !== null ? `${disturbance.fault} began` : 'the load ended';
  const after = `${ended} ${formatDuration(Math.max(0, endMs - beginMs))} after the fault ${event}`;
  if (earliestMs > withinMs) {
    const reason = `not recovered for ${formatDuration(earliestMs)}, ${allowed}; ${after}`;
    return { verdict: 'fail', reason, ...observed, ...counts };
  }
  const scarce = states.lastIndexOf('open') >= earliest;
  const reason = scarce
    ? `windows of ${formatDuration(windowMs)} had too few samples: ${counts.samples} of the ${counts.minSamples} needed`
    : `too little time to show that it held for ${formatDuration(holdMs)}: ${after}`;
  return { verdict: 'inconclusive', reason, ...observed, ...counts };
}

/**
 * A window with less than half of the samples that it needs, where others after the same fault have enough, is a
 * stall: the load has not come back. Otherwise too few samples leave it open, so that a light load alone fails nothing.
 */
function statesOf(findings: readonly WindowFinding[], minSamples: readonly number[]): WindowState[] {
  const plenty = minSamples.map((needed, i) => findings.some(({ samples }) => (samples[i] ?? 0) >= needed));
  return findings.map(({ holdings, samples }) => {
    if (holdings.includes('missed')) return 'broken';
    if (!holdings.includes('unknown')) return 'holds';
    const stalled = minSamples.some((needed, i) => plenty[i] === true && (samples[i] ?? 0) * 2 < needed);
    return stalled ? 'broken' : 'open';
  });
}

/** The sample count that comes nearest to being too few, over some windows and all objectives. */
function scarcest(findings: readonly WindowFinding[], minSamples: readonly number[]) {
  let worst = { samples: 0, minSamples: Math.max(0, ...minSamples) };
  let ratio = Infinity;
  for (const { samples } of findings) {
    minSamples.forEach((needed, i) => {
      const count = samples[i] ?? 0;
      if (count / needed < ratio) [worst, ratio] = [{ samples: count, minSamples: needed }, count / needed];
    });
  }
  return worst;
}
