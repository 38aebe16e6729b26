import type { Environment } from '../model/environment.ts';
import type { Found } from '../model/audit.ts';
import type {
  BreakpointResult,
  DataResult,
  ErrorResult,
  FaultResult,
  LoadResult,
  ObjectiveResult,
  PhaseSpan,
  StepResult,
  ThresholdResult,
  ValidityCheck,
  Verdict,
} from '../model/verdict.ts';
import type { SecondResult, SignalResult, StepTrend } from '../model/course.ts';

// Keys are written in the order of the model, whatever order the verdict was put together in. A field that is new in the
// model does not compile until it is listed here.

type Keys<T> = Record<keyof T, true>;

const signalKeys = Object.keys({
  name: true,
  unit: true,
  labels: true,
  points: true,
} satisfies Keys<SignalResult>);

const objectiveKeys = Object.keys({
  name: true,
  kind: true,
  verdict: true,
  metric: true,
  stat: true,
  during: true,
  steps: true,
  where: true,
  window: true,
  observed: true,
  observedLow: true,
  observedHigh: true,
  censored: true,
  unit: true,
  atMost: true,
  target: true,
  critical: true,
  relative: true,
  samples: true,
  minSamples: true,
  breaches: true,
  budget: true,
  firstMissMs: true,
  reason: true,
  because: true,
} satisfies Keys<ObjectiveResult>);

const phaseKeys = Object.keys({ phase: true, fromMs: true, toMs: true } satisfies Keys<PhaseSpan>);

const faultKeys = Object.keys({
  id: true,
  on: true,
  description: true,
  plannedStartMs: true,
  plannedEndMs: true,
  feltMs: true,
  cleanMs: true,
  exposedRequests: true,
  exposedConnections: true,
  assumed: true,
  errorRate: true,
  p95Ms: true,
  recoveryMs: true,
  recoveryCensored: true,
  worstObjective: true,
  worstVerdict: true,
  lostWrites: true,
  doubledWrites: true,
  escalations: true,
} satisfies Keys<FaultResult>);

const loadKeys = {
  requests: true,
  steps: true,
  failedSteps: true,
  limitedSteps: true,
  meanMs: true,
  p50Ms: true,
  p95Ms: true,
  p99Ms: true,
  minMs: true,
  maxMs: true,
  percentilesMs: true,
} satisfies Keys<LoadResult>;
const stepKeys = Object.keys({ step: true, ...loadKeys } satisfies Keys<Omit<StepResult, 'trend'>>);
const trendKeys = Object.keys({ stretchMs: true, p95Ms: true, errorRate: true } satisfies Keys<StepTrend>);

const errorKeys = Object.keys({
  kind: true,
  step: true,
  count: true,
  firstMs: true,
  lastMs: true,
  example: true,
} satisfies Keys<ErrorResult>);

const secondKeys = Object.keys({
  second: true,
  requests: true,
  steps: true,
  failedSteps: true,
  p50Ms: true,
  p95Ms: true,
  maxMs: true,
  offered: true,
  achieved: true,
} satisfies Keys<SecondResult>);
const validityKeys = Object.keys({
  name: true,
  observed: true,
  limit: true,
  unit: true,
  atMost: true,
  holds: true,
  problem: true,
} satisfies Keys<ValidityCheck>);
const breakpointKeys = Object.keys({
  passedLevel: true,
  failedLevel: true,
  atMs: true,
  objective: true,
  reason: true,
} satisfies Keys<BreakpointResult>);
const thresholdKeys = Object.keys({
  metric: true,
  expression: true,
  observed: true,
  holds: true,
} satisfies Keys<ThresholdResult>);

/** `verdict.json`: for programs, and to judge or render a run again. */
export function renderJson(verdict: Verdict): string {
  const document = {
    version: verdict.version,
    verdict: verdict.verdict,
    sentence: verdict.sentence,
    exitCode: verdict.exitCode,
    reasons: verdict.reasons.map(({ exitCode, text }) => ({ exitCode, text })),
    runId: verdict.runId,
    experiment: verdict.experiment,
    scenario: verdict.scenario,
    profile: verdict.profile,
    loadModel: verdict.loadModel,
    timeScale: verdict.timeScale,
    tags: pick(verdict.tags, Object.keys(verdict.tags).sort()),
    repeatable: verdict.repeatable,
    rerunOf: verdict.rerunOf,
    target: verdict.target,
    targetOptions: pick(verdict.targetOptions, Object.keys(verdict.targetOptions).sort()),
    faultParams: pick(verdict.faultParams, Object.keys(verdict.faultParams).sort()),
    faultSeed: verdict.faultSeed,
    build: verdict.build,
    command: verdict.command,
    load: verdict.load,
    environment: environment(verdict.environment),
    startedAt: verdict.startedAt,
    durationMs: verdict.durationMs,
    sloFile: verdict.sloFile,
    requests: verdict.requests,
    scriptErrors: verdict.scriptErrors,
    digests: {
      series: verdict.digests.series,
      faults: verdict.digests.faults,
      sampled: verdict.digests.sampled,
      audit: verdict.digests.audit,
    },
    objectives: verdict.objectives.map((objective) => pick(objective, objectiveKeys)),
    faults: verdict.faults.map((fault) => pick(fault, faultKeys)),
    phases: verdict.phases.map((phase) => pick(phase, phaseKeys)),
    steps: verdict.steps.map(({ trend, ...step }) => ({ ...pick(step, stepKeys), trend: pick(trend, trendKeys) })),
    total: pick(verdict.total, Object.keys(loadKeys)),
    errors: verdict.errors.map((error) => pick(error, errorKeys)),
    seconds: verdict.seconds.map((second) => pick(second, secondKeys)),
    signals: verdict.signals.map((signal) => pick(signal, signalKeys)),
    validity: verdict.validity.map((check) => pick(check, validityKeys)),
    breakpoint: verdict.breakpoint === null ? null : pick(verdict.breakpoint, breakpointKeys),
    thresholds: verdict.thresholds.map((threshold) => pick(threshold, thresholdKeys)),
    data: verdict.data.map(dataResult),
  } satisfies { [K in keyof Verdict]: unknown };
  return `${onOneLine(JSON.stringify(document, null, 2))}\n`;
}

/** Lists of numbers need no line for each. Line breaks within texts are escaped, so that none is taken for a list. */
function onOneLine(json: string): string {
  return json.replace(
    /\[\n\s+((?:[\d.e+-]+|null)(?:,\n\s+(?:[\d.e+-]+|null))*)\n\s+\]/g,
    (_, numbers: string) => `[${numbers.replace(/\s+/g, ' ')}]`,
  );
}

function dataResult({ found, rpo, staleReads, ...one }: DataResult) {
  return {
    ...{ ledger: one.ledger, writes: one.writes, acknowledged: one.acknowledged, refused: one.refused },
    unknown: one.unknown,
    found: found && {
      present: found.present,
      lost: { ...foundOf(found.lost), firstMs: found.lost.firstMs, lastMs: found.lost.lastMs },
      phantom: foundOf(found.phantom),
      duplicated: foundOf(found.duplicated),
      unexpected: foundOf(found.unexpected),
      altered: foundOf(found.altered),
      compared: found.compared,
    },
    rpo: rpo && { lowMs: rpo.lowMs, highMs: rpo.highMs },
    ...{ reads: one.reads, staleReads: foundOf(staleReads), staleForMs: one.staleForMs },
    problem: one.problem,
  } satisfies DataResult;
}

function environment({ versions, services, adopted, ...one }: Environment) {
  return {
    ...{ platform: one.platform, arch: one.arch, cpus: one.cpus, cpu: one.cpu, memoryBytes: one.memoryBytes },
    versions: pick(versions, Object.keys(versions).sort()),
    services: services.map(({ name, kind, replicas, container }) => ({ name, kind, replicas, container })),
    adopted: adopted.map(({ edge, proxy, toxiproxy }) => ({ edge, proxy, toxiproxy })),
    ...{ k6Extensions: one.k6Extensions, scenarioFile: one.scenarioFile, faultPlanFile: one.faultPlanFile },
    ...{ seed: one.seed, requestTimeoutMs: one.requestTimeoutMs, recoveryMs: one.recoveryMs },
  } satisfies { [K in keyof Environment]: unknown };
}

function foundOf({ count, examples }: Found): Found {
  return { count, examples: examples.map(({ key, sentMs, endedMs }) => ({ key, sentMs, endedMs })) };
}

function pick(value: object, keys: readonly string[]): Record<string, unknown> {
  const all = value as Record<string, unknown>;
  return Object.fromEntries(keys.map((key) => [key, all[key]]));
}
