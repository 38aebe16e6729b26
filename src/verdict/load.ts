import { arrivalsUntil, levelAt } from '../model/load-curve.ts';
import type { PlannedProfile } from '../model/plan.ts';
import type { Cell } from '../model/cell.ts';
import type { Series } from '../model/record.ts';
import { slotMs } from '../model/timeline.ts';
import { isStartLag } from './arrivals.ts';

/** The load of one second: that was meant, and that there was; null when the record does not tell. */
export interface LoadOfSecond {
  readonly offered: number;
  readonly achieved: number | null;
}

/**
 * The load of each second from t0. Closed: the users that were there at its end, for changes are known by the second
 * and mostly lie at its beginning. Open: the passes that began in it, against those that were due.
 */
export function loadOfSeconds(
  { model, curve }: Pick<PlannedProfile, 'model' | 'curve'>,
  series: readonly Series[],
  seconds: number,
): LoadOfSecond[] {
  const begins = (second: number) => second * slotMs;
  if (model === 'open') {
    const begun = bySecond(series.filter(isStartLag), ({ count }) => count);
    return Array.from({ length: seconds }, (_, second) => ({
      offered: arrivalsUntil(curve, begins(second + 1)) - arrivalsUntil(curve, begins(second)),
      achieved: begun.get(second) ?? 0,
    }));
  }
  const counted = series.filter(({ metric, type }) => metric === 'active_users' && type === 'counter');
  const changes = bySecond(counted, ({ sum }) => sum / 1000);
  let users = 0;
  return Array.from({ length: seconds }, (_, second) => ({
    offered: levelAt(curve, begins(second + 1) - 1),
    achieved: counted.length === 0 ? null : (users += changes.get(second) ?? 0),
  }));
}

function bySecond(series: readonly Series[], amountOf: (cell: Cell) => number): Map<number, number> {
  const sums = new Map<number, number>();
  for (const { cells } of series) {
    for (const cell of cells) {
      const second = Math.floor(cell.endMs / slotMs);
      sums.set(second, (sums.get(second) ?? 0) + amountOf(cell));
    }
  }
  return sums;
}
