import type { Plan } from '../model/plan.ts';
import type { FaultEvent } from '../model/record.ts';

/** The phase of a moment as far as it is known while the run goes on; the judge cuts phases by what was observed. */
export class LivePhase {
  readonly #plan: Plan;
  readonly #on = new Set<string>();
  #lastHealed: { id: string; atMs: number } | undefined;

  constructor(plan: Plan) {
    this.#plan = plan;
  }

  event({ event, fault, atMs }: FaultEvent): void {
    if (event === 'felt') this.#on.add(fault);
    if (event === 'clean') {
      this.#on.delete(fault);
      this.#lastHealed = { id: fault, atMs };
    }
  }

  get faults(): readonly string[] {
    return [...this.#on];
  }

  at(elapsedMs: number): string {
    const { profile, recoveryMs } = this.#plan;
    const [fault] = this.#on;
    if (fault !== undefined) return `fault:${fault}`;
    if (elapsedMs < profile.warmUpMs) return 'warmup';
    if (elapsedMs >= profile.durationMs) return 'cooldown';
    const healed = this.#lastHealed;
    return healed !== undefined && elapsedMs < healed.atMs + recoveryMs ? `recovery:${healed.id}` : 'steady';
  }
}
