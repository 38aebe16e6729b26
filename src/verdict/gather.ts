import { takersOf, type GroupedCells } from './cells.ts';
import { metricOf } from '../model/metric.ts';
import type { Selection } from './during.ts';
import type { Question } from './metric.ts';
import { Gathered } from './value.ts';

/**
 * What the selected phases hold for a question; a request that is in several of them counts once.
 *
 * A throughput is the rate at which requests start, so it goes by the slot in which they did: a request that
 * crosses into a fault later was still sent in its phase. So does everything that is counted.
 */
export function gather(cells: GroupedCells, question: Question, selection: Selection): Gathered {
  const takers = takersOf(cells, question);
  const isRate = metricOf(question).kind === 'counter';
  const gathered = new Gathered();
  for (const pool of cells.pools) {
    if (!selects(selection, isRate ? pool.slotPhases : pool.phases, isRate)) continue;
    for (const { series, part } of takers) {
      const tally = pool.tallies[series];
      if (tally !== undefined) gathered.take(part, tally);
    }
  }
  if (isRate) gathered.durationMs = duration(cells, selection);
  return gathered;
}

/** Before t0 there is no time to divide by. An overload was not meant to pass, so that not even `all` has it. */
export function selects({ all, phases }: Selection, of: readonly string[], isRate: boolean): boolean {
  return (all && !(isRate && of.length === 0) && !of.includes('overload')) || of.some((phase) => phases.has(phase));
}

/** Total length of the slots whose requests are selected. */
function duration({ assignment, timeline }: GroupedCells, selection: Selection): number {
  let total = 0;
  for (let at = 0; at < timeline.endMs; at = assignment.slotEnd(at)) {
    const { phases, toMs } = assignment.slot(at);
    if (selects(selection, phases, true)) total += Math.min(toMs, timeline.endMs) - at;
  }
  return total;
}
