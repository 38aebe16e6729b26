import { failureKindOf } from '../model/failure-kind.ts';
import type { SeriesHead } from '../model/record.ts';
import type { LiveWindow } from './live-window.ts';
import { partOf, type OutcomeSource, type Question } from './metric.ts';
import { percentile } from './quantile.ts';
import { measure } from './value.ts';

/** How the load went in a span. Times are of the requests that succeeded, in ms; null where there was nothing. */
export interface LiveFigures {
  readonly requestsPerSecond: number;
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly p99Ms: number | null;
  /** Share of steps that failed. */
  readonly errorRate: number | null;
  /** Passes that began, a second; null where the load does not tell. */
  readonly passesPerSecond: number | null;
}

const requests: Question = { metric: 'throughput', stat: null, outcome: 'any', where: {} };
const times: Question = { metric: 'response_time', stat: null, outcome: 'ok', where: {} };
const outcomes: Question = { metric: 'error_rate', stat: null, outcome: 'any', where: {} };

export function liveFigures(window: LiveWindow, fromMs: number, toMs: number): LiveFigures {
  const ask = (question: Question) => window.gather(question, fromMs, toMs);
  const { good } = ask(times);
  const inMs = (percent: number) => {
    const estimate = percentile(good, percent);
    return estimate === null ? null : estimate.value / 1000;
  };
  return {
    requestsPerSecond: measure(requests, ask(requests)).estimate?.value ?? 0,
    p50Ms: inMs(50),
    p95Ms: inMs(95),
    p99Ms: inMs(99),
    errorRate: measure(outcomes, ask(outcomes)).estimate?.value ?? null,
    passesPerSecond: passes(window, fromMs, toMs),
  };
}

/** In an open load every pass tells how late it began. */
function passes(window: LiveWindow, fromMs: number, toMs: number): number | null {
  let count: number | null = null;
  for (const [{ metric }, tally] of window.seen(fromMs, toMs)) {
    if (metric === 'start_lag') count = (count ?? 0) + tally.count;
  }
  return count === null ? null : count / ((toMs - fromMs) / 1000);
}

/** What kind of failure a series holds: `timeout`, `status`, …; in scripts without steps with the status. */
export function failureKind(head: SeriesHead, source: OutcomeSource): string | null {
  if (partOf(head, outcomes, source) !== 'bad') return null;
  return head.tags['kind'] ?? failureKindOf(head.tags);
}
