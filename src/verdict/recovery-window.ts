import type { Objective } from '../model/slo.ts';
import type { Span } from '../model/timeline.ts';
import { partsOf, type GroupedCells } from './cells.ts';
import { holds, type Holding } from './limit.ts';
import type { Part } from './metric.ts';
import { windowSamplesOf } from './samples.ts';
import { Gathered, measure } from './value.ts';

/** What one window after a fault says about each objective, in their order. */
export interface WindowFinding {
  readonly holdings: readonly Holding[];
  readonly samples: readonly number[];
}

/** Judges windows by the requests that started in their slots; slots and windows are read once. */
export class WindowJudge {
  readonly objectives: readonly Objective[];
  readonly minSamples: readonly number[];
  readonly #cells: GroupedCells;
  readonly #questions: readonly Question[];
  readonly #known = new Map<string, WindowFinding>();

  constructor(cells: GroupedCells, objectives: readonly Objective[]) {
    this.#cells = cells;
    this.objectives = objectives;
    this.minSamples = objectives.map(windowSamplesOf);
    this.#questions = objectives.map((objective) => ({ objective, parts: partsOf(cells, objective), read: new Map() }));
  }

  judge(slots: readonly Span[]): WindowFinding {
    const key = `${slots[0]?.fromMs ?? ''} ${slots.at(-1)?.toMs ?? ''}`;
    let finding = this.#known.get(key);
    if (finding === undefined) this.#known.set(key, (finding = this.#judge(slots)));
    return finding;
  }

  #judge(slots: readonly Span[]): WindowFinding {
    const answers = this.#questions.map((question, i) => {
      const read = slots.map((slot) => this.#read(question, slot));
      const ask = (gathered: Gathered) => {
        const { objective } = question;
        const measured = measure(objective, gathered);
        const { samples } = measured;
        return { samples, holding: holds(objective, gathered, measured, objective.target, this.minSamples[i] ?? 1) };
      };
      const { samples, holding } = ask(together(read.flatMap(({ calm, crossing }) => [calm, crossing])));
      // What is slow because it ran into the next fault says nothing against recovery from this one. It is not left
      // out either: the slowest are the likeliest to get there, so that without them any window would look better.
      const excused = holding === 'missed' && ask(together(read.map(({ calm }) => calm))).holding !== 'missed';
      return { samples, holding: excused ? 'unknown' : holding } as const;
    });
    return { holdings: answers.map(({ holding }) => holding), samples: answers.map(({ samples }) => samples) };
  }

  #read({ parts, read }: Question, slot: Span): SlotAnswer {
    let answer = read.get(slot.fromMs);
    if (answer === undefined) read.set(slot.fromMs, (answer = readSlot(this.#cells, slot, parts)));
    return answer;
  }
}

interface Question {
  readonly objective: Objective;
  readonly parts: readonly Part[];
  readonly read: Map<number, SlotAnswer>;
}

interface SlotAnswer {
  readonly calm: Gathered;
  /** Requests that were still under way when another fault set in. */
  readonly crossing: Gathered;
}

function readSlot({ bySlot, assignment }: GroupedCells, { fromMs, toMs }: Span, parts: readonly Part[]): SlotAnswer {
  const answer = { calm: new Gathered(), crossing: new Gathered() };
  answer.calm.durationMs = toMs - fromMs;
  const group = bySlot.get(fromMs);
  group?.series.forEach((series, i) => {
    const part = parts[series] ?? null;
    if (part === null) return;
    const cell = group.cell(i);
    answer[assignment.crosses(group.slot, cell.endMs) ? 'crossing' : 'calm'].add(part, cell);
  });
  return answer;
}

function together(all: readonly Gathered[]): Gathered {
  const sum = new Gathered();
  for (const one of all) sum.merge(one);
  return sum;
}
