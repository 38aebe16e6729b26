import type { RunRecord, Series } from '../model/record.ts';
import { Assignment } from './assign.ts';
import { outcomeSource, partOf, type OutcomeSource, type Part, type Question } from './metric.ts';
import type { Timeline } from './phases.ts';
import { SlotCells, type Pool } from './slot-cells.ts';
import { Tally, together } from './tally.ts';

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
  /** By step, the indexes of its series. */
  readonly ofStep: ReadonlyMap<string, readonly number[]>;
  readonly pools: readonly Pool[];
  /** What was gathered of the same phases before: most questions are about the same few. */
  readonly selected: Map<string, Selected>;
  readonly bySlot: ReadonlyMap<number, SlotCells>;
  /** How many have values that are too large to be exact. */
  readonly inexact: number;
}

export function groupCells(record: RunRecord, timeline: Timeline): GroupedCells {
  const assignment = new Assignment(timeline);
  const { series } = record;
  const pools = new Map<string, Pool>();
  const bySlot = new Map<number, SlotCells>();

  const poolOf = (slotPhases: readonly string[], phases: readonly string[]): Pool => {
    const key = `${slotPhases.join(' ')}|${phases.join(' ')}`;
    let pool = pools.get(key);
    if (pool === undefined) pools.set(key, (pool = { slotPhases, phases, tallies: [] }));
    return pool;
  };

  let inexact = 0;
  // A second of all series after the other, as they lie in memory: series after series takes twice the time.
  const longest = series.reduce((most, { cells }) => Math.max(most, cells.length), 0);
  let inSlot: SlotCells | undefined;
  for (let place = 0; place < longest; place++) {
    for (let index = 0; index < series.length; index++) {
      const { cells } = series[index] as Series;
      if (place >= cells.length) continue;
      const cell = cells.at(place);
      // Most start in the slot of the one before.
      if (inSlot?.slot.fromMs !== cell.startMs) {
        inSlot = bySlot.get(cell.startMs);
        if (inSlot === undefined) {
          const slot = assignment.slot(cell.startMs);
          bySlot.set(cell.startMs, (inSlot = new SlotCells(slot, poolOf(slot.phases, slot.phases), series)));
        }
      }
      const { slot } = inSlot;
      if (isInexact(cell.min) || isInexact(cell.max)) inexact += 1;
      inSlot.add(index, place);
      const pool = assignment.crosses(slot, cell.endMs)
        ? poolOf(slot.phases, assignment.crossed(slot, cell.endMs))
        : inSlot.pool;
      (pool.tallies[index] ??= new Tally()).add(cell);
    }
  }
  return {
    timeline,
    assignment,
    series,
    source: outcomeSource(series),
    ofStep: seriesOfSteps(series),
    pools: [...pools.values()],
    selected: new Map(),
    bySlot,
    inexact,
  };
}

const isInexact = (value: number): boolean => Math.abs(value) > Number.MAX_SAFE_INTEGER;

/** For each series of the group, how it takes part in the answer. */
export function partsOf({ series, source }: GroupedCells, question: Question): readonly Part[] {
  return series.map((one) => partOf(one, question, source));
}

/** The series that take part in the answer, of which there are few: a question is mostly about one step of many. */
export function takersOf(cells: GroupedCells, question: Question): readonly { series: number; part: Part }[] {
  const takers: { series: number; part: Part }[] = [];
  for (const index of candidatesOf(cells, question)) {
    const part = partOf(cells.series[index] as Series, question, cells.source);
    if (part !== null) takers.push({ series: index, part });
  }
  return takers;
}

/** Those of the steps that are asked for, or all. A ratio asks for the steps of each of its counts. */
function candidatesOf({ series, ofStep }: GroupedCells, { ratio, where }: Question): readonly number[] {
  const { step } = where;
  if (ratio !== undefined || step === undefined || step.not) return series.map((_, index) => index);
  return [...new Set(step.names)].flatMap((name) => ofStep.get(name) ?? []);
}

function seriesOfSteps(series: readonly Series[]): Map<string, number[]> {
  const found = new Map<string, number[]>();
  series.forEach(({ tags: { step } }, index) => {
    if (step === undefined) return;
    const known = found.get(step);
    if (known === undefined) found.set(step, [index]);
    else known.push(index);
  });
  return found;
}
