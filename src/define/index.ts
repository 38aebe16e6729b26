export { defineConfig, type Config, type ConfigDefinition, type ExperimentDefinition } from './config.ts';
export {
  defineFaultPlan,
  type Fault,
  type FaultDirection,
  type FaultPlan,
  type FaultPlanDefinition,
  type FaultTiming,
  type FaultVerbs,
} from './fault-plan.ts';
export { defineJourney, type Journey, type JourneyContext, type JourneyDefinition } from './journey.ts';
export { users, type Profile, type UsersOptions } from './profile.ts';
export { defineScenario, type Scenario, type ScenarioDefinition } from './scenario.ts';
export {
  defineTarget,
  type ExternalService,
  type NodeService,
  type PostgresService,
  type ProcessService,
  type Service,
  type Target,
  type TargetDefinition,
} from './target.ts';
export type { Duration, Moment } from './time.ts';
