import type { Verdict } from '../../model/verdict.ts';
import { csv } from './csv.ts';

/** `series.csv`: a second of the load a line, by the start of its requests; times in ms, of requests that succeeded. */
export function renderSeriesCsv({ seconds, phases }: Verdict): string {
  const phasesIn = (second: number): string => {
    const [fromMs, toMs] = [second * 1000, (second + 1) * 1000];
    return phases
      .filter((span) => span.fromMs < toMs && span.toMs > fromMs)
      .map(({ phase }) => phase)
      .join(' ');
  };
  return csv(
    ['second', 'offered', 'achieved', 'requests', 'steps', 'failed_steps', 'p50_ms', 'p95_ms', 'max_ms', 'phases'],
    seconds.map((one) => [
      one.second,
      one.offered,
      one.achieved,
      one.requests,
      one.steps,
      one.failedSteps,
      one.p50Ms,
      one.p95Ms,
      one.maxMs,
      phasesIn(one.second),
    ]),
  );
}
