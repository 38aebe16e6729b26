import type { Plan } from '../model/plan.ts';
import type { Budget, Objective, Slo } from '../model/slo.ts';
import { slotMs } from '../model/timeline.ts';
import { BudgetSearch, isSpentTooFast } from '../verdict/budget.ts';
import { covers } from '../verdict/live-objectives.ts';
import type { LiveWindow } from '../verdict/live-window.ts';
import type { LivePhase } from './live-phase.ts';
import type { Stop, Stopper } from './stops.ts';

interface Watched {
  readonly objective: Objective;
  readonly budget: Budget;
  readonly search: BudgetSearch;
}

/** Ends a load that spends the error budget of an objective too fast, where the objective says `abort`. */
export class BudgetWatch implements Stopper {
  readonly #watched: readonly Watched[];
  readonly #window: LiveWindow;
  readonly #phase: LivePhase;

  constructor({ profile }: Plan, slo: Slo | null, window: LiveWindow, phase: LivePhase) {
    this.#window = window;
    this.#phase = phase;
    this.#watched = (slo?.objectives ?? []).flatMap((objective) => {
      if (objective.kind !== 'objective' || objective.profiles?.includes(profile.name) === false) return [];
      const { budget } = objective;
      return budget?.abort === true
        ? [{ objective, budget, search: new BudgetSearch(objective, budget, profile, window) }]
        : [];
    });
  }

  look(elapsedMs: number): Stop | null {
    const phases = this.#phase.phases(elapsedMs);
    for (const { objective, budget, search } of this.#watched) {
      // The newest second may still be coming in, and with it the last of the one before.
      search.advance(this.#window.newestMs - slotMs, ({ fromMs }) =>
        phases.some(
          ({ name, sinceMs }) => fromMs >= sinceMs && objective.during.some((during) => covers(during, name)),
        ),
      );
      const { worst } = search.meter;
      if (worst === null || !isSpentTooFast({ burn: worst.rate, burnLimit: budget.burn })) continue;
      const rate = Number(worst.rate.toPrecision(3));
      return {
        by: 'budget',
        reason: `the error budget of "${objective.name}" is spent ${rate} times as fast as allowed`,
      };
    }
    return null;
  }
}
