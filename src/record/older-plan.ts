import type { Plan, PlannedProfile } from '../model/plan.ts';

/** The plan of a run, maybe of an earlier version: a profile was once a number of users and their ramp-up. */
export type RecordedPlan = Omit<Plan, 'profile' | LaterField> & {
  readonly profile: Omit<PlannedProfile, LaterProfileField> &
    Partial<Pick<PlannedProfile, LaterProfileField>> & { readonly users?: number; readonly rampUpMs?: number };
} & Partial<Pick<Plan, LaterField>>;

type LaterField = 'timeScale' | 'tags';
type LaterProfileField = 'curve' | 'maxUsers' | 'breakpoint';

/** The plan with what it lacks, as it was meant then. */
export function completePlan(plan: RecordedPlan): Plan {
  const { users = 0, rampUpMs = 0, durationMs } = plan.profile;
  const atFull =
    rampUpMs === 0
      ? [{ atMs: 0, level: users }]
      : [
          { atMs: 0, level: 0 },
          { atMs: rampUpMs, level: users },
        ];
  const curve = [...atFull, { atMs: durationMs, level: users }];
  return { timeScale: 1, tags: {}, ...plan, profile: { curve, maxUsers: users, breakpoint: null, ...plan.profile } };
}
