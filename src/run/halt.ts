import { describeHalt, type PlannedHalt } from '../model/stops.ts';
import type { Objective, Slo } from '../model/slo.ts';
import { slotMs } from '../model/timeline.ts';
import { covers } from '../verdict/live-objectives.ts';
import type { LiveLoad } from './live-load.ts';
import type { LivePhase } from './live-phase.ts';
import type { Stop, Stopper } from './stops.ts';

/**
 * Ends the load when a stop condition has been met in every second for as long as it says.
 *
 * ```
 *  met   -     met   met   met      a second without a sample (-) neither goes on nor breaks off
 *  |~~~~~~~~~~~~~~~~~~~~~~~~~~|     5 s: the load ends
 * ```
 *
 * An objective counts in its own phases only. A request counts in the second in which it ended.
 */
export class HaltWatch implements Stopper {
  readonly #halt: PlannedHalt;
  readonly #objective: Objective | undefined;
  readonly #live: Pick<LiveLoad, 'settledMs' | 'window'>;
  readonly #phase: Pick<LivePhase, 'phases'>;
  #judgedMs = 0;
  /** When the seconds began that all met it. */
  #sinceMs: number | null = null;

  constructor(
    halt: PlannedHalt,
    slo: Slo | null,
    live: Pick<LiveLoad, 'settledMs' | 'window'>,
    phase: Pick<LivePhase, 'phases'>,
  ) {
    this.#halt = halt;
    this.#objective = objectiveOf(halt, slo);
    this.#live = live;
    this.#phase = phase;
  }

  look(elapsedMs: number): Stop | null {
    const settledMs = this.#live.settledMs(elapsedMs);
    for (; this.#judgedMs < settledMs; this.#judgedMs += slotMs) {
      if (this.#goesOn(this.#judgedMs, elapsedMs)) return { by: 'halt', reason: describeHalt(this.#halt) };
    }
    return null;
  }

  /** Judges one second; gives whether the condition has been met for long enough. */
  #goesOn(fromMs: number, elapsedMs: number): boolean {
    const objective = this.#objective;
    if (objective === undefined) return false;
    const finding = this.#isAsked(objective, fromMs, elapsedMs)
      ? this.#live.window.measure(objective, fromMs, fromMs + slotMs, 1).target
      : 'holds';
    if (finding === 'holds') this.#sinceMs = null;
    if (finding !== 'missed') return false;
    this.#sinceMs ??= fromMs;
    return fromMs + slotMs - this.#sinceMs >= this.#halt.forMs;
  }

  #isAsked({ during }: Objective, fromMs: number, elapsedMs: number): boolean {
    if (during.includes('all')) return true;
    const phases = this.#phase.phases(elapsedMs).filter(({ sinceMs }) => sinceMs <= fromMs);
    return phases.some(({ name }) => during.some((one) => covers(one, name)));
  }
}

function objectiveOf(halt: PlannedHalt, slo: Slo | null): Objective | undefined {
  if (!('of' in halt)) return { ...tooManyErrors, target: halt.errorRate };
  return slo?.objectives.find((one): one is Objective => one.kind === 'objective' && one.name === halt.of);
}

const tooManyErrors: Objective = {
  kind: 'objective',
  name: 'error rate',
  metric: 'error_rate',
  stat: null,
  outcome: 'any',
  where: {},
  during: ['all'],
  profiles: null,
  target: 1,
  critical: null,
  minSamples: null,
  because: null,
  place: { file: '' },
};
