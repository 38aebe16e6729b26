import { bucketOf } from '../../model/histogram.ts';
import { eachBucket, packHistogram, type PackedHistogram } from '../../model/packed-histogram.ts';
import type { Plan, PlannedFault, PlannedMetric, PlannedProfile } from '../../model/plan.ts';
import type { Cell, Ending, ObservedFault, RunRecord, Series, SeriesType } from '../../model/record.ts';
import type { AnyObjective, Objective, RecoveryObjective, Slo } from '../../model/slo.ts';
import { fineWindows, type Span } from '../../model/timeline.ts';

// Records for tests, from requests as they were: one by one, with their exact times.

/** One request, which is also one step. */
export interface RawRequest {
  readonly startMs: number;
  /** Null: it got no connection and has no time. */
  readonly tookMs: number | null;
  readonly step?: string;
  readonly failed?: boolean;
  /** Outcomes of its checks. */
  readonly checks?: readonly boolean[];
}

/** A fault by its edges; only what is given was seen. */
export type RawFault = Pick<ObservedFault, 'id'> &
  Partial<ObservedFault> & { readonly startMs: number; readonly endMs: number; readonly hits?: readonly string[] };

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
    dropped: 0,
    digests: { series: 'aa', faults: 'bb', sampled: 'cc' },
  };
}

function buildPlan(run: RawRun): Plan {
  const faults = (run.faults ?? []).map(({ id, startMs, endMs, hits }): PlannedFault => ({
    id,
    edge: 'api->db',
    startMs,
    endMs,
    action: { kind: 'down' },
    hits,
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
    target: { name: 'shop', file: null, options: { retries: 'on' }, services: [], edges: ['api->db'] },
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
    edge: 'api->db',
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

/** As the recorder does it: every series keeps cells by start slot and end slot. */
function fold(requests: readonly RawRequest[], fine: readonly Span[], plain: boolean): Series[] {
  const slotOf = (ms: number): number => {
    const length = fine.some(({ fromMs, toMs }) => ms >= fromMs && ms < toMs) ? 100 : 1000;
    return Math.floor(ms / length) * length;
  };
  const table = new Map<string, Series>();
  const cells = new Map<string, Cell>();
  const put = (type: SeriesType, metric: string, tags: Record<string, string>, request: RawRequest, good: boolean) => {
    const name = `${type} ${metric} ${JSON.stringify(tags)} ${good || type === 'rate'}`;
    let series = table.get(name);
    if (series === undefined) {
      series = { id: table.size, metric, type, failed: type === 'http' && !good, tags, cells: [] };
      table.set(name, series);
    }
    const startMs = slotOf(request.startMs);
    const endMs = slotOf(request.startMs + (request.tookMs ?? 0));
    const key = `${name} ${startMs} ${endMs}`;
    const us = type === 'rate' || request.tookMs === null ? null : Math.round(request.tookMs * 1000);
    const old = cells.get(key) ?? cellOf({ startMs, endMs });
    const cell = cellOf({ ...old, count: old.count + 1, nonzero: old.nonzero + (type === 'rate' && good ? 1 : 0) });
    const next = us === null ? cell : withTime(cell, us);
    if (cells.has(key))
      series.cells[series.cells.findIndex((one) => one.startMs === startMs && one.endMs === endMs)] = next;
    else series.cells.push(next);
    cells.set(key, next);
  };
  for (const request of requests) {
    const { step = 'browse', failed = false, checks = [] } = request;
    const tags: Record<string, string> = plain ? {} : { step };
    put('http', 'http', tags, request, !failed);
    if (!plain) put('trend', 'step_duration', { ...tags, outcome: failed ? 'failed' : 'ok' }, request, !failed);
    for (const check of checks) put('rate', 'checks', { ...tags, check: 'it is right' }, request, check);
  }
  return [...table.values()];
}

export function cellOf({ histogram = [], ...cell }: LooseCell): Cell {
  const none = { startMs: 0, endMs: 0, count: 0, timed: 0, sum: 0, min: 0, max: 0, nonzero: 0 };
  return { ...none, ...cell, histogram: 'bytes' in histogram ? histogram : packHistogram(histogram) };
}

/** What is left out is 0. A histogram may be told as `[firstIndex, count, gap, count, …]`. */
export type LooseCell = Partial<Omit<Cell, 'histogram'>> & { histogram?: readonly number[] | PackedHistogram };

/** A series of one value after the other, a second apart, as the recorder would write it. */
export function seriesOf(
  metric: string,
  type: SeriesType,
  values: readonly number[],
  tags: Record<string, string> = {},
): Series {
  const cells = values.map((value, second) => {
    const at = { startMs: second * 1000, endMs: second * 1000, count: 1 };
    const thousandths = Math.round(value * 1000);
    if (type === 'counter') return cellOf({ ...at, sum: thousandths });
    if (type === 'rate') return cellOf({ ...at, nonzero: value === 0 ? 0 : 1 });
    if (type === 'gauge') return cellOf({ ...at, timed: 1, min: thousandths, max: thousandths });
    return value > 0 ? withTime(cellOf(at), thousandths) : cellOf(at);
  });
  return { id: -1, metric, type, failed: false, tags, cells };
}

function withTime(cell: Cell, us: number): Cell {
  const buckets = new Map<number, number>();
  eachBucket(cell.histogram, (index, count) => buckets.set(index, count));
  buckets.set(bucketOf(us), (buckets.get(bucketOf(us)) ?? 0) + 1);
  const sorted = [...buckets].sort(([a], [b]) => a - b);
  const histogram = sorted.flatMap(([at, count], i) => [at - (i === 0 ? 0 : (sorted[i - 1]?.[0] ?? 0)), count]);
  const first = cell.timed === 0;
  return {
    ...cell,
    timed: cell.timed + 1,
    sum: cell.sum + us,
    min: first ? us : Math.min(cell.min, us),
    max: first ? us : Math.max(cell.max, us),
    histogram: packHistogram(histogram),
  };
}

/** `count` requests evenly over a stretch. */
export function evenly(count: number, fromMs: number, toMs: number, more: Partial<RawRequest> = {}): RawRequest[] {
  return Array.from({ length: count }, (_, i) => ({
    tookMs: 50,
    ...more,
    startMs: fromMs + ((i + 0.5) * (toMs - fromMs)) / count,
  }));
}

export function objective(more: Partial<Objective> = {}): Objective {
  return {
    kind: 'objective',
    name: 'is fast',
    metric: 'response_time',
    stat: more.metric === undefined || more.metric.endsWith('_time') ? 'p95' : null,
    outcome: 'ok',
    where: {},
    during: ['steady'],
    profiles: null,
    target: 100,
    critical: null,
    minSamples: null,
    because: null,
    place: { file: 'thresholds/shop.yaml' },
    ...more,
  };
}

export function recovery(more: Partial<RecoveryObjective> = {}): RecoveryObjective {
  return {
    kind: 'recovery',
    name: 'recovers',
    of: ['is fast'],
    withinMs: 5000,
    holdMs: 3000,
    windowMs: 1000,
    profiles: null,
    because: null,
    place: { file: 'thresholds/shop.yaml' },
    ...more,
  };
}

export function sloOf(...objectives: readonly AnyObjective[]): Slo {
  return { version: 1, file: 'thresholds/shop.yaml', objectives };
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
