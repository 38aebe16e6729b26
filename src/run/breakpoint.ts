import { breakpointObjectives } from '../model/breakpoint.ts';
import type { Plan } from '../model/plan.ts';
import type { Slo } from '../model/slo.ts';
import { slotMs } from '../model/timeline.ts';
import { BreakpointSearch } from '../verdict/breakpoint-search.ts';
import type { LiveWindow } from '../verdict/live-window.ts';
import type { Stop, Stopper } from './stops.ts';

/** Ends a rising load that has become too much: an objective has failed for long enough. */
export class BreakpointWatch implements Stopper {
  readonly #window: LiveWindow;
  readonly #search: BreakpointSearch;

  constructor({ profile }: Plan, slo: Slo | null, window: LiveWindow) {
    this.#window = window;
    this.#search = new BreakpointSearch(profile, breakpointObjectives(slo, profile), window);
  }

  look(): Stop | null {
    // The newest second may still be coming in, and with it the last of the one before.
    const miss = this.#search.advance(this.#window.newestMs - slotMs);
    return miss === null ? null : { by: 'breakpoint', reason: `the load is too much for "${miss.objective.name}"` };
  }
}
