import type { Verdict } from '../../model/verdict.ts';
import { csv } from './csv.ts';

/** `objectives.csv`: an objective a line; limits and values in the unit that the line names, shares from 0 to 1. */
export function renderObjectivesCsv({ runId, experiment, objectives }: Verdict): string {
  const head = ['run', 'experiment', 'objective', 'kind', 'verdict', 'metric', 'stat', 'during', 'steps'];
  const figures = ['observed', 'observed_low', 'observed_high', 'censored', 'unit', 'side', 'target', 'critical'];
  return csv(
    [...head, ...figures, 'samples', 'min_samples', 'reason', 'because'],
    objectives.map((one) => [
      runId,
      experiment,
      one.name,
      one.kind,
      one.verdict,
      one.metric,
      one.stat,
      one.during.join(' '),
      one.steps?.join(' ') ?? null,
      one.observed,
      one.observedLow,
      one.observedHigh,
      one.censored,
      one.unit,
      one.atMost ? 'at most' : 'at least',
      one.target,
      one.critical,
      one.samples,
      one.minSamples,
      one.reason,
      one.because,
    ]),
  );
}
