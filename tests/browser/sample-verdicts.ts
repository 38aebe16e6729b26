import type { WriteExample } from '../../src/model/audit.ts';
import type {
  DataResult,
  FaultResult,
  ObjectiveResult,
  PhaseSpan,
  LoadResult,
  StepResult,
  ValidityCheck,
  Verdict,
} from '../../src/model/verdict.ts';
import type { SecondResult } from '../../src/model/course.ts';

// Verdicts made by hand, for the tests of every report. They look like runs of the shop, and are the same every time.

const objective: ObjectiveResult = {
  name: 'checkout is fast',
  kind: 'objective',
  metric: 'response_time',
  stat: 'p95',
  during: ['steady'],
  steps: ['checkout'],
  where: {},
  window: null,
  verdict: 'pass',
  observed: 412,
  observedLow: 407.5,
  observedHigh: 416.5,
  censored: false,
  unit: 'ms',
  atMost: true,
  target: 500,
  critical: null,
  relative: null,
  samples: 12_310,
  minSamples: 59,
  breaches: null,
  budget: null,
  firstMissMs: null,
  reason: 'p95 of response_time of checkout 412 ms against at most 500 ms; 12310 samples',
  because: null,
};

export function anObjective(changes: Partial<ObjectiveResult>): ObjectiveResult {
  return { ...objective, ...changes };
}

const nothing = { count: 0, examples: [] };

const orders: DataResult = {
  ledger: 'orders',
  writes: 1210,
  acknowledged: 1204,
  refused: 2,
  unknown: 4,
  reads: 1198,
  staleReads: nothing,
  staleForMs: 0,
  found: {
    present: 1206,
    lost: { ...nothing, firstMs: null, lastMs: null },
    ...{ phantom: nothing, duplicated: nothing, unexpected: nothing, altered: nothing },
    compared: 0,
  },
  rpo: { lowMs: 0, highMs: 0 },
  problem: null,
};

const fault: FaultResult = {
  id: 'db-latency',
  on: 'api->db',
  description: 'latency of 400 ms ± 100 ms in both directions',
  plannedStartMs: 26_000,
  plannedEndMs: 32_000,
  feltMs: 26_120,
  cleanMs: 32_410,
  exposedRequests: 318,
  errorRate: 0,
  p95Ms: 934,
  recoveryMs: 1200,
  recoveryCensored: false,
  worstObjective: 'slow database is bearable',
  worstVerdict: 'pass',
  lostWrites: 0,
  doubledWrites: 0,
  escalations: [],
  exposedConnections: 10,
  assumed: false,
};

export function aFault(changes: Partial<FaultResult>): FaultResult {
  return { ...fault, ...changes };
}

const total: LoadResult = {
  requests: 1204,
  failedSteps: 17,
  limitedSteps: 0,
  steps: 1204,
  meanMs: 38.2,
  p50Ms: 14.2,
  p95Ms: 412,
  p99Ms: 934,
  minMs: 3.1,
  maxMs: 5004,
  percentilesMs: [14.2, 21, 33, 60, 180, 412, 700, 934, 4100, 5004, 5004],
};

const step: StepResult = { step: 'checkout', ...total, trend: { stretchMs: 1000, p95Ms: [], errorRate: [] } };

export function aStep(changes: Partial<StepResult>): StepResult {
  return { ...step, ...changes };
}

const anyCheck: ValidityCheck = {
  name: "lateness of k6's sleeps (p90)",
  observed: 2.4,
  limit: 20,
  unit: 'ms',
  atMost: true,
  holds: true,
  problem: null,
};

const baseSteps = [
  aStep({
    step: 'browse',
    requests: 3011,
    failedSteps: 0,
    steps: 3011,
    meanMs: 9.4,
    p50Ms: 7.1,
    p95Ms: 18.8,
    p99Ms: 41,
    maxMs: 212,
  }),
  aStep({
    step: 'search',
    requests: 1407,
    failedSteps: 2,
    steps: 1407,
    meanMs: 17.9,
    p50Ms: 12.9,
    p95Ms: 48,
    p99Ms: 121,
    maxMs: 402,
  }),
  aStep({
    step: 'add to basket',
    requests: 1110,
    failedSteps: 0,
    steps: 1110,
    meanMs: 12.3,
    p50Ms: 9.9,
    p95Ms: 25.1,
    p99Ms: 66,
    maxMs: 190,
  }),
  aStep({}),
];

/** A run of a minute and a half in which all went well; everything else is a change of it. */
const base: Verdict = {
  version: 1,
  verdict: 'pass',
  sentence: 'Passes: all 4 objectives hold',
  reasons: [],
  exitCode: 0,
  runId: '20261121-105803-shop-proof-7f3a',
  experiment: 'shop-proof',
  scenario: 'shop',
  profile: 'proof',
  loadModel: 'closed',
  timeScale: 1,
  tags: {},
  repeatable: false,
  rerunOf: null,
  total: { ...total, requests: 4812, steps: 4812 },
  validity: [
    anyCheck,
    {
      ...anyCheck,
      name: 'users that were there, of those meant',
      observed: 0.998,
      limit: 0.95,
      unit: 'share',
      atMost: false,
    },
    { ...anyCheck, name: 'steps of the clock', observed: null, limit: 50 },
  ],
  breakpoint: null,
  thresholds: [],
  errors: [],
  target: 'shop',
  targetOptions: { database: 'postgres', pool: '20' },
  faultParams: { delay: '400ms' },
  faultSeed: 7,
  build: '3f2a91c',
  command: ['proofload', 'run', 'shop-proof', '--env', 'TOKEN=$TOKEN', '--tag', 'note=after the move'],
  load: '10 users for 1 min 30 s (closed model)',
  environment: {
    ...{ platform: 'linux 6.8.0', arch: 'x64', cpus: 4, cpu: 'Example CPU 3.0 GHz', memoryBytes: 8_000_000_000 },
    versions: { proofload: '0.1.0', k6: '2.2.0', toxiproxy: '2.12.0', node: 'v20.19.0' },
    ...{ k6Extensions: [], scenarioFile: 'scenarios/shop/proof.ts', faultPlanFile: 'chaos/shop-proof.ts' },
    ...{ seed: 1, requestTimeoutMs: 5000, recoveryMs: 5000 },
    services: [
      { name: 'api', kind: 'node', replicas: 1, container: false },
      { name: 'db', kind: 'postgres', replicas: 1, container: false },
    ],
    adopted: [],
  },
  startedAt: '2026-11-21T10:58:03.412Z',
  durationMs: 90_000,
  sloFile: 'thresholds/shop.yaml',
  requests: 6732,
  scriptErrors: [],
  digests: {
    series: 'b1946ac92492d2347c6235b4d2611184f6e7b1d5a0f0c9a7f8b1a5d3c2e4f601',
    faults: '591785b794601e212b260e25925636fd0a1b2c3d4e5f60718293a4b5c6d7e8f9',
    sampled: '2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae',
    audit: null,
  },
  objectives: [
    anObjective({ because: 'a slow checkout loses the basket' }),
    anObjective({
      name: 'pages are fast',
      stat: 'p99',
      steps: null,
      observed: 61.3,
      observedLow: 60.6,
      observedHigh: 62,
      target: 150,
      critical: 300,
      samples: 40_211,
    }),
    anObjective({
      name: 'few errors',
      metric: 'error_rate',
      stat: null,
      steps: null,
      observed: 0.0027,
      observedLow: null,
      observedHigh: null,
      unit: 'share',
      target: 0.01,
      samples: 40_316,
    }),
    anObjective({
      name: 'keeps up',
      metric: 'throughput',
      stat: null,
      steps: null,
      observed: 74.8,
      observedLow: null,
      observedHigh: null,
      unit: '/s',
      atMost: false,
      target: 60,
      samples: 4488,
    }),
  ],
  phases: [
    { phase: 'warmup', fromMs: 0, toMs: 5000 },
    { phase: 'steady', fromMs: 5000, toMs: 85_000 },
    { phase: 'cooldown', fromMs: 85_000, toMs: 90_000 },
  ],
  faults: [],
  ...overTime(seconds(90, [], 9), baseSteps),
  data: [orders],
  signals: [
    {
      name: 'service_cpu',
      unit: 'share',
      labels: { service: 'api' },
      points: [
        [1004, 0.12, 0.12],
        [2003, 0.31, 0.31],
      ],
    },
  ],
};

/** Numbers between 0 and 1 that are the same every time. */
function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

interface Disturbance {
  readonly fromS: number;
  readonly toS: number;
  readonly p95Ms: number;
  readonly errors: number;
  readonly rate: number;
}

/** Seconds, and steps that went as all of them did, each at its own pace. */
function overTime(rows: readonly SecondResult[], steps: readonly StepResult[]): Pick<Verdict, 'seconds' | 'steps'> {
  const lengthS = Math.ceil(rows.length / 60);
  const stretches = Array.from({ length: Math.ceil(rows.length / lengthS) }, (_, i) =>
    rows.slice(i * lengthS, (i + 1) * lengthS),
  );
  const sum = (part: readonly SecondResult[], of: 'failedSteps' | 'steps') =>
    part.reduce((all, one) => all + one[of], 0);
  const paced = steps.map((one) => {
    const times = (part: readonly SecondResult[]) => part.flatMap(({ p95Ms }) => p95Ms ?? []);
    const pace = (one.p50Ms ?? 1) / 9;
    const p95Ms = stretches.map((part) => (times(part).length === 0 ? null : Math.max(...times(part)) * pace));
    const errorRate = stretches.map((part) =>
      sum(part, 'steps') === 0 || one.failedSteps === 0 ? null : sum(part, 'failedSteps') / sum(part, 'steps'),
    );
    return { ...one, trend: { stretchMs: lengthS * 1000, p95Ms, errorRate } };
  });
  return { seconds: rows, steps: paced };
}

function seconds(length: number, disturbances: readonly Disturbance[], seed: number): SecondResult[] {
  const random = sequence(seed);
  return Array.from({ length }, (_, second) => {
    const disturbed = disturbances.find(({ fromS, toS }) => second >= fromS && second < toS);
    const warm = second < 3 ? 1.8 : 1;
    const p50Ms = (8 + random() * 2.5) * warm * (disturbed === undefined ? 1 : 1 + disturbed.p95Ms / 90);
    const p95Ms = disturbed === undefined ? p50Ms * (2.6 + random() * 0.9) : disturbed.p95Ms * (0.85 + random() * 0.3);
    const maxMs = p95Ms * (1.15 + random() * (random() > 0.85 ? 5 : 1.4));
    const ramp = Math.min(1, (second + 1) / 4);
    const requests = Math.round((74 + random() * 9) * ramp * (disturbed?.rate ?? 1));
    const steps = Math.round(requests * 0.9);
    const failedSteps = Math.round(steps * (disturbed === undefined ? 0 : disturbed.errors * (0.8 + random() * 0.4)));
    if (requests === 0)
      return { second, requests, steps, failedSteps, p50Ms: null, p95Ms: null, maxMs: null, offered: 10, achieved: 0 };
    return { second, requests, steps, failedSteps, p50Ms, p95Ms, maxMs, offered: 10, achieved: 10 };
  });
}

const fourFaults: readonly FaultResult[] = [
  aFault({
    id: 'ai-hang',
    on: 'api->ai',
    description: 'nothing gets through, connections stay open',
    plannedStartMs: 12_000,
    plannedEndMs: 18_000,
    feltMs: 12_040,
    cleanMs: 18_180,
    exposedRequests: 141,
    errorRate: 0,
    p95Ms: 812,
    recoveryMs: 400,
    worstObjective: 'suggestions have a fallback',
    worstVerdict: 'inconclusive',
  }),
  aFault({ plannedStartMs: 30_000, plannedEndMs: 36_000, feltMs: 30_120, cleanMs: 36_410 }),
  aFault({
    id: 'db-blip',
    description: 'down for 200 ms every second',
    plannedStartMs: 48_000,
    plannedEndMs: 54_000,
    feltMs: 48_010,
    cleanMs: 54_220,
    exposedRequests: 402,
    exposedConnections: null,
    assumed: true,
    errorRate: 0.163,
    p95Ms: 214,
    recoveryMs: 800,
    worstObjective: 'recovers quickly',
    doubledWrites: 3,
    escalations: ['live healing took longer than 400 ms; the proxy was replaced, which cut 12 connections'],
  }),
  aFault({
    id: 'db-hang',
    description: 'nothing gets through, connections stay open',
    plannedStartMs: 66_000,
    plannedEndMs: 72_000,
    feltMs: 66_090,
    cleanMs: 72_530,
    exposedRequests: 96,
    errorRate: 0.948,
    p95Ms: 5004,
    recoveryMs: 5000,
    recoveryCensored: true,
    worstObjective: 'the shop stays up',
    worstVerdict: 'fail',
    lostWrites: 7,
  }),
];

function phasesOf(faults: readonly FaultResult[], endMs: number, recoveryMs: number): PhaseSpan[] {
  const phases: PhaseSpan[] = [{ phase: 'warmup', fromMs: 0, toMs: 5000 }];
  let fromMs = 5000;
  for (const { id, feltMs, cleanMs } of faults) {
    if (feltMs === null || cleanMs === null) continue;
    phases.push({ phase: 'steady', fromMs, toMs: feltMs }, { phase: `fault:${id}`, fromMs: feltMs, toMs: cleanMs });
    fromMs = cleanMs + recoveryMs;
    phases.push({ phase: `recovery:${id}`, fromMs: cleanMs, toMs: fromMs });
  }
  return [
    ...phases,
    { phase: 'steady', fromMs, toMs: endMs - 4000 },
    { phase: 'cooldown', fromMs: endMs - 4000, toMs: endMs },
  ];
}

/** Orders of which some are lost, doubled and stale. */
function damaged(examples: readonly WriteExample[]): DataResult {
  return {
    ...orders,
    ...{ staleReads: { count: 1, examples }, staleForMs: 840, rpo: { lowMs: 1200, highMs: 31_200 } },
    found: orders.found && {
      ...orders.found,
      ...{ present: 1199, lost: { count: 7, examples, firstMs: 57_432, lastMs: 57_900 } },
      duplicated: { count: 3, examples },
    },
  };
}

export const passed: Verdict = base;

/** Four faults, one of which the shop did not take well; one of every verdict. */
export const failed: Verdict = {
  ...base,
  data: [
    damaged([{ key: 'shop-proof-20261121t105803z-7f3a-12-7', sentMs: 57_410, endedMs: 57_432 }]),
    { ...orders, ledger: 'carts', found: null, rpo: null, problem: 'the target has no audit of carts' },
  ],
  verdict: 'fail',
  sentence: 'Fails: during db-hang, error_rate 94.8 % against at most 50 % (the shop stays up)',
  reasons: [
    { exitCode: 3, text: 'Fails: during db-hang, error_rate 94.8 % against at most 50 % (the shop stays up)' },
    {
      exitCode: 3,
      text: 'Fails: in steady state, p95 of response_time of checkout 642 ms against at most 500 ms (checkout is fast)',
    },
    { exitCode: 3, text: 'Fails: after db-hang, not recovered within 3 s (recovers quickly)' },
    {
      exitCode: 5,
      text: 'Inconclusive: during ai-hang, p99 of response_time of suggest is unknown; 41 of the 299 samples needed (suggestions have a fallback)',
    },
  ],
  exitCode: 3,
  requests: 5918,
  objectives: [
    anObjective({
      verdict: 'fail',
      firstMissMs: 14_000,
      observed: 642,
      observedLow: 635,
      observedHigh: 649,
      reason: 'p95 of response_time of checkout 642 ms against at most 500 ms; 12310 samples',
      because: 'a slow checkout loses the basket',
    }),
    ...base.objectives.slice(1),
    anObjective({
      name: 'search is fast',
      stat: 'p95',
      steps: ['search'],
      verdict: 'warn',
      observed: 148,
      observedLow: 146.4,
      observedHigh: 149.6,
      target: 120,
      critical: 250,
      samples: 1102,
      reason: 'p95 of response_time of search 148 ms against at most 120 ms; 1102 samples',
    }),
    anObjective({
      name: 'the shop stays up',
      metric: 'error_rate',
      stat: null,
      during: ['fault:db-hang'],
      steps: null,
      verdict: 'fail',
      observed: 0.948,
      observedLow: null,
      observedHigh: null,
      unit: 'share',
      target: 0.5,
      samples: 96,
      minSamples: 20,
      reason: 'error_rate 94.8 % against at most 50 %; 96 samples',
      because: 'browsing works from the cache when the database hangs',
    }),
    anObjective({
      name: 'slow database is bearable',
      during: ['fault:db-latency'],
      steps: ['browse', 'search'],
      observed: 934,
      observedLow: 924,
      observedHigh: 944,
      target: 940,
      samples: 318,
    }),
    anObjective({
      name: 'suggestions have a fallback',
      stat: 'p99',
      during: ['fault:ai-hang'],
      steps: ['suggest'],
      verdict: 'inconclusive',
      observed: 1980,
      observedLow: 1958,
      observedHigh: 2002,
      target: 2500,
      samples: 41,
      minSamples: 299,
      reason: 'p99 of response_time of suggest 1.98 s against at most 2.5 s; 41 of the 299 samples needed',
    }),
    ...(['ai-hang', 'db-latency', 'db-blip'] as const).map((id, i) =>
      anObjective({
        name: 'recovers quickly',
        kind: 'recovery',
        metric: 'recovery',
        stat: null,
        during: [`recovery:${id}`],
        steps: null,
        observed: [400, 1200, 800][i] ?? 0,
        observedLow: null,
        observedHigh: null,
        target: 3000,
        samples: 310,
        minSamples: 0,
      }),
    ),
    anObjective({
      name: 'recovers quickly',
      kind: 'recovery',
      metric: 'recovery',
      stat: null,
      during: ['recovery:db-hang'],
      steps: null,
      verdict: 'fail',
      observed: 5000,
      observedLow: null,
      observedHigh: null,
      censored: true,
      target: 3000,
      samples: 288,
      minSamples: 0,
      reason: 'not recovered within 3 s: at the end of the run, after 5 s, few errors still did not hold',
    }),
    anObjective({
      name: 'holds for an hour',
      metric: 'response_time',
      stat: 'p99.9',
      steps: null,
      verdict: 'not-evaluated',
      observed: null,
      observedLow: null,
      observedHigh: null,
      target: 800,
      samples: 0,
      minSamples: 2995,
      reason: 'only for the profile endurance',
    }),
  ],
  phases: phasesOf(fourFaults, 90_000, 5000),
  errors: [
    {
      kind: 'timeout',
      step: 'checkout',
      ...{ count: 58, firstMs: 66_100, lastMs: 72_500, example: 'POST /orders: request timeout' },
    },
    {
      kind: 'status',
      step: 'suggest',
      ...{ count: 19, firstMs: 48_200, lastMs: 53_900, example: 'GET /products/{id}/suggestions: 503' },
    },
    { kind: 'status 500', step: null, count: 1, firstMs: 50_000, lastMs: 50_000, example: null },
  ],
  faults: fourFaults,
  ...overTime(
    seconds(
      90,
      [
        { fromS: 12, toS: 18, p95Ms: 812, errors: 0, rate: 0.8 },
        { fromS: 30, toS: 37, p95Ms: 934, errors: 0, rate: 0.55 },
        { fromS: 48, toS: 54, p95Ms: 214, errors: 0.16, rate: 0.9 },
        { fromS: 66, toS: 73, p95Ms: 5004, errors: 0.95, rate: 0.17 },
      ],
      11,
    ),
    [
      ...base.steps,
      aStep({
        step: 'suggest',
        requests: 402,
        failedSteps: 61,
        steps: 402,
        meanMs: 219,
        p50Ms: 31,
        p95Ms: 812,
        p99Ms: 1980,
        maxMs: 2010,
      }),
    ],
  ),
};

export const warned: Verdict = {
  ...base,
  verdict: 'warn',
  sentence: 'Warns: in steady state, p95 of response_time of search 148 ms against at most 120 ms (search is fast)',
  reasons: [
    {
      exitCode: 0,
      text: 'Warns: in steady state, p95 of response_time of search 148 ms against at most 120 ms (search is fast)',
    },
  ],
  objectives: [...base.objectives, ...failed.objectives.filter(({ verdict }) => verdict === 'warn')],
};

export const inconclusive: Verdict = {
  ...base,
  verdict: 'inconclusive',
  sentence:
    'Inconclusive: during db-latency, fault not exercised: no request met db-latency (slow database is bearable)',
  reasons: [
    {
      exitCode: 5,
      text: 'Inconclusive: during db-latency, fault not exercised: no request met db-latency (slow database is bearable)',
    },
  ],
  exitCode: 5,
  objectives: [
    ...base.objectives,
    anObjective({
      name: 'slow database is bearable',
      during: ['fault:db-latency'],
      verdict: 'inconclusive',
      observed: null,
      observedLow: null,
      observedHigh: null,
      samples: 0,
      reason: 'fault not exercised: no request met db-latency',
    }),
  ],
  faults: [
    aFault({
      ...{ feltMs: null, cleanMs: null, exposedRequests: 0, errorRate: null, p95Ms: null, recoveryMs: null },
      worstVerdict: 'inconclusive',
    }),
  ],
};

export const invalid: Verdict = {
  ...failed,
  repeatable: true,
  rerunOf: '20261121-105511-shop-proof-02c9',
  validity: [
    {
      ...anyCheck,
      observed: 61.4,
      holds: false,
      problem: "lateness of k6's sleeps (p90): 61.4ms against at most 20ms; take fewer users",
    },
    ...base.validity.slice(1),
  ],
  verdict: 'invalid',
  sentence: 'Invalid: k6 dropped 214 iterations: the machine was too slow to keep the load up',
  reasons: [
    { exitCode: 5, text: 'Invalid: k6 dropped 214 iterations: the machine was too slow to keep the load up' },
    { exitCode: 5, text: 'Invalid: the stream of the recorder ended 3 s before the load did' },
  ],
  exitCode: 5,
  objectives: failed.objectives.map((each) =>
    each.verdict === 'not-evaluated' || each.verdict === 'inconclusive'
      ? each
      : { ...each, verdict: 'inconclusive', reason: `run invalid: k6 dropped 214 iterations (${each.reason})` },
  ),
  scriptErrors: [
    "TypeError: Cannot read property 'id' of undefined at scenarios/shop/journeys/shopper.ts:31:18 (12 times)",
  ],
};

/** Nothing happened at all. */
export const empty: Verdict = {
  ...base,
  verdict: 'invalid',
  sentence: 'Invalid: the load was never started',
  reasons: [{ exitCode: 5, text: 'Invalid: the load was never started' }],
  exitCode: 5,
  targetOptions: {},
  build: null,
  durationMs: 0,
  sloFile: null,
  requests: 0,
  objectives: [],
  phases: [],
  steps: [],
  seconds: [],
};

/** All is well but for what was left behind. */
export const unclean: Verdict = {
  ...base,
  sentence: 'Passes: all 4 objectives hold. Cleanup is incomplete: api->db is still down',
  reasons: [{ exitCode: 6, text: 'Cleanup is incomplete: api->db is still down' }],
  exitCode: 6,
};

/** Five seconds, which other tools cannot draw. */
export const smoke: Verdict = {
  ...base,
  sentence: 'Passes: all 2 objectives hold (1 not evaluated)',
  runId: '20261121-110012-shop-smoke-01c9',
  experiment: 'shop-smoke',
  profile: 'smoke',
  targetOptions: {},
  durationMs: 5300,
  requests: 61,
  objectives: [
    ...base.objectives.slice(2, 3).map((each) => ({ ...each, observed: 0, samples: 58, minSamples: 20 })),
    anObjective({
      name: 'answers at all',
      stat: 'max',
      steps: null,
      observed: 61.3,
      observedLow: null,
      observedHigh: null,
      target: 2000,
      samples: 61,
      minSamples: 1,
    }),
    ...failed.objectives.filter(({ verdict }) => verdict === 'not-evaluated'),
  ],
  phases: [{ phase: 'steady', fromMs: 0, toMs: 5300 }],
  ...overTime(
    seconds(6, [], 5).map((each) => ({
      ...each,
      requests: each.second < 5 ? 12 : 4,
      steps: each.second < 5 ? 11 : 3,
    })),
    base.steps.map((each) => ({ ...each, requests: 15, steps: 15, failedSteps: 0 })),
  ),
};

/** A load that rose until an objective failed for long enough. */
export const broken: Verdict = {
  ...base,
  sentence: 'Passes: all 5 objectives hold',
  profile: 'breakpoint',
  durationMs: 78_000,
  objectives: [
    ...base.objectives,
    anObjective({
      name: 'carries enough',
      metric: 'breakpoint',
      stat: null,
      during: ['all'],
      steps: null,
      observed: 1180,
      observedLow: 1180,
      observedHigh: 1180,
      unit: 'users',
      atMost: false,
      target: 1000,
      samples: 1,
      minSamples: 1,
      reason: 'breakpoint 1180 users against at least 1000 users',
    }),
  ],
  phases: [
    { phase: 'steady', fromMs: 0, toMs: 60_000 },
    { phase: 'overload', fromMs: 60_000, toMs: 78_000 },
  ],
  breakpoint: {
    passedLevel: 1180,
    failedLevel: 1200,
    atMs: 60_000,
    objective: 'checkout is fast',
    reason: 'p95 of response_time of checkout 531 ms against at most 500 ms from 1200 users on',
  },
  ...overTime(seconds(78, [{ fromS: 60, toS: 78, p95Ms: 812, errors: 0.02, rate: 1 }], 5), base.steps),
};

/** An hour with a fault every ten minutes. */
export const hour: Verdict = (() => {
  const faults = Array.from({ length: 5 }, (_, i) => {
    const startMs = (i + 1) * 600_000;
    return aFault({
      id: `db-latency-${i + 1}`,
      plannedStartMs: startMs,
      plannedEndMs: startMs + 60_000,
      feltMs: startMs + 120,
      cleanMs: startMs + 60_410,
      exposedRequests: 2890,
    });
  });
  return {
    ...base,
    runId: '20261121-120000-shop-endurance-5b21',
    experiment: 'shop-endurance',
    profile: 'endurance',
    durationMs: 3_600_000,
    requests: 277_412,
    faults,
    phases: phasesOf(faults, 3_600_000, 20_000),
    ...overTime(
      seconds(
        3600,
        faults.map(({ plannedStartMs }) => ({
          fromS: plannedStartMs / 1000,
          toS: plannedStartMs / 1000 + 60,
          p95Ms: 934,
          errors: 0.01,
          rate: 0.6,
        })),
        3,
      ),
      base.steps,
    ),
  };
})();

const hostileText =
  '</script><script>alert(1)</script><img src=x onerror=alert(2)> "quoted" \'single\' & | pipe ` tick * _em_ [link](javascript:alert(3)) ' +
  '\u001b[31mred\u001b[0m\u001b]0;title\u0007 \u0000\u0008bell\u0007 line\nbreak\r\ttab \u202eevil\u202c \ud800 ]]> --> @somebody #1 https://example.org';

/** Every text that a person or a target could have had a hand in. */
export const hostile: Verdict = {
  ...failed,
  sentence: hostileText,
  reasons: [{ exitCode: 3, text: hostileText }],
  runId: hostileText,
  experiment: hostileText,
  scenario: hostileText,
  profile: hostileText,
  target: hostileText,
  targetOptions: { [hostileText]: hostileText },
  build: hostileText,
  command: ['proofload', hostileText],
  load: hostileText,
  environment: {
    ...base.environment,
    ...{ platform: hostileText, arch: hostileText, cpu: hostileText, k6Extensions: [hostileText] },
    ...{ scenarioFile: hostileText, faultPlanFile: hostileText, versions: { [hostileText]: hostileText } },
    services: [{ name: hostileText, kind: hostileText, replicas: 2, container: true }],
    adopted: [{ edge: hostileText, proxy: hostileText, toxiproxy: hostileText }],
  },
  startedAt: hostileText,
  sloFile: hostileText,
  scriptErrors: [hostileText],
  digests: { series: hostileText, faults: hostileText, sampled: hostileText, audit: hostileText },
  data: [{ ...damaged([{ key: hostileText, sentMs: 1, endedMs: 2 }]), ledger: hostileText }],
  objectives: failed.objectives.map((each) => ({
    ...each,
    name: hostileText,
    metric: hostileText,
    stat: each.stat === null ? null : hostileText,
    during: ['steady', hostileText],
    steps: [hostileText],
    where: { [hostileText]: { not: false, names: [hostileText] } },
    reason: hostileText,
    because: hostileText,
  })),
  phases: [...failed.phases, { phase: hostileText, fromMs: 0, toMs: 1000 }],
  faults: failed.faults.map((each) => ({
    ...each,
    id: hostileText,
    on: hostileText,
    description: hostileText,
    escalations: [hostileText],
  })),
  steps: failed.steps.map((each) => ({ ...each, step: hostileText })),
  errors: failed.errors.map((each) => ({ ...each, kind: hostileText, step: hostileText, example: hostileText })),
};

/** The same with what only some runs have. */
export const hostileThroughout: Verdict = {
  ...hostile,
  tags: { [hostileText]: hostileText },
  faultParams: { [hostileText]: hostileText },
  rerunOf: hostileText,
  validity: [{ ...anyCheck, name: hostileText, holds: false, problem: hostileText }],
  thresholds: [{ metric: hostileText, expression: hostileText, observed: 1, holds: false }],
  signals: base.signals.map((each) => ({ ...each, name: hostileText, labels: { [hostileText]: hostileText } })),
};
