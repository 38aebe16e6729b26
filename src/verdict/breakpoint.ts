import { breakpointObjectives, breakpointWindowMs } from '../model/breakpoint.ts';
import type { PlannedProfile } from '../model/plan.ts';
import type { RunRecord, Series } from '../model/record.ts';
import type { Objective, Slo } from '../model/slo.ts';
import { slotMs } from '../model/timeline.ts';
import type { BreakpointResult } from '../model/verdict.ts';
import { limitedLoad, unlimitedLoad } from './breakpoint-level.ts';
import { BreakpointSearch, type SustainedMiss } from './breakpoint-search.ts';
import { groupCells } from './cells.ts';
import { LiveWindow } from './live-window.ts';
import { cutTimeline, slotsFrom } from './phases.ts';
import { WindowJudge } from './recovery-window.ts';
import { stepNames } from './step-names.ts';

/**
 * The highest load that a rising one passed with; null when the profile does not look for it.
 *
 * That a failure was sustained is told by what ended in each window, which is all that is known while the load runs.
 * At which load it began is told by what began in each window: requests that hang until they are given up count at the
 * load that they were sent under.
 */
export function findBreakpoint(record: RunRecord, slo: Slo | null): BreakpointResult | null {
  const { plan } = record.manifest;
  const { profile } = plan;
  if (profile.breakpoint === null) return null;
  const objectives = breakpointObjectives(slo, profile);
  const nothing = { passedLevel: null, failedLevel: null, atMs: null, objective: null };
  if (objectives.length === 0) return { ...nothing, reason: 'no objective says what the load must not break' };

  const timeline = cutTimeline(record);
  const cells = groupCells(record, timeline);
  const judge = new WindowJudge(cells, objectives);
  const endMs = Math.min(timeline.endMs, profile.durationMs);
  const lengthMs = breakpointWindowMs(profile.breakpoint.sustainedMs);
  const windows = [];
  for (let fromMs = Math.ceil(profile.warmUpMs / slotMs) * slotMs; fromMs + lengthMs <= endMs; fromMs += slotMs) {
    const { holdings } = judge.judge(slotsFrom(fromMs, lengthMs, []));
    windows.push({ fromMs, toMs: fromMs + lengthMs, holdings });
  }
  const miss = replay(record.series, profile, objectives, endMs);
  if (miss === null) {
    // A load that was stopped took with it what was under way, the slowest first.
    const cutMs = endMs < profile.durationMs - slotMs ? plan.scenario.requestTimeoutMs : 0;
    return unlimitedLoad(windows, profile, endMs - cutMs);
  }
  const steps = stepNames(miss.objective.where['step'], { plan, cells });
  return limitedLoad(windows, profile, { ...miss, index: objectives.indexOf(miss.objective), steps });
}

/** From here on the load was more than what passed. Infinity: it never was, or not even the least of it passed. */
export function overloadFrom(found: BreakpointResult | null): number {
  if (found === null || found.atMs === null || found.passedLevel === null) return Infinity;
  return found.atMs;
}

/** The search as it went while the load ran: second by second. */
function replay(
  series: readonly Series[],
  profile: PlannedProfile,
  objectives: readonly Objective[],
  endMs: number,
): SustainedMiss | null {
  const window = new LiveWindow();
  const search = new BreakpointSearch(profile, objectives, window);
  for (const one of series) window.series(one);
  const ended = series.flatMap(({ id, cells }) => cells.map((cell) => ({ id, cell })));
  ended.sort((a, b) => a.cell.endMs - b.cell.endMs);
  for (const { id, cell } of ended) {
    const found = search.advance(Math.floor(cell.endMs / slotMs) * slotMs);
    if (found !== null) return found;
    window.cell(id, cell);
  }
  return search.advance(endMs);
}
