import type { RunRecord } from '../model/record.ts';
import { slotMs } from '../model/timeline.ts';
import { defaultValidityLimits as limits } from '../model/validity-limits.ts';
import type { ValidityCheck } from '../model/verdict.ts';
import { loadOfSeconds } from './load.ts';
import { percentile } from './quantile.ts';
import { Tally } from './tally.ts';
import { checkOf, tell } from './validity-check.ts';
import { latenessCheck } from './validity-load.ts';
import { machineChecks } from './validity-machine.ts';

/** One level of a rising open load. Times in ms since t0. */
export interface Level {
  readonly perSecond: number;
  readonly fromMs: number;
  readonly toMs: number;
  /** What kept it from being generated as it was meant to be; null = every check held. */
  readonly problem: string | null;
}

/** Whether each level of an open load that rises in steps was generated cleanly; the first second of each is left out. */
export function levelsOf(record: RunRecord): Level[] {
  const { curve } = record.manifest.plan.profile;
  return curve.slice(1).flatMap((to, index) => {
    const from = curve[index];
    if (from === undefined || from.atMs === to.atMs) return [];
    const [fromMs, toMs] = [from.atMs + slotMs, to.atMs];
    const within = (ms: number) => ms >= fromMs && ms < toMs;
    const part: RunRecord = {
      ...record,
      series: record.series.map((one) => ({ ...one, cells: one.cells.filter(({ endMs }) => within(endMs)) })),
      // A sample is of the second before it.
      sampled: record.sampled.map((one) => ({ ...one, points: one.points.filter(([atMs]) => within(atMs - slotMs)) })),
    };
    const checks = [
      begunCheck(record, fromMs, toMs),
      answerCheck(part),
      latenessCheck(part, limits),
      ...machineChecks(part, toMs + slotMs, limits),
    ];
    const broken = checks.find(({ holds }) => !holds);
    return [{ perSecond: from.level, fromMs, toMs, problem: broken === undefined ? null : tellBroken(broken) }];
  });
}

/** Without advice: nobody is to do anything about it. */
function tellBroken({ name, observed, limit, unit, atMost }: ValidityCheck): string {
  return tell(name, observed ?? 0, limit ?? 0, unit, atMost);
}

/** The server answers at once: all that an answer takes longer is the machine's own. */
function answerCheck({ series }: RunRecord): ValidityCheck {
  const tally = new Tally();
  for (const { type, cells } of series) if (type === 'http') for (const cell of cells) tally.add(cell);
  const estimate = percentile(tally, 95);
  return checkOf({
    name: 'time to an answer that is given at once (p95)',
    observed: estimate === null ? null : estimate.value / 1000,
    limit: limits.sleepLatenessMs,
    unit: 'ms',
  });
}

/** Passes that began in this time, of those due in it. */
function begunCheck({ manifest, series }: RunRecord, fromMs: number, toMs: number): ValidityCheck {
  const seconds = loadOfSeconds(manifest.plan.profile, series, toMs / slotMs).slice(fromMs / slotMs);
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  return checkOf({
    name: 'passes that began, of those due',
    observed: sum(seconds.map(({ achieved }) => achieved ?? 0)) / sum(seconds.map(({ offered }) => offered)),
    limit: limits.begunPasses,
    unit: 'share',
    atMost: false,
  });
}
