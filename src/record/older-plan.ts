import type { Plan, PlannedFault, PlannedJourney, PlannedProfile } from '../model/plan.ts';

/** The plan of a run, maybe of an earlier version: a profile was once a number of users and their ramp-up, a fault always on an edge. */
export type RecordedPlan = Omit<Plan, 'profile' | 'scenario' | 'faults' | LaterField> & {
  readonly faults: readonly (Omit<PlannedFault, 'on'> & { readonly on?: string; readonly edge?: string })[];
  readonly scenario: Omit<Plan['scenario'], 'journeys'> & {
    readonly journeys: readonly (Omit<PlannedJourney, LaterJourneyField> & Partial<PlannedJourney>)[];
  };
  readonly profile: Omit<PlannedProfile, LaterProfileField> &
    Partial<Pick<PlannedProfile, LaterProfileField>> & { readonly users?: number; readonly rampUpMs?: number };
} & Partial<Pick<Plan, LaterField>>;

type LaterField = 'timeScale' | 'tags';
type LaterJourneyField = 'think' | 'weight' | 'feeders' | 'metrics' | 'ledgers';
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
  const journeys = plan.scenario.journeys.map((journey) => ({ ...plainJourney, ...journey }));
  return {
    timeScale: 1,
    tags: {},
    ...plan,
    scenario: { ...plan.scenario, journeys },
    faults: plan.faults.map(({ edge = '', ...fault }) => ({ on: edge, ...fault })),
    profile: { curve, maxUsers: users, breakpoint: null, ...plan.profile },
  };
}

/** Nothing is judged by what an earlier version did not tell of a journey. */
const plainJourney = {
  think: { kind: 'uniform', fromMs: 0, toMs: 0 },
  weight: 1,
  feeders: {},
  metrics: {},
  ledgers: [],
} as const;
