import type { Plan } from '../model/plan.ts';
import type { FaultEvent } from '../model/record.ts';

/** A phase that is under way. */
export interface CurrentPhase {
  readonly name: string;
  readonly sinceMs: number;
}

/** A fault between its first asking and the first clean probe. */
export interface ActiveFault {
  readonly id: string;
  readonly felt: boolean;
  /** Until it is to be healed, in ms; 0 while it heals. */
  readonly leftMs: number;
}

export interface NextFault {
  readonly id: string;
  readonly inMs: number;
}

/** Where a run is as far as is known while it goes on; the judge cuts phases by all that was observed. */
export class LivePhase {
  readonly #plan: Plan;
  /** When each fault that is on was felt; null = not yet. */
  readonly #on = new Map<string, number | null>();
  #lastClean: { id: string; atMs: number } | undefined;

  constructor(plan: Plan) {
    this.#plan = plan;
  }

  event({ event, fault, atMs }: FaultEvent): void {
    if (event === 'asked' && !this.#on.has(fault)) this.#on.set(fault, null);
    if (event === 'felt') this.#on.set(fault, atMs);
    const unfelt = this.#on.get(fault) === null;
    if (event === 'clean' || (event === 'heal-acknowledged' && unfelt)) {
      this.#on.delete(fault);
      this.#lastClean = { id: fault, atMs };
    }
  }

  /** More than one only where faults overlap. */
  phases(elapsedMs: number): CurrentPhase[] {
    const { profile, recoveryMs } = this.#plan;
    const felt = [...this.#on].flatMap(([id, atMs]) => (atMs === null ? [] : [{ name: `fault:${id}`, sinceMs: atMs }]));
    if (felt.length > 0) return felt;
    if (elapsedMs >= profile.durationMs) return [{ name: 'cooldown', sinceMs: profile.durationMs }];
    const clean = this.#lastClean;
    const recoveredMs = clean === undefined ? 0 : clean.atMs + recoveryMs;
    if (clean !== undefined && elapsedMs < recoveredMs) return [{ name: `recovery:${clean.id}`, sinceMs: clean.atMs }];
    if (elapsedMs < profile.warmUpMs) return [{ name: 'warmup', sinceMs: 0 }];
    return [{ name: 'steady', sinceMs: Math.max(profile.warmUpMs, recoveredMs) }];
  }

  active(elapsedMs: number): ActiveFault[] {
    return this.#plan.faults.flatMap(({ id, endMs }) => {
      const feltMs = this.#on.get(id);
      return feltMs === undefined ? [] : [{ id, felt: feltMs !== null, leftMs: Math.max(0, endMs - elapsedMs) }];
    });
  }

  next(elapsedMs: number): NextFault | null {
    const ahead = this.#plan.faults.filter(({ startMs }) => startMs > elapsedMs);
    const [first] = [...ahead].sort((a, b) => a.startMs - b.startMs);
    return first === undefined ? null : { id: first.id, inMs: first.startMs - elapsedMs };
  }
}
