import type { StepTrend } from '../model/course.ts';
import { partsOf, type GroupedCells } from './cells.ts';
import type { Question } from './metric.ts';
import { percentile } from './quantile.ts';
import { Tally } from './tally.ts';

interface Stretch {
  readonly times: Tally;
  failed: number;
  steps: number;
}

/** How a step went over time: as many stretches of whole seconds as can be seen, by the start of its requests. */
export function stepTrend(cells: GroupedCells, step: string): StepTrend {
  const { stretchMs, timeline, pools } = cells;
  const where = { step: { not: false, names: [step] } };
  const ask = (metric: Question['metric']) => partsOf(cells, { metric, stat: null, outcome: 'ok', where });
  const [times, outcomes] = [ask('response_time'), ask('error_rate')];
  const stretches = Array.from({ length: Math.ceil(timeline.endMs / stretchMs) }, (): Stretch => ({
    times: new Tally(),
    failed: 0,
    steps: 0,
  }));
  for (const { stretch, tallies } of pools) {
    const into = stretches[stretch];
    if (into === undefined) continue;
    tallies.forEach((tally, index) => {
      if (tally === undefined) return;
      if (times[index] === 'good') into.times.merge(tally);
      if (outcomes[index] != null) into.steps += tally.count;
      if (outcomes[index] === 'bad') into.failed += tally.count;
    });
  }
  return {
    stretchMs,
    p95Ms: stretches.map((one) => {
      const estimate = percentile(one.times, 95);
      return estimate === null ? null : Math.round(estimate.value) / 1000;
    }),
    errorRate: stretches.map(({ failed, steps }) => (steps === 0 ? null : Number((failed / steps).toFixed(4)))),
  };
}
