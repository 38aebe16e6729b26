import { Selected, takersOf, type GroupedCells } from './cells.ts';
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
  const selected = selectedPools(cells, selection, isRate);
  for (const { series, part } of takers) gathered.take(part, selected.tally(series));
  if (isRate) gathered.durationMs = duration(cells, selection);
  return gathered;
}

function selectedPools({ pools, selected }: GroupedCells, selection: Selection, isRate: boolean): Selected {
  const key = [isRate, selection.all, ...[...selection.phases].sort()].join(' ');
  let known = selected.get(key);
  if (known === undefined) {
    known = new Selected(
      pools.filter(({ slotPhases, phases }) => selects(selection, isRate ? slotPhases : phases, isRate)),
    );
    selected.set(key, known);
  }
  return known;
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
