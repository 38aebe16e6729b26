import { levelAt } from '../model/load-curve.ts';
import type { Plan } from '../model/plan.ts';
import type { SampledHead } from '../model/record.ts';
import type { Slo } from '../model/slo.ts';
import { liveObjectives, type LiveObjective } from '../verdict/live-objectives.ts';
import { LiveSignals } from '../verdict/live-signals.ts';
import { LiveSteady } from '../verdict/live-steady.ts';
import type { LiveLoad } from './live-load.ts';
import type { LivePhase } from './live-phase.ts';
import type { LoadState } from './progress.ts';

/** Puts together what is known of a run at a moment; objectives are measured once a second. */
export class LiveState {
  readonly #plan: Plan;
  readonly #slo: Slo | null;
  readonly #live: LiveLoad;
  readonly #phase: LivePhase;
  readonly #signals: LiveSignals;
  readonly #steady: LiveSteady;
  #measured: { key: string; objectives: readonly LiveObjective[] } = { key: '', objectives: [] };

  constructor(plan: Plan, slo: Slo | null, live: LiveLoad, phase: LivePhase) {
    this.#plan = plan;
    this.#slo = slo;
    this.#live = live;
    this.#phase = phase;
    this.#signals = new LiveSignals(plan);
    this.#steady = new LiveSteady(slo);
  }

  /** What a service told at `atMs` since t0. */
  sample(series: SampledHead, atMs: number, value: number): void {
    this.#signals.sample(series, atMs, value);
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
      const load = this.#live.window;
      this.#steady.advance(load, settledMs, phases.find(({ name }) => name === 'steady')?.sinceMs ?? null);
      const known = { load, signals: this.#signals, steady: this.#steady };
      this.#measured = { key, objectives: liveObjectives(this.#slo, moment, known) };
    }
    return this.#measured.objectives;
  }
}
