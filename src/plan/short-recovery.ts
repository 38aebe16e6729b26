import { formatDuration } from '../model/duration.ts';
import type { Plan } from '../model/plan.ts';
import type { AnyObjective } from '../model/slo.ts';

type Timeline = Pick<Plan, 'faults'> & { readonly profile: Pick<Plan['profile'], 'name' | 'durationMs'> };

/** Recoveries that no run of this plan can show: what follows a fault comes sooner than they must have held for. */
export function shortRecoveries({ faults, profile }: Timeline, objectives: readonly AnyObjective[]): string[] {
  return objectives.flatMap((objective) => {
    if (objective.kind !== 'recovery' || objective.profiles?.includes(profile.name) === false) return [];
    return faults.flatMap(({ id, endMs }) => {
      const next = faults.filter(({ startMs }) => startMs >= endMs).sort((a, b) => a.startMs - b.startMs)[0];
      const quietMs = (next?.startMs ?? profile.durationMs) - endMs;
      if (quietMs >= objective.holdMs) return [];
      const what = next === undefined ? 'the load ends' : `${next.id} begins`;
      const held = formatDuration(objective.holdMs);
      return [
        `"${objective.name}" cannot be shown after ${id}: it must hold for ${held}, and ${what} ${formatDuration(quietMs)} after it`,
      ];
    });
  });
}
