import { formatDuration } from '../model/duration.ts';
import type { Plan } from '../model/plan.ts';
import type { Objective, Slo } from '../model/slo.ts';
import { requireLeadMs } from '../model/stops.ts';
import { slotMs } from '../model/timeline.ts';
import type { LiveLoad } from './live-load.ts';
import type { Stop, Stopper } from './stops.ts';

/** Ends the load a second before its first fault, when what the fault plan requires did not hold until then. */
export class RequireWatch implements Stopper {
  readonly #plan: Plan;
  readonly #objectives: readonly Objective[];
  readonly #live: Pick<LiveLoad, 'settledMs' | 'window'>;
  #decided: boolean;

  constructor(plan: Plan, slo: Slo | null, live: Pick<LiveLoad, 'settledMs' | 'window'>) {
    const of = plan.require?.of ?? [];
    this.#plan = plan;
    this.#objectives = (slo?.objectives ?? []).filter(
      (one): one is Objective => one.kind === 'objective' && of.includes(one.name),
    );
    this.#live = live;
    this.#decided = this.#objectives.length === 0;
  }

  look(elapsedMs: number): Stop | null {
    const { faults, profile, require } = this.#plan;
    const firstMs = Math.min(...faults.map(({ startMs }) => startMs));
    if (this.#decided || elapsedMs < firstMs - requireLeadMs) return null;
    this.#decided = true;
    const toMs = this.#live.settledMs(elapsedMs);
    const fromMs = Math.max(Math.ceil(profile.warmUpMs / slotMs) * slotMs, toMs - (require?.forMs ?? 0));
    const reasons = this.#objectives.flatMap((one) => this.#whyNot(one, fromMs, toMs) ?? []);
    return reasons.length === 0 ? null : { by: 'require', reason: `not steady: ${reasons.join('; ')}` };
  }

  #whyNot(objective: Objective, fromMs: number, toMs: number): string | undefined {
    const { target, samples } = this.#live.window.measure(objective, fromMs, toMs);
    const span = formatDuration(toMs - fromMs);
    if (target === 'holds') return undefined;
    if (target === 'missed') return `"${objective.name}" was missed in the last ${span}`;
    return `"${objective.name}" had ${samples} samples in the last ${span}, too few to tell: require it for longer`;
  }
}
