import { toldPercentiles, type LoadResult, type Verdict } from '../../model/verdict.ts';
import { csv, type CsvCell } from './csv.ts';

/**
 * `stats.csv`: a step a line and all together, in the columns of Locust's `_stats.csv`, for tools that read those.
 *
 * Requests are those of the step, failures failed steps; times are of requests that succeeded. The size of answers is not
 * known by step and stays empty.
 */
export function renderStatsCsv({ steps, total, durationMs }: Verdict): string {
  const perSecond = (count: number): CsvCell => (durationMs > 0 ? count / (durationMs / 1000) : null);
  const line = (type: string, name: string, one: LoadResult): CsvCell[] => [
    type,
    name,
    one.requests,
    one.failedSteps,
    one.p50Ms,
    one.meanMs,
    one.minMs,
    one.maxMs,
    null,
    perSecond(one.requests),
    perSecond(one.failedSteps),
    ...toldPercentiles.map((_, i) => one.percentilesMs[i] ?? null),
  ];
  const counts = ['Type', 'Name', 'Request Count', 'Failure Count'];
  const times = ['Median Response Time', 'Average Response Time', 'Min Response Time', 'Max Response Time'];
  const rates = ['Average Content Size', 'Requests/s', 'Failures/s'];
  return csv(
    [...counts, ...times, ...rates, ...toldPercentiles.map((percent) => `${percent}%`)],
    [...steps.map((one) => line('step', one.step, one)), line('', 'Aggregated', total)],
  );
}
