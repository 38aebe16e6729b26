import type { SecondResult, StepTrend } from '../model/course.ts';
import type { Cell } from '../model/cell.ts';
import { slotMs } from '../model/timeline.ts';
import { partsOf, type GroupedCells } from './cells.ts';
import type { Evidence } from './evidence.ts';
import { loadOfSeconds } from './load.ts';
import type { Part, Question } from './metric.ts';
import { percentile } from './quantile.ts';
import type { SlotCells } from './slot-cells.ts';
import { allSteps } from './step-names.ts';
import { Tally } from './tally.ts';

/** More stretches cannot be told apart in a line that stands in a table. */
const mostStretches = 60;

/** How the run went over time, by the start of its requests; times are of those that succeeded. */
export interface Course {
  /** From t0 to the end of the load. */
  readonly seconds: readonly SecondResult[];
  /** By step, in as many stretches of whole seconds as can be seen. */
  readonly trends: ReadonlyMap<string, StepTrend>;
}

/** Reads the cells once, second by second: what lies together in memory is read together. */
export function courseOf({ cells, plan }: Pick<Evidence, 'cells' | 'plan'>): Course {
  const { timeline, series } = cells;
  const stretchMs = Math.max(1, Math.ceil(timeline.endMs / slotMs / mostStretches)) * slotMs;
  const trends = new Map(allSteps({ cells, plan }).map((step) => [step, new Trend()]));
  const trendOf = series.map(({ tags: { step } }) => (step === undefined ? undefined : trends.get(step)));
  const roles = rolesOf(cells);
  const groups = groupsOfSeconds(cells);
  const begun = new Begun();
  const loads = loadOfSeconds(plan.profile, series, Math.ceil(timeline.endMs / slotMs));
  const seconds = loads.map((load, second) => {
    begun.clear();
    for (const inSlot of groups.get(second) ?? []) {
      for (let i = 0; i < inSlot.series.length; i++) {
        const index = inSlot.series[i] ?? 0;
        const role = roles[index];
        if (role == null) continue;
        const cell = inSlot.cell(i);
        begun.add(cell, role);
        trendOf[index]?.begun.add(cell, role);
      }
    }
    const endMs = (second + 1) * slotMs;
    if (endMs % stretchMs === 0 || endMs >= timeline.endMs) for (const trend of trends.values()) trend.endStretch();
    const { requests, failedSteps, steps, times } = begun;
    const maxMs = times.timed === 0 ? null : times.max / 1000;
    const [p50Ms, p95Ms] = [percentileMs(times, 50), percentileMs(times, 95)];
    return { second, requests, failedSteps, steps, p50Ms, p95Ms, maxMs, ...load };
  });
  const told = ([step, { p95Ms, errorRate }]: [string, Trend]) => [step, { stretchMs, p95Ms, errorRate }] as const;
  return { seconds, trends: new Map([...trends].map(told)) };
}

/** How a series takes part in the figures. */
interface Role {
  readonly isRequest: boolean;
  readonly outcome: Part;
  readonly isTimed: boolean;
}

/** Of each series; null = in none of them. */
function rolesOf(cells: GroupedCells): (Role | null)[] {
  const ask = (metric: Question['metric']) => partsOf(cells, { metric, stat: null, outcome: 'ok', where: {} });
  const [requests, outcomes, times] = [ask('throughput'), ask('error_rate'), ask('response_time')];
  return cells.series.map((_, index) => {
    const role = {
      isRequest: requests[index] === 'good',
      outcome: outcomes[index] ?? null,
      isTimed: times[index] === 'good',
    };
    return role.isRequest || role.isTimed || role.outcome !== null ? role : null;
  });
}

/** What began in a second or a stretch. One is used again for the next: an hour has thousands. */
class Begun {
  requests = 0;
  failedSteps = 0;
  steps = 0;
  readonly times = new Tally();

  add(cell: Cell, { isRequest, outcome, isTimed }: Role): void {
    if (isRequest) this.requests += cell.count;
    if (outcome !== null) this.steps += cell.count;
    if (outcome === 'bad') this.failedSteps += cell.count;
    if (isTimed) this.times.add(cell);
  }

  clear(): void {
    this.requests = this.failedSteps = this.steps = 0;
    this.times.clear();
  }
}

/** How a step went, stretch after stretch. */
class Trend {
  readonly p95Ms: (number | null)[] = [];
  readonly errorRate: (number | null)[] = [];
  readonly begun = new Begun();

  endStretch(): void {
    const { failedSteps, steps, times } = this.begun;
    const p95 = percentile(times, 95);
    this.p95Ms.push(p95 === null ? null : Math.round(p95.value) / 1000);
    this.errorRate.push(steps === 0 ? null : Number((failedSteps / steps).toFixed(4)));
    this.begun.clear();
  }
}

/** A second is one slot, or around a fault ten. */
function groupsOfSeconds({ bySlot }: GroupedCells): Map<number, SlotCells[]> {
  const groups = new Map<number, SlotCells[]>();
  for (const [startMs, inSlot] of bySlot) {
    const second = Math.floor(startMs / slotMs);
    const known = groups.get(second);
    if (known === undefined) groups.set(second, [inSlot]);
    else known.push(inSlot);
  }
  return groups;
}

function percentileMs(times: Tally, percent: number): number | null {
  const estimate = percentile(times, percent);
  return estimate === null ? null : estimate.value / 1000;
}
