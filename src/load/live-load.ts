import { addSparse, bucketBounds, type Histogram } from '../model/histogram.ts';
import type { SeriesType } from '../model/record.ts';
import { decodeCell, decodeStreamLine } from '../model/stream.ts';

/** What the terminal shows while the load runs; rates and percentiles over the last few seconds. */
export interface LiveFigures {
  readonly requests: number;
  readonly requestsPerSecond: number;
  readonly p95Ms: number | null;
  /** Share of steps that failed, over the last seconds; null when there was none. */
  readonly errorRate: number | null;
  readonly users: number;
}

interface Second {
  requests: number;
  steps: number;
  failedSteps: number;
  readonly times: Histogram;
}

/** How many seconds the figures look back. */
const lookBack = 3;

/** Follows the recorder's stream; keeps only what the last seconds need. */
export class LiveLoad {
  readonly #types = new Map<number, { type: SeriesType; metric: string; failed: boolean }>();
  readonly #seconds = new Map<number, Second>();
  #requests = 0;
  #users = 0;

  line(text: string): void {
    const decoded = decodeStreamLine(text);
    if (decoded?.kind === 'series') {
      const failed = decoded.metric === 'step_duration' ? decoded.tags['outcome'] !== 'ok' : decoded.failed;
      this.#types.set(decoded.id, { type: decoded.type, metric: decoded.metric, failed });
    }
    if (decoded?.kind !== 'cell') return;
    const series = this.#types.get(decoded.id);
    const cell = series === undefined ? undefined : decodeCell(series.type, decoded.numbers);
    if (series === undefined || cell === undefined) return;
    if (series.metric === 'vus') this.#users = Math.round(cell.max / 1000);
    const second = this.#second(Math.floor(cell.endMs / 1000));
    if (series.type === 'http') {
      this.#requests += cell.count;
      second.requests += cell.count;
      if (!series.failed) addSparse(second.times, cell.histogram);
    } else if (series.metric === 'step_duration') {
      second.steps += cell.count;
      if (series.failed) second.failedSteps += cell.count;
    }
  }

  figures(elapsedMs: number): LiveFigures {
    const newest = Math.floor(elapsedMs / 1000) - 1;
    const times: Histogram = new Map();
    let [requests, steps, failed] = [0, 0, 0];
    for (const [at, second] of this.#seconds) {
      if (at > newest || at <= newest - lookBack) continue;
      requests += second.requests;
      steps += second.steps;
      failed += second.failedSteps;
      for (const [bucket, count] of second.times) times.set(bucket, (times.get(bucket) ?? 0) + count);
    }
    const seconds = Math.min(lookBack, Math.max(1, newest + 1));
    return {
      requests: this.#requests,
      requestsPerSecond: requests / seconds,
      p95Ms: p95(times),
      errorRate: steps === 0 ? null : failed / steps,
      users: this.#users,
    };
  }

  #second(at: number): Second {
    let second = this.#seconds.get(at);
    if (second === undefined) {
      second = { requests: 0, steps: 0, failedSteps: 0, times: new Map() };
      this.#seconds.set(at, second);
      for (const old of this.#seconds.keys()) if (old < at - 60) this.#seconds.delete(old);
    }
    return second;
  }
}

function p95(times: Histogram): number | null {
  const total = [...times.values()].reduce((sum, count) => sum + count, 0);
  let seen = 0;
  for (const [bucket, count] of [...times].sort(([a], [b]) => a - b)) {
    seen += count;
    if (seen >= total * 0.95) return bucketBounds(bucket).upper / 1000;
  }
  return null;
}
