import type { Audit } from '../../model/audit.ts';
import type { Plan, PlannedFault, PlannedMetric, PlannedProfile } from '../../model/plan.ts';
import type { Ending, ObservedFault, RunRecord, Series } from '../../model/record.ts';
import { fineWindows } from '../../model/timeline.ts';
import { fold, type RawRequest } from './series-builder.ts';

// Records for tests, from requests as they were: one by one, with their exact times.

/** A fault by its edges; only what is given was seen. */
export type RawFault = Pick<ObservedFault, 'id'> &
  Partial<ObservedFault> &
  Pick<PlannedFault, 'startMs' | 'endMs'> &
  Partial<Pick<PlannedFault, 'on' | 'action' | 'hits' | 'replicas'>>;

export interface RawRun {
  readonly requests?: readonly RawRequest[];
  readonly faults?: readonly RawFault[];
  readonly durationMs?: number;
  readonly warmUpMs?: number;
  readonly recoveryMs?: number;
  readonly profile?: string;
  /** Of the load, where it is not 10 users from beginning to end. */
  readonly load?: Partial<Pick<PlannedProfile, 'model' | 'curve' | 'breakpoint'>>;
  readonly steps?: readonly string[];
  readonly ending?: Partial<Ending> | null;
  readonly problems?: readonly string[];
  readonly t0?: number | null;
  /** What the journey measures itself, and what there is besides requests, steps and checks. */
  readonly metrics?: Readonly<Record<string, PlannedMetric>>;
  readonly series?: readonly Series[];
  /** What the journey keeps account of, and what an audit found of it. */
  readonly ledgers?: readonly string[];
  readonly audit?: Audit | null;
  /** Of a k6 script of the user's own: no steps, no outcomes. */
  readonly plain?: boolean;
}

/** Steps that were planned: by default those that were taken. */
function stepsOf({ requests = [] }: RawRun): string[] {
  const taken = requests.map(({ step = 'browse' }) => step);
  return taken.length === 0 ? ['browse', 'checkout'] : [...new Set(taken)];
}

export function buildRecord(run: RawRun): RunRecord {
  const plan = buildPlan(run);
  const { durationMs } = plan.profile;
  return {
    sampled: [],
    manifest: {
      version: 1,
      runId: 'run-1',
      plan,
      slo: null,
      startedAt: '2026-01-02T03:04:05.000Z',
      t0: run.t0 === undefined ? 1_767_323_045_000 : run.t0,
      command: [],
      versions: {},
      host: { platform: 'linux', arch: 'x64', cpus: 2, memoryBytes: 1 },
      digests: {},
      ending:
        run.ending === null
          ? null
          : {
              at: '2026-01-02T03:05:05.000Z',
              loadMs: durationMs,
              interrupted: null,
              k6Exit: 0,
              problems: [],
              scriptErrors: [],
              left: [],
              ...run.ending,
            },
    },
    series: [...fold(run.requests ?? [], plan.fine, run.plain === true), ...(run.series ?? [])],
    faults: (run.faults ?? []).map(observe),
    problems: run.problems ?? [],
    audit: run.audit ?? null,
    dropped: 0,
    digests: { series: 'aa', faults: 'bb', sampled: 'cc', audit: null },
  };
}

function buildPlan(run: RawRun): Plan {
  const faults = (run.faults ?? []).map(({ id, on, startMs, endMs, action, hits, replicas }): PlannedFault => ({
    id,
    on: on ?? 'api->db',
    startMs,
    endMs,
    action: action ?? { kind: 'down' },
    hits,
    replicas,
  }));
  const recoveryMs = run.recoveryMs ?? 5000;
  return {
    version: 1,
    experiment: 'shop-proof',
    scenario: {
      file: 'scenarios/shop/proof.ts',
      name: 'proof',
      journeys:
        run.plain === true
          ? []
          : [
              {
                name: 'shopper',
                steps: run.steps ?? stepsOf(run),
                think: { kind: 'uniform', fromMs: 0, toMs: 0 },
                weight: 1,
                feeders: {},
                metrics: run.metrics ?? {},
                ledgers: run.ledgers ?? [],
              },
            ],
      requestTimeoutMs: 10_000,
      gracefulStopMs: 12_000,
      seed: 1,
      expectLimits: false,
      sourceAddresses: null,
    },
    profile: {
      name: run.profile ?? 'proof',
      model: 'closed',
      curve: [
        { atMs: 0, level: 10 },
        { atMs: run.durationMs ?? 60_000, level: 10 },
      ],
      maxUsers: 10,
      breakpoint: null,
      warmUpMs: run.warmUpMs ?? 0,
      durationMs: run.durationMs ?? 60_000,
      ...run.load,
    },
    target: { name: 'shop', file: null, options: { retries: 'on' }, services: [], edges: ['k6->api', 'api->db'] },
    faults,
    recoveryMs,
    fine: fineWindows(faults, recoveryMs),
    sloFile: null,
    faultPlanFile: null,
    build: null,
    timeScale: 1,
    tags: {},
  };
}

function observe({ id, startMs, endMs, ...seen }: RawFault): ObservedFault {
  return {
    id,
    on: 'api->db',
    plannedStartMs: startMs,
    plannedEndMs: endMs,
    askedMs: null,
    acknowledgedMs: null,
    feltMs: null,
    healAskedMs: null,
    healAcknowledgedMs: null,
    cleanMs: null,
    escalations: [],
    ...seen,
  };
}

/** A fault that went as planned, edges on the dot. */
export function exact(id: string, startMs: number, endMs: number, more: Partial<RawFault> = {}): RawFault {
  const at = { askedMs: startMs, acknowledgedMs: startMs, feltMs: startMs };
  return { id, startMs, endMs, ...at, healAskedMs: endMs, healAcknowledgedMs: endMs, cleanMs: endMs, ...more };
}

/** `count` requests evenly over a stretch. */
export function evenly(count: number, fromMs: number, toMs: number, more: Partial<RawRequest> = {}): RawRequest[] {
  return Array.from({ length: count }, (_, i) => ({
    tookMs: 50,
    ...more,
    startMs: fromMs + ((i + 0.5) * (toMs - fromMs)) / count,
  }));
}

/** Numbers from 0 to 1 that follow from the seed alone (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
