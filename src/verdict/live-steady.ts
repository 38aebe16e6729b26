import type { Objective, Slo } from '../model/slo.ts';
import { slotMs } from '../model/timeline.ts';
import type { LiveWindow } from './live-window.ts';
import { multiplied, type Resolved } from './relative.ts';
import { Gathered, measure } from './value.ts';

/** What limits are that are multiples of steady state, by as much of it as there has been. */
export class LiveSteady {
  readonly #steady: ReadonlyMap<Objective, Gathered>;
  #knownMs = 0;

  constructor(slo: Slo | null) {
    const relative = (slo?.objectives ?? []).filter(
      (one): one is Objective => one.kind === 'objective' && one.relativeTo !== undefined,
    );
    this.#steady = new Map(relative.map((one) => [one, new Gathered()]));
  }

  /** Takes in the seconds until `settledMs`. @param sinceMs when steady state began that still goes on; null = it does not */
  advance(window: LiveWindow, settledMs: number, sinceMs: number | null): void {
    for (; this.#knownMs < settledMs; this.#knownMs += slotMs) {
      if (sinceMs === null || this.#knownMs < sinceMs) continue;
      for (const [objective, gathered] of this.#steady)
        gathered.merge(window.gather(objective, this.#knownMs, this.#knownMs + slotMs));
    }
  }

  limitsOf(objective: Objective): Resolved {
    const steady = this.#steady.get(objective);
    if (steady === undefined) return { objective, relative: null, unknown: null };
    return multiplied(objective, measure(objective, steady));
  }
}
