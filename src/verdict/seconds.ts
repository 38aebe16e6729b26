import type { PlannedProfile } from '../model/plan.ts';
import type { Series } from '../model/record.ts';
import { slotMs } from '../model/timeline.ts';
import type { SecondResult } from '../model/course.ts';
import { partsOf, type GroupedCells, type SlotCells } from './cells.ts';
import { loadOfSeconds, type LoadOfSecond } from './load.ts';
import type { Part, Question } from './metric.ts';
import { percentile } from './quantile.ts';
import { Tally } from './tally.ts';

/** How each series takes part in the figures of a second. */
interface Parts {
  readonly requests: readonly Part[];
  readonly outcomes: readonly Part[];
  readonly times: readonly Part[];
}

/** Every second from t0 to the end of the load, by the start of its requests; times are of those that succeeded. */
export function secondResults(
  cells: GroupedCells,
  profile: Pick<PlannedProfile, 'model' | 'curve'>,
  series: readonly Series[],
): SecondResult[] {
  const ask = (metric: Question['metric']) => partsOf(cells, { metric, stat: null, outcome: 'ok', where: {} });
  const parts: Parts = { requests: ask('throughput'), outcomes: ask('error_rate'), times: ask('response_time') };
  const groups = new Map<number, SlotCells[]>();
  for (const [startMs, group] of cells.bySlot) {
    const second = Math.floor(startMs / slotMs);
    const known = groups.get(second);
    if (known === undefined) groups.set(second, [group]);
    else known.push(group);
  }
  const times = new Tally();
  const seconds = Math.ceil(cells.timeline.endMs / slotMs);
  return loadOfSeconds(profile, series, seconds).map((load, second) =>
    secondResult(second, groups.get(second) ?? [], parts, load, times),
  );
}

/** `times` is used again for every second: an hour has 3,600 of them. */
function secondResult(
  second: number,
  groups: readonly SlotCells[],
  parts: Parts,
  load: LoadOfSecond,
  times: Tally,
): SecondResult {
  let [requests, failedSteps, steps] = [0, 0, 0];
  times.clear();
  for (const { cells, series } of groups) {
    for (const [i, cell] of cells.entries()) {
      const index = series[i] ?? -1;
      if (parts.requests[index] === 'good') requests += cell.count;
      const outcome = parts.outcomes[index] ?? null;
      if (outcome !== null) steps += cell.count;
      if (outcome === 'bad') failedSteps += cell.count;
      if (parts.times[index] === 'good') times.add(cell);
    }
  }
  const inMs = (thousandths: number | undefined) => (thousandths === undefined ? null : thousandths / 1000);
  return {
    second,
    requests,
    failedSteps,
    steps,
    p50Ms: inMs(percentile(times, 50)?.value),
    p95Ms: inMs(percentile(times, 95)?.value),
    maxMs: times.timed === 0 ? null : times.max / 1000,
    ...load,
  };
}
