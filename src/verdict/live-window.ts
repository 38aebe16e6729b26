import type { Cell } from '../model/cell.ts';
import type { SeriesHead } from '../model/record.ts';
import type { Objective } from '../model/slo.ts';
import { slotMs } from '../model/timeline.ts';
import { holds, type Holding } from './limit.ts';
import { outcomeSource, partOf, type Question } from './metric.ts';
import { windowSamplesOf } from './samples.ts';
import { Tally } from './tally.ts';
import { Gathered, measure, type Measured } from './value.ts';

/** What an objective came to in a span. */
export interface LiveFinding extends Measured {
  readonly target: Holding;
  /** Null without a critical limit. */
  readonly critical: Holding | null;
}

/** How far back a span may reach, unless it is told. */
export const keptMs = 60_000;

interface Second {
  /** By the index of the series. */
  readonly tallies: (Tally | undefined)[];
}

/**
 * The last seconds of a load, to be asked what a record is asked later.
 *
 * A request counts in the second in which it ended: of those that began then, the slowest are not known yet, and
 * leaving them out would make a target that begins to hang look fast. Memory is bounded by series times seconds kept.
 */
export class LiveWindow {
  readonly #keptMs: number;
  readonly #series: SeriesHead[] = [];
  readonly #indexes = new Map<number, number>();
  readonly #seconds = new Map<number, Second>();
  #newestMs = -Infinity;

  /** @param kept in ms: how far back a span may reach */
  constructor(kept = keptMs) {
    this.#keptMs = kept;
  }

  /** The second in which the newest of all ended. */
  get newestMs(): number {
    return this.#newestMs;
  }

  series(head: SeriesHead): void {
    this.#indexes.set(head.id, this.#series.push(head) - 1);
  }

  /** A cell of the series `id`, in the order in which the recorder writes them. */
  cell(id: number, cell: Cell): void {
    const index = this.#indexes.get(id);
    if (index === undefined) return;
    (this.#second(secondOf(cell.endMs)).tallies[index] ??= new Tally()).add(cell);
  }

  /** All that ended in the seconds that begin in a span, by series. */
  *seen(fromMs: number, toMs: number): Generator<readonly [SeriesHead, Tally]> {
    for (const [atMs, { tallies }] of this.#seconds) {
      if (atMs < fromMs || atMs >= toMs) continue;
      for (const [index, head] of this.#series.entries()) {
        const tally = tallies[index];
        if (tally !== undefined) yield [head, tally];
      }
    }
  }

  gather(question: Question, fromMs: number, toMs: number): Gathered {
    const source = outcomeSource(this.#series);
    const gathered = new Gathered();
    for (const [head, tally] of this.seen(fromMs, toMs)) gathered.take(partOf(head, question, source), tally);
    gathered.durationMs = toMs - fromMs;
    return gathered;
  }

  /**
   * What an objective comes to in the seconds that begin in a span, whatever its phases are.
   *
   * @param minSamples below it only a certain miss is told @default that of a window after a fault
   */
  measure(
    objective: Objective,
    fromMs: number,
    toMs: number,
    minSamples: number = windowSamplesOf(objective),
  ): LiveFinding {
    const gathered = this.gather(objective, fromMs, toMs);
    const measured = measure(objective, gathered);
    const against = (limit: number) => holds(objective, gathered, measured, limit, minSamples);
    const { target, critical } = objective;
    return { ...measured, target: against(target), critical: critical === null ? null : against(critical) };
  }

  #second(atMs: number): Second {
    let second = this.#seconds.get(atMs);
    if (second === undefined) {
      this.#seconds.set(atMs, (second = { tallies: [] }));
      this.#newestMs = Math.max(this.#newestMs, atMs);
      for (const old of this.#seconds.keys()) if (old <= this.#newestMs - this.#keptMs) this.#seconds.delete(old);
    }
    return second;
  }
}

function secondOf(ms: number): number {
  return Math.floor(ms / slotMs) * slotMs;
}
