import { formatDuration } from '../model/duration.ts';
import { isCommandAction } from '../model/faults/command.ts';
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
  /** Requests that may have met each fault: they were under way while it was felt. */
  readonly exposed: ReadonlyMap<string, number>;
  /** Faults that cannot be shown to have happened to anyone, or as long as they should: nothing about them can pass. */
  readonly unexercised: ReadonlyMap<string, Unexercised>;
}

export interface Unexercised {
  /** In a sentence that begins with the fault. */
  readonly why: string;
  /** It did happen, and ceased too early: what it did counts. */
  readonly inPart: boolean;
}

/** @param overloadMs where a rising load became too much */
export function gatherEvidence(record: RunRecord, overloadMs = Infinity): Evidence {
  const timeline = cutTimeline(record, overloadMs);
  const cells = groupCells(record, timeline);
  const exposed = new Map<string, number>();
  const { plan } = record.manifest;
  const astray = countAstray(record);
  const unexercised = new Map<string, Unexercised>();
  for (const window of timeline.windows) {
    const { id } = window.planned;
    const count = exposedRequests(cells, window);
    exposed.set(id, count);
    const isDone = isCommandAction(window.planned.action) && window.observed?.feltMs != null;
    // A command happens to the target whether or not it is asked anything meanwhile.
    const { lapsedMs } = window.observed ?? {};
    if (lapsedMs !== undefined) unexercised.set(id, { why: whyLapsed(id, lapsedMs), inPart: true });
    else if (!isDone && (count === 0 || isMissed(window, plan)))
      unexercised.set(id, { why: whyUnexercised(window, plan, count, astray), inPart: false });
  }
  return { plan, timeline, cells, sampled: record.sampled, exposed, unexercised };
}

function whyLapsed(fault: string, atMs: number): string {
  return `${fault} ceased to act at ${formatDuration(Math.round(atMs))}, before it was healed: something else took it off`;
}

/** Requests that went around the edge from k6, and so around every fault on it. */
function countAstray({ series }: RunRecord): number {
  const cells = series.filter((one) => one.astray === true).flatMap((one) => [...one.cells]);
  return cells.reduce((total, { count }) => total + count, 0);
}

/** Where it was counted what met a fault, nothing did. Requests of k6 itself need no connections to prove that they came there. */
function isMissed({ planned: { on }, observed }: FaultWindow, { target }: Plan): boolean {
  const { connections = null, requests = null } = observed?.exposure ?? {};
  const isFromK6 = on.startsWith('k6->') || target.edges.includes(`k6->${on}`);
  return requests === 0 || (connections === 0 && !isFromK6);
}

function whyUnexercised(
  { planned, observed }: FaultWindow,
  { target }: Plan,
  requests: number,
  astray: number,
): string {
  const { id, on, hits, replicas } = planned;
  if (observed?.feltMs === undefined || observed.feltMs === null) return `${id} was not felt`;
  if (requests === 0) {
    const around = astray === 0 ? '' : `; ${astray} requests went elsewhere than to the target's own address`;
    return `${id} met no request${hits === undefined ? '' : ` of ${list(hits)}`}${around}`;
  }
  const nothing = `${id} met no connection of the load: nothing`;
  if (on.includes('->')) {
    const from = on.replace(/->.*/, '');
    return `${nothing} used ${on} while it was on; does ${from} use the address that it was given?`;
  }
  if (replicas !== undefined) return `${id} met no request: none was handed to those replicas of ${on} while it was on`;
  if (planned.action.kind === 'lock-table') return `${nothing} waited for the lock`;
  const leads = target.edges.some((edge) => edge.endsWith(`->${on}`));
  return leads ? `${nothing} used ${on} while it was on` : `${nothing} of the target has an edge to ${on}`;
}
