import { isAtMost, metricOf } from '../model/metric.ts';
import type { Objective } from '../model/slo.ts';

/** Chance of calling something proven that is not. */
export const significance = 0.05;

type Asked = Pick<Objective, 'metric' | 'own' | 'ratio' | 'stat' | 'atMost'>;

/**
 * The share of samples that may lie on the wrong side of the limit: 5 % for a p95 of at most so much, the limit itself
 * for an error rate; null where the objective is no statement about a share.
 */
export function allowedShare(asked: Asked, limit: number): number | null {
  const percent = percentOf(asked.stat);
  const { kind, unit } = metricOf(asked);
  const isShare = kind === 'rate' || (kind === 'ratio' && unit === 'share');
  const share = isShare ? limit : percent === null ? null : 1 - percent / 100;
  if (share === null || isAtMost(asked)) return share;
  return 1 - share;
}

/** 95 of `p95`; null for the other statistics. */
export function percentOf(stat: string | null): number | null {
  return stat?.startsWith('p') === true ? Number(stat.slice(1)) : null;
}

/**
 * How many samples an objective needs before its value means anything.
 *
 * For a percentile or a share: the least n at which the distribution-free 95 % upper bound of the quantile exists,
 * that is 0.95^n <= 0.05 for p95: 59; p99 and 1 %: 299; p99.9: 2,995; 10 %: 29. (Order statistics; Conover, Practical
 * Nonparametric Statistics, 3.3.) Real load is autocorrelated, so these are floors. A share of nothing at all has no
 * such n and takes that of p95. Other statistics take the customary 30; a throughput is a count, not a sample.
 */
export function minSamplesOf(objective: Asked & Pick<Objective, 'target' | 'minSamples'>): number {
  if (objective.minSamples !== null) return Math.max(1, objective.minSamples);
  if (objective.metric === 'throughput') return 1;
  const tail = allowedShare(objective, objective.target);
  if (tail === null) return 30;
  if (tail <= 0) return 59;
  if (tail >= 1) return 1;
  return Math.ceil(Math.log(significance) / Math.log1p(-tail));
}

/** So many samples a window after a fault is judged by, where the objective itself asks for more by default. */
const windowSamples = 20;

/**
 * How many samples one window after a fault needs.
 *
 * Recovery is shown by many overlapping windows that all hold, not by the proof of a quantile in each: two seconds of
 * ordinary load rarely have the 299 requests that a limit of 1 % would ask for. The estimate of so few is a severe
 * judge (one error in 20 misses 1 %), so less here never makes a recovery look faster. An objective's own number wins.
 */
export function windowSamplesOf(objective: Asked & Pick<Objective, 'target' | 'minSamples'>): number {
  return objective.minSamples ?? Math.min(minSamplesOf(objective), windowSamples);
}
