import { formatDuration } from '../model/duration.ts';
import type { Plan } from '../model/plan.ts';
import type { Budget, Objective } from '../model/slo.ts';
import { slotMs, type Span } from '../model/timeline.ts';
import type { BudgetResult } from '../model/verdict.ts';
import { BurnMeter } from './burn.ts';
import type { GroupedCells } from './cells.ts';
import type { Selection } from './during.ts';
import { gather, selects } from './gather.ts';
import { LiveWindow } from './live-window.ts';
import { phasesOf } from './phases.ts';
import { allowedShare } from './samples.ts';
import { countWrong } from './value.ts';
import { quantity } from './wording.ts';

/** The long window is this part of the load, where the SLO file does not say. */
const windowShare = 0.1;

/** Length of the window over which a budget must not be spent too fast, in whole seconds. */
export function budgetWindowMs({ windowMs }: Budget, { durationMs }: Pick<Plan['profile'], 'durationMs'>): number {
  return Math.max(1, Math.round((windowMs ?? durationMs * windowShare) / slotMs)) * slotMs;
}

/** Follows how fast the budget of an objective is spent, second by second, by what ended in each. */
export class BudgetSearch {
  readonly #objective: Objective;
  readonly #window: LiveWindow;
  readonly #meter: BurnMeter;
  #atMs = 0;

  /** @param window is filled by the caller, ahead of `advance` */
  constructor(objective: Objective, budget: Budget, profile: Pick<Plan['profile'], 'durationMs'>, window: LiveWindow) {
    this.#objective = objective;
    this.#window = window;
    this.#meter = new BurnMeter(allowedShare(objective, objective.target) ?? 0, budgetWindowMs(budget, profile));
  }

  get meter(): BurnMeter {
    return this.#meter;
  }

  /** Takes in the seconds that end until `knownMs`, up to which all that ended is in the window. */
  advance(knownMs: number, counts: (second: Span) => boolean): void {
    for (; this.#atMs + slotMs <= knownMs; this.#atMs += slotMs) {
      const second = { fromMs: this.#atMs, toMs: this.#atMs + slotMs };
      const gathered = counts(second) ? this.#window.gather(this.#objective, second.fromMs, second.toMs) : null;
      this.#meter.add(second.toMs, gathered && countWrong(this.#objective, gathered, this.#objective.target));
    }
  }
}

/** How the budget of an objective was spent; null where it has none. */
export function budgetOf(
  objective: Objective,
  selection: Selection,
  cells: GroupedCells,
  profile: Pick<Plan['profile'], 'durationMs'>,
): BudgetResult | null {
  const { budget, target } = objective;
  if (budget === undefined) return null;
  const counted = countWrong(objective, gather(cells, objective, selection), target);
  const allowed = allowedShare(objective, target) ?? 0;
  const worst = replay(objective, budget, selection, cells, profile).worst;
  return {
    spent: counted === null || counted.of === 0 ? null : counted.wrong / counted.of / allowed,
    burn: worst?.rate ?? null,
    atMs: worst?.atMs ?? null,
    burnLimit: budget.burn,
    windowMs: budgetWindowMs(budget, profile),
  };
}

/** As it went while the load ran. */
function replay(
  objective: Objective,
  budget: Budget,
  selection: Selection,
  { series, timeline }: GroupedCells,
  profile: Pick<Plan['profile'], 'durationMs'>,
): BurnMeter {
  const window = new LiveWindow();
  const search = new BudgetSearch(objective, budget, profile, window);
  const counts = (second: Span) => selects(selection, phasesOf(second, timeline), false);
  for (const one of series) window.series(one);
  const ended = series.flatMap(({ id, cells }) => cells.map((cell) => ({ id, cell })));
  ended.sort((a, b) => a.cell.endMs - b.cell.endMs);
  for (const { id, cell } of ended) {
    search.advance(Math.floor(cell.endMs / slotMs) * slotMs, counts);
    window.cell(id, cell);
  }
  search.advance(timeline.endMs, counts);
  return search.meter;
}

export function isSpentTooFast({ burn, burnLimit }: Pick<BudgetResult, 'burn' | 'burnLimit'>): boolean {
  return burn !== null && burn >= burnLimit;
}

/** `120 % of the error budget spent, at most 14 times as fast as allowed (over 1 min until 3 min)`. */
export function describeBudget(result: BudgetResult): string {
  const { spent, burn, atMs, burnLimit, windowMs } = result;
  const used =
    spent === null ? 'nothing to spend the error budget on' : `${quantity(spent, 'share')} of the error budget spent`;
  if (burn === null || atMs === null) return `${used}; no ${formatDuration(windowMs)} of it is known`;
  const times = `${Number(burn.toPrecision(3))} times as fast as allowed`;
  const limit = isSpentTooFast(result) ? `, and ${burnLimit} times is too fast` : '';
  return `${used}, at most ${times} over ${formatDuration(windowMs)} until ${formatDuration(atMs)}${limit}`;
}
