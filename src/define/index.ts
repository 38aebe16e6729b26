export { lines, rows, type Audit, type AuditOptions } from './audit.ts';
export {
  defineConfig,
  type Config,
  type ConfigDefinition,
  type ExperimentDefinition,
  type K6ExtensionDefinition,
  type ValidityDefinition,
} from './config.ts';
export type { Fault, FaultTiming } from './fault.ts';
export {
  defineFaultPlan,
  type FaultPlan,
  type FaultPlanDefinition,
  type FaultVerbs,
  type HaltCondition,
  type Requirement,
} from './fault-plan.ts';
export type { FaultSequence, RandomOptions, SequenceOptions } from './fault-sequence.ts';
export type { ActionOptions } from './faults/command.ts';
export type { FaultDirection, FaultRamp } from './faults/network.ts';
export { feeder, type Feeder, type FeederOptions, type Row } from './feeder.ts';
export { profiles } from './general-profiles.ts';
export type { Job } from './job.ts';
export { defineJourney, type Journey, type JourneyContext, type JourneyDefinition } from './journey.ts';
export type { Ledger, WriteAnswer, WriteOptions, WriteOutcome } from './ledger.ts';
export { counter, gauge, share, trend, type MetricDefinition } from './metric.ts';
export { health, pgbouncer, prometheus, redis, sql, type Probe, type ReadingOptions } from './probe.ts';
export {
  breakpoint,
  rate,
  users,
  type BreakpointOptions,
  type LevelOptions,
  type OpenOptions,
  type Profile,
  type ProfileOptions,
  type Stage,
} from './profile.ts';
export { defineScenario, type Scenario, type ScenarioDefinition, type Weighted } from './scenario.ts';
export type { DataRate, DataSize } from './size.ts';
export {
  defineSlo,
  type Slo,
  type SloBreakpoint,
  type SloData,
  type SloDefinition,
  type SloFilter,
  type SloLimit,
  type SloObjective,
  type SloPhase,
  type SloRecovery,
  type SloWhere,
} from './slo.ts';
export { lognormal, type Lognormal, type Think } from './think.ts';
export {
  defineTarget,
  type Affinity,
  type ContainerService,
  type ExternalService,
  type Kinds,
  type NodeService,
  type PgbouncerService,
  type PostgresService,
  type ProcessService,
  type RedisService,
  type ServerSettings,
  type Service,
  type ServiceKind,
  type Target,
  type TargetDefinition,
} from './target.ts';
export type { Duration, Moment } from './time.ts';
