import type { RunRecord, SeriesHead } from '../model/record.ts';

/** Kinds of failed steps that answers of the target are to blame for, or the journey; see FailureKind in k6. */
const answered: readonly (string | undefined)[] = ['status', 'check', 'exception'];

/**
 * The record as it would be, had everything succeeded that got no answer: in an invalid run, the load generator may
 * have been what kept the answer away.
 */
export function excuseUnanswered(record: RunRecord): RunRecord {
  return {
    ...record,
    series: record.series.map((series) => {
      if (series.type === 'http') return series.failed && isUnanswered(series) ? { ...series, failed: false } : series;
      const { outcome, kind } = series.tags;
      if (series.metric !== 'step_duration' || outcome !== 'failed' || answered.includes(kind)) return series;
      return { ...series, tags: { ...series.tags, outcome: 'ok' } };
    }),
  };
}

/** k6's error codes; those from 1400 to 1599 are statuses, https://grafana.com/docs/k6/latest/javascript-api/error-codes/. */
function isUnanswered({ tags }: SeriesHead): boolean {
  const code = Number(tags['error_code']);
  return code > 0 && (code < 1400 || code >= 1600);
}
