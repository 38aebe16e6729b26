import { breakpointObjectives } from '../model/breakpoint.ts';
import type { Plan } from '../model/plan.ts';
import type { Slo } from '../model/slo.ts';
import { slotMs } from '../model/timeline.ts';
import { BreakpointSearch } from '../verdict/breakpoint-search.ts';
import type { LiveWindow } from '../verdict/live-window.ts';

/** Asks from time to time whether a rising load has become too much. */
export class BreakpointWatch {
  readonly #window: LiveWindow;
  readonly #search: BreakpointSearch;
  readonly #signal = new AbortController();

  constructor({ profile }: Plan, slo: Slo | null, window: LiveWindow) {
    this.#window = window;
    this.#search = new BreakpointSearch(profile, breakpointObjectives(slo, profile), window);
  }

  /** Aborted when an objective has failed for long enough; the reason is its name. */
  get broken(): AbortSignal {
    return this.#signal.signal;
  }

  look(): void {
    if (this.broken.aborted) return;
    // The newest second may still be coming in, and with it the last of the one before.
    const miss = this.#search.advance(this.#window.newestMs - slotMs);
    if (miss !== null) this.#signal.abort(miss.objective.name);
  }
}
