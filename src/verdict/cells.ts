import type { Cell, RunRecord, Series } from '../model/record.ts';
import { slotMs } from '../model/timeline.ts';
import { Assignment, type Slot } from './assign.ts';
import { Flaws } from './flaws.ts';
import { outcomeSource, partOf, type OutcomeSource, type Part, type Question } from './metric.ts';
import type { Timeline } from './phases.ts';
import { Tally, together } from './tally.ts';

/** More stretches cannot be told apart in a line that stands in a table. */
const mostStretches = 60;

/** All that began in the same phases of one stretch of the run, by series. */
export interface Pool {
  readonly stretch: number;
  readonly slotPhases: readonly string[];
  /** As `slotPhases`, but what crossed into a fault is at its edge. */
  readonly phases: readonly string[];
  readonly tallies: (Tally | undefined)[];
}

/** The cells that start in one slot; `series[i]` is the index of the series of `cells[i]`. */
export interface SlotCells {
  readonly slot: Slot;
  readonly series: number[];
  readonly cells: Cell[];
}

/** Some of the pools as one. Each series is added up when it is first asked for. */
export class Selected {
  readonly #pools: readonly Pool[];
  readonly #tallies: (Tally | undefined)[] = [];

  constructor(pools: readonly Pool[]) {
    this.#pools = pools;
  }

  tally(series: number): Tally {
    return (this.#tallies[series] ??= together(this.#pools.flatMap(({ tallies }) => tallies[series] ?? [])));
  }
}

/** The cells of a run, grouped once for every question that is asked of them. */
export interface GroupedCells {
  readonly timeline: Timeline;
  readonly assignment: Assignment;
  readonly series: readonly Series[];
  readonly source: OutcomeSource;
  /** Length of a stretch: of whole seconds, the last one may reach beyond the run. */
  readonly stretchMs: number;
  readonly pools: readonly Pool[];
  /** What was gathered of the same phases before: most questions are about the same few. */
  readonly selected: Map<string, Selected>;
  readonly bySlot: ReadonlyMap<number, SlotCells>;
  readonly flaws: Flaws;
}

export function groupCells(record: RunRecord, timeline: Timeline): GroupedCells {
  const assignment = new Assignment(timeline);
  const { series } = record;
  const pools = new Map<string, Pool>();
  const bySlot = new Map<number, SlotCells & { readonly pool: Pool }>();

  const stretchMs = Math.max(1, Math.ceil(timeline.endMs / slotMs / mostStretches)) * slotMs;
  const poolOf = (startMs: number, slotPhases: readonly string[], phases: readonly string[]): Pool => {
    const stretch = Math.floor(startMs / stretchMs);
    const key = `${stretch}|${slotPhases.join(' ')}|${phases.join(' ')}`;
    let pool = pools.get(key);
    if (pool === undefined) pools.set(key, (pool = { stretch, slotPhases, phases, tallies: [] }));
    return pool;
  };

  const flaws = new Flaws();
  // A second of all series after the other, as they lie in memory: series after series takes twice the time.
  const longest = series.reduce((most, { cells }) => Math.max(most, cells.length), 0);
  for (let at = 0; at < longest; at++) {
    for (let index = 0; index < series.length; index++) {
      const cell = series[index]?.cells[at];
      if (cell === undefined) continue;
      let group = bySlot.get(cell.startMs);
      if (group === undefined) {
        const slot = assignment.slot(cell.startMs);
        group = { slot, series: [], cells: [], pool: poolOf(cell.startMs, slot.phases, slot.phases) };
        bySlot.set(cell.startMs, group);
      }
      flaws.look(cell);
      group.series.push(index);
      group.cells.push(cell);
      const { slot } = group;
      const pool = assignment.crosses(slot, cell.endMs)
        ? poolOf(cell.startMs, slot.phases, assignment.crossed(slot, cell.endMs))
        : group.pool;
      (pool.tallies[index] ??= new Tally()).add(cell);
    }
  }
  return {
    timeline,
    assignment,
    series,
    source: outcomeSource(series),
    stretchMs,
    pools: [...pools.values()],
    selected: new Map(),
    bySlot,
    flaws,
  };
}

/** For each series of the group, how it takes part in the answer. */
export function partsOf({ series, source }: GroupedCells, question: Question): readonly Part[] {
  return series.map((one) => partOf(one, question, source));
}

/** The series that take part in the answer, of which there are few: a question is mostly about one step of many. */
export function takersOf(cells: GroupedCells, question: Question): readonly { series: number; part: Part }[] {
  return partsOf(cells, question).flatMap((part, series) => (part === null ? [] : { series, part }));
}
