import { breakpointWindowMs } from '../model/breakpoint.ts';
import type { PlannedProfile } from '../model/plan.ts';
import type { Objective } from '../model/slo.ts';
import { slotMs, type Span } from '../model/timeline.ts';
import type { LiveFinding, LiveWindow } from './live-window.ts';

/** An objective that failed for long enough. */
export interface SustainedMiss {
  readonly objective: Objective;
  /** The window from which on every known one misses. */
  readonly first: Span;
  readonly finding: LiveFinding;
  /** When it was proven. */
  readonly provenMs: number;
}

/**
 * Looks for the first objective that a rising load fails for a sustained time, in windows that slide by a second.
 *
 * ```
 *  |--holds--|
 *    |--missed-|                      <- first
 *      |-unknown-|                       too few samples: neither goes on nor breaks off
 *        |--missed-|
 *              …
 *                |--missed-|          <- proven
 *              |~~|                      sustained: from the end of the first to the beginning of the last
 * ```
 *
 * One bad second is in as many windows as one is long, so these do not count. A request counts where it ended: each
 * window is judged once, when its last second is known, and gives the same answer while the load runs and ever after.
 */
export class BreakpointSearch {
  readonly #window: LiveWindow;
  readonly #objectives: readonly Objective[];
  readonly #lengthMs: number;
  readonly #inARow: number;
  readonly #lastMs: number;
  readonly #streaks = new Map<Objective, { readonly first: Span; readonly finding: LiveFinding; missed: number }>();
  #fromMs: number;
  #miss: SustainedMiss | null = null;

  /** @param objectives that must hold @param window is filled by the caller, ahead of `advance` */
  constructor(
    { breakpoint, warmUpMs, durationMs }: PlannedProfile,
    objectives: readonly Objective[],
    window: LiveWindow,
  ) {
    const sustainedMs = breakpoint?.sustainedMs ?? Infinity;
    this.#window = window;
    this.#objectives = objectives;
    this.#lengthMs = breakpointWindowMs(sustainedMs);
    this.#inARow = Math.ceil((sustainedMs + this.#lengthMs) / slotMs) - 1;
    this.#fromMs = Math.ceil(warmUpMs / slotMs) * slotMs;
    this.#lastMs = durationMs;
  }

  /** Judges the windows that end until `knownMs`, up to which all that ended is in the window. */
  advance(knownMs: number): SustainedMiss | null {
    while (this.#miss === null && this.#fromMs + this.#lengthMs <= Math.min(knownMs, this.#lastMs)) {
      const span = { fromMs: this.#fromMs, toMs: this.#fromMs + this.#lengthMs };
      for (const objective of this.#objectives) this.#judge(objective, span);
      this.#fromMs += slotMs;
    }
    return this.#miss;
  }

  #judge(objective: Objective, span: Span): void {
    const finding = this.#window.measure(objective, span.fromMs, span.toMs);
    if (finding.target === 'holds') this.#streaks.delete(objective);
    if (finding.target !== 'missed') return;
    const streak = this.#streaks.get(objective) ?? { first: span, finding, missed: 0 };
    this.#streaks.set(objective, streak);
    streak.missed += 1;
    if (streak.missed < this.#inARow) return;
    this.#miss ??= { objective, first: streak.first, finding: streak.finding, provenMs: span.toMs };
  }
}
