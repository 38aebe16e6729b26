import { formatDuration } from '../model/duration.ts';
import type { Plan } from '../model/plan.ts';
import type { Budget, Objective } from '../model/slo.ts';
import { slotMs, type Span } from '../model/timeline.ts';
import type { BudgetResult } from '../model/verdict.ts';
import { BurnMeter, type Spent } from './burn.ts';
import { partsOf, type GroupedCells } from './cells.ts';
import type { Selection } from './during.ts';
import { gather, selects } from './gather.ts';
import type { LiveWindow } from './live-window.ts';
import { phasesOf } from './phases.ts';
import { allowedShare } from './samples.ts';
import { countWrong, Gathered } from './value.ts';
import { quantity } from './wording.ts';

/** The long window is this part of the load, where the SLO file does not say. */
const windowShare = 0.1;

/** Length of the window over which a budget must not be spent too fast, in whole seconds. */
export function budgetWindowMs({ windowMs }: Budget, { durationMs }: Pick<Plan['profile'], 'durationMs'>): number {
  return Math.max(1, Math.round((windowMs ?? durationMs * windowShare) / slotMs)) * slotMs;
}

/** Follows how fast the budget of an objective is spent while the load runs, second by second, by what ended in each. */
export class BudgetSearch {
  readonly #objective: Objective;
  readonly #window: LiveWindow;
  readonly #meter: BurnMeter;
  #atMs = 0;

  /** @param window is filled by the caller, ahead of `advance` */
  constructor(objective: Objective, budget: Budget, profile: Pick<Plan['profile'], 'durationMs'>, window: LiveWindow) {
    this.#objective = objective;
    this.#window = window;
    this.#meter = meterOf(objective, budget, profile);
  }

  get meter(): BurnMeter {
    return this.#meter;
  }

  /** Takes in the seconds that end until `knownMs`, up to which all that ended is in the window. */
  advance(knownMs: number, counts: (second: Span) => boolean): void {
    for (; this.#atMs + slotMs <= knownMs; this.#atMs += slotMs) {
      const second = { fromMs: this.#atMs, toMs: this.#atMs + slotMs };
      const gathered = counts(second) ? this.#window.gather(this.#objective, second.fromMs, second.toMs) : null;
      this.#meter.add(second.toMs, gathered && spentIn(this.#objective, gathered));
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

/** As it went while the load ran: second by second, by what ended in each. */
function replay(
  objective: Objective,
  budget: Budget,
  selection: Selection,
  cells: GroupedCells,
  profile: Pick<Plan['profile'], 'durationMs'>,
): BurnMeter {
  const { series, timeline } = cells;
  const meter = meterOf(objective, budget, profile);
  const parts = partsOf(cells, objective);
  const ended: (Gathered | undefined)[] = [];
  series.forEach((one, index) => {
    const part = parts[index] ?? null;
    if (part === null) return;
    for (const cell of one.cells) (ended[Math.floor(cell.endMs / slotMs)] ??= new Gathered()).add(part, cell);
  });
  for (let second = 0; (second + 1) * slotMs <= timeline.endMs; second++) {
    const span = { fromMs: second * slotMs, toMs: (second + 1) * slotMs };
    const counts = selects(selection, phasesOf(span, timeline), false);
    meter.add(span.toMs, counts ? spentIn(objective, ended[second] ?? new Gathered()) : null);
  }
  return meter;
}

function meterOf(objective: Objective, budget: Budget, profile: Pick<Plan['profile'], 'durationMs'>): BurnMeter {
  return new BurnMeter(allowedShare(objective, objective.target) ?? 0, budgetWindowMs(budget, profile));
}

function spentIn(objective: Objective, gathered: Gathered): Spent | null {
  return countWrong(objective, gathered, objective.target);
}

export function isSpentTooFast({ burn, burnLimit }: Pick<BudgetResult, 'burn' | 'burnLimit'>): boolean {
  return burn !== null && burn >= burnLimit;
}

/** Whether something was spent, and no window tells how fast. */
export function isUnknown({ burn, spent }: Pick<BudgetResult, 'burn' | 'spent'>): boolean {
  return burn === null && spent !== 0;
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
