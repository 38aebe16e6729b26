import type { Plan } from '../model/plan.ts';
import type { SampledHead, SampledSeries } from '../model/record.ts';
import type { LiveFinding } from './live-window.ts';
import type { Timeline } from './phases.ts';
import { findSampled } from './sampled.ts';
import type { SampledObjective } from './sampled-value.ts';
import { windowSamplesOf } from './samples.ts';

/** How far back samples are kept. */
export const keptSamplesMs = 300_000;

/** What services told in the last minutes, to be asked what a record is asked later. */
export class LiveSignals {
  readonly #plan: Plan;
  readonly #series = new Map<string, SampledHead & { readonly points: [number, number][] }>();

  constructor(plan: Plan) {
    this.#plan = plan;
  }

  /** @param atMs since t0, in order of time */
  sample(head: SampledHead, atMs: number, value: number): void {
    const key = JSON.stringify([head.name, head.labels]);
    let series = this.#series.get(key);
    if (series === undefined) this.#series.set(key, (series = { ...head, points: [] }));
    series.points.push([atMs, value]);
    if ((series.points[0]?.[0] ?? atMs) < atMs - keptSamplesMs) series.points.shift();
  }

  /**
   * What an objective comes to in a span, whatever its phases are. One look at a level is enough to tell how it stands; a
   * growth takes longer than samples are kept.
   */
  measure(objective: SampledObjective, fromMs: number, toMs: number): LiveFinding {
    const counts = objective.signal.kind === 'ratio' || objective.signal.kind === 'histogram';
    const minSamples = counts ? windowSamplesOf(objective) : (objective.minSamples ?? 1);
    const sampled: SampledSeries[] = [...this.#series.values()].map((series) => ({
      ...series,
      points: series.points.filter(([atMs]) => atMs <= toMs),
    }));
    const finding = findSampled({ ...objective, minSamples }, span, {
      plan: this.#plan,
      timeline: { ...undisturbed, warmUpMs: fromMs, coolDownMs: toMs, endMs: toMs },
      sampled,
    });
    return { ...finding.measured, target: finding.target, critical: finding.critical };
  }
}

/** The span that is asked about, as the steady state of a run that is as long. */
const span = { phases: new Set(['steady']), all: false, faults: [] };
const undisturbed: Pick<Timeline, 'windows' | 'recoveries' | 'recoveryMs' | 'overloadMs' | 'fine'> = {
  windows: [],
  recoveries: [],
  recoveryMs: 0,
  overloadMs: Infinity,
  fine: [],
};
