import { levelAt } from '../model/load-curve.ts';
import type { Plan } from '../model/plan.ts';
import type { Slo } from '../model/slo.ts';
import { liveObjectives, type LiveObjective } from '../verdict/live-objectives.ts';
import type { LiveLoad } from './live-load.ts';
import type { LivePhase } from './live-phase.ts';
import type { LoadState } from './progress.ts';

/** Puts together what is known of a run at a moment; objectives are measured once a second. */
export class LiveState {
  readonly #plan: Plan;
  readonly #slo: Slo | null;
  readonly #live: LiveLoad;
  readonly #phase: LivePhase;
  #measured: { key: string; objectives: readonly LiveObjective[] } = { key: '', objectives: [] };

  constructor(plan: Plan, slo: Slo | null, live: LiveLoad, phase: LivePhase) {
    this.#plan = plan;
    this.#slo = slo;
    this.#live = live;
    this.#phase = phase;
  }

  at(elapsedMs: number): LoadState {
    const { profile } = this.#plan;
    const [phase] = this.#phase.phases(elapsedMs);
    return {
      ...this.#live.soFar(elapsedMs),
      elapsedMs,
      totalMs: profile.durationMs,
      phase: phase?.name ?? '',
      level: levelAt(profile.curve, elapsedMs),
      faults: this.#phase.active(elapsedMs),
      nextFault: this.#phase.next(elapsedMs),
      objectives: this.#objectives(elapsedMs),
    };
  }

  #objectives(elapsedMs: number): readonly LiveObjective[] {
    const phases = this.#phase.phases(elapsedMs);
    const settledMs = this.#live.settledMs(elapsedMs);
    const key = [settledMs, ...phases.map(({ name }) => name)].join(' ');
    if (this.#slo !== null && key !== this.#measured.key) {
      const moment = { plan: this.#plan, phases, settledMs };
      this.#measured = { key, objectives: liveObjectives(this.#slo, moment, this.#live.window) };
    }
    return this.#measured.objectives;
  }
}
