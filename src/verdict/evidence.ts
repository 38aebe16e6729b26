import type { Plan } from '../model/plan.ts';
import type { RunRecord, SampledSeries } from '../model/record.ts';
import { groupCells, type GroupedCells } from './cells.ts';
import { exposedRequests } from './exposure.ts';
import type { FaultWindow } from './fault-window.ts';
import { cutTimeline, type Timeline } from './phases.ts';
import { list } from './wording.ts';

/** The record of a run, made ready to be asked. */
export interface Evidence {
  readonly plan: Plan;
  readonly timeline: Timeline;
  readonly cells: GroupedCells;
  readonly sampled: readonly SampledSeries[];
  /** Requests that met each fault. */
  readonly exposed: ReadonlyMap<string, number>;
  /** Faults that cannot be shown to have happened to anyone, and why: nothing about them can pass. */
  readonly unexercised: ReadonlyMap<string, string>;
}

/** @param overloadMs where a rising load became too much */
export function gatherEvidence(record: RunRecord, overloadMs = Infinity): Evidence {
  const timeline = cutTimeline(record, overloadMs);
  const cells = groupCells(record, timeline);
  const exposed = new Map<string, number>();
  const astray = countAstray(record);
  const unexercised = new Map<string, string>();
  for (const window of timeline.windows) {
    const { id } = window.planned;
    const count = exposedRequests(cells, window);
    exposed.set(id, count);
    if (count === 0) unexercised.set(id, whyUnexercised(window, astray));
  }
  return { plan: record.manifest.plan, timeline, cells, sampled: record.sampled, exposed, unexercised };
}

/** Requests that went around the edge from k6, and so around every fault on it. */
function countAstray({ series }: RunRecord): number {
  const cells = series.filter((one) => one.astray === true).flatMap((one) => one.cells);
  return cells.reduce((total, { count }) => total + count, 0);
}

function whyUnexercised({ planned, observed }: FaultWindow, astray: number): string {
  if (observed?.feltMs === undefined || observed.feltMs === null) return `${planned.id} was not felt`;
  const around = astray === 0 ? '' : `; ${astray} requests went elsewhere than to the target's own address`;
  return `${planned.id} met no request${planned.hits === undefined ? '' : ` of ${list(planned.hits)}`}${around}`;
}
