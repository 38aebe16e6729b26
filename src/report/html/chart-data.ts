import type { ObjectiveResult, Verdict } from '../../model/verdict.ts';
import type { SecondResult } from '../../model/course.ts';
import { formatValue } from '../format.ts';
import { clip, plain } from '../plain-text.ts';
import { hasLimit } from '../wording.ts';
import { signalCharts, type SignalChart } from './signal-charts.ts';

/** What the page's script draws; embedded as JSON. Positions in seconds since t0, times in ms. */
export interface ChartData {
  readonly fromS: number;
  readonly toS: number;
  /** How many seconds two neighbouring points stand for; 1 = one point a second. */
  readonly bucketS: number;
  /** Response times on a logarithmic scale to begin with. */
  readonly logarithmic: boolean;
  readonly x: readonly number[];
  readonly p50: readonly Point[];
  readonly p95: readonly Point[];
  readonly max: readonly Point[];
  readonly rate: readonly Point[];
  readonly errors: readonly Point[];
  /** Users of a closed profile, begun passes a second of an open one. */
  readonly offered: readonly Point[];
  readonly achieved: readonly Point[];
  readonly signals: readonly SignalChart[];
  readonly bands: readonly Band[];
  readonly limits: readonly Limit[];
  /** Names of the phases, for the read-out at the cursor. */
  readonly phases: readonly { readonly name: string; readonly fromS: number; readonly toS: number }[];
}

type Point = number | null;

export interface Band {
  readonly kind: 'fault' | 'recovery' | 'overload' | 'idle';
  /** Of a fault: its number in the fault table. */
  readonly number: number | null;
  readonly label: string;
  readonly fromS: number;
  readonly toS: number;
}

export interface Limit {
  readonly label: string;
  readonly ms: number;
}

/** A chart is about 1,000 pixels wide: more points than this cannot be told apart. */
const maxPoints = 1500;
/** The slowest request took this many times the typical one: on a linear scale the typical one would lie on the axis. */
const logarithmicFrom = 30;

export function chartData(verdict: Verdict): ChartData {
  const lengthS = verdict.durationMs / 1000;
  const count = verdict.seconds.reduce((most, { second }) => Math.max(most, second + 1), 0);
  const rows = everySecond(verdict.seconds, count);
  const bucketS = rows.length <= maxPoints ? 1 : Math.ceil(rows.length / (maxPoints / 2));
  const series = (value: (row: SecondResult) => number | null, digits: number) =>
    thin(
      rows.map((row) => round(value(row), digits)),
      bucketS,
    );
  return {
    fromS: 0,
    toS: count - 1 < lengthS ? lengthS : Math.max(count, 1),
    bucketS,
    logarithmic: isWideRange(rows),
    x: positions(rows.length, bucketS, lengthS),
    p50: series(({ p50Ms }) => p50Ms, 2),
    p95: series(({ p95Ms }) => p95Ms, 2),
    max: series(({ maxMs }) => maxMs, 2),
    rate: series((row) => requestRate(row, verdict.durationMs), 2),
    errors: series(({ failedSteps, steps }) => (steps === 0 ? null : (failedSteps / steps) * 100), 3),
    offered: series(({ offered }) => offered, 2),
    achieved: series(({ achieved }) => achieved, 2),
    signals: signalCharts(verdict),
    bands: bandsOf(verdict),
    limits: limitsOf(verdict.objectives),
    phases: verdict.phases.map(({ phase, fromMs, toMs }) => ({
      name: plain(phase),
      fromS: fromMs / 1000,
      toS: toMs / 1000,
    })),
  };
}

/** From felt to clean, or to the end when it never was clean again; lighter where the load began, recovered, was too much or ended. */
function bandsOf(verdict: Verdict): Band[] {
  const faults = verdict.faults.flatMap((fault, i): Band[] => {
    if (fault.feltMs === null) return [];
    const toMs = fault.cleanMs ?? verdict.durationMs;
    return [{ kind: 'fault', number: i + 1, label: plain(fault.id), fromS: fault.feltMs / 1000, toS: toMs / 1000 }];
  });
  const light = verdict.phases.flatMap(({ phase, fromMs, toMs }): Band[] => {
    const span = { number: null, label: plain(phase), fromS: fromMs / 1000, toS: toMs / 1000 };
    if (phase === 'warmup' || phase === 'cooldown') return [{ kind: 'idle', ...span }];
    if (phase === 'overload') return [{ kind: 'overload', ...span }];
    return phase.startsWith('recovery:') ? [{ kind: 'recovery', ...span }] : [];
  });
  return [...light, ...faults];
}

/** The limits on response times, which is what the chart shows, that hold while nothing is broken. The same limit of several objectives is one line. */
export function limitsOf(objectives: readonly ObjectiveResult[]): Limit[] {
  const limits = new Map<string, Limit>();
  for (const objective of objectives) {
    const { kind, verdict, metric, unit, during, atMost, target } = objective;
    if (kind !== 'objective' || !hasLimit(objective) || verdict === 'info' || verdict === 'not-evaluated') continue;
    if (metric !== 'response_time' || !atMost || !during.includes('steady')) continue;
    const label = `${limitName(objective)} ≤ ${formatValue(target, unit)}`;
    limits.set(label, { label, ms: target });
  }
  return [...limits.values()].sort((a, b) => a.ms - b.ms || (a.label < b.label ? -1 : 1));
}

/** `p95`, `p95 of checkout`, or the name of an objective on several steps. */
function limitName({ name, stat, steps }: ObjectiveResult): string {
  const what = stat === null ? 'time' : plain(stat);
  const [only = ''] = steps ?? [];
  if (steps === null) return what;
  return steps.length === 1 ? `${what} of ${plain(only)}` : clip(plain(name), 40);
}

/** Seconds in which no request started are part of the picture. */
function everySecond(seconds: readonly SecondResult[], length: number): SecondResult[] {
  const bySecond = new Map(seconds.map((row) => [row.second, row]));
  const nothing = {
    requests: 0,
    failedSteps: 0,
    steps: 0,
    p50Ms: null,
    p95Ms: null,
    maxMs: null,
    offered: 0,
    achieved: null,
  };
  return Array.from({ length }, (_, second) => bySecond.get(second) ?? { second, ...nothing });
}

/** Requests a second; of a last second that was cut off, by what there was of it. */
function requestRate({ second, requests }: SecondResult, durationMs: number): number | null {
  const lengthMs = Math.min(1000, durationMs - second * 1000);
  if (lengthMs <= 0) return requests;
  return lengthMs < 500 ? null : (requests / lengthMs) * 1000;
}

function isWideRange(rows: readonly SecondResult[]): boolean {
  const typical = rows.flatMap(({ p50Ms }) => (p50Ms === null || p50Ms <= 0 ? [] : [p50Ms])).sort((a, b) => a - b);
  const slowest = rows.reduce((max, { maxMs }) => Math.max(max, maxMs ?? 0), 0);
  const median = typical[Math.floor(typical.length / 2)];
  return median !== undefined && slowest / median >= logarithmicFrom;
}

/** Two points a bucket, its lowest and its highest value in the order in which they came: no peak is lost. */
function thin(values: readonly Point[], bucketS: number): Point[] {
  if (bucketS === 1) return [...values];
  const thinned: Point[] = [];
  for (let from = 0; from < values.length; from += bucketS) {
    let low = -1;
    let high = -1;
    for (let i = from; i < Math.min(from + bucketS, values.length); i++) {
      const value = values[i];
      if (value === null || value === undefined) continue;
      if (low < 0 || value < (values[low] ?? 0)) low = i;
      if (high < 0 || value > (values[high] ?? 0)) high = i;
    }
    const pair = low <= high ? [low, high] : [high, low];
    thinned.push(...pair.map((i) => values[i] ?? null));
  }
  return thinned;
}

/** A second is drawn at its middle, one that was cut off at the middle of its rest; a bucket at its first and third quarter. */
function positions(count: number, bucketS: number, lengthS: number): number[] {
  if (bucketS > 1) return Array.from({ length: Math.ceil(count / bucketS) * 2 }, (_, i) => (i + 0.5) * (bucketS / 2));
  return Array.from({ length: count }, (_, i) => (i < lengthS && lengthS < i + 1 ? (i + lengthS) / 2 : i + 0.5));
}

function round(value: number | null, digits: number): number | null {
  return value === null ? null : Number(value.toFixed(digits));
}
