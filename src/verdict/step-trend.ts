import { slotMs } from '../model/timeline.ts';
import type { StepTrend } from '../model/verdict.ts';
import { partsOf, type GroupedCells } from './cells.ts';
import type { Question } from './metric.ts';
import { percentile } from './quantile.ts';
import { Tally } from './tally.ts';

/** More than these cannot be told apart in a line that stands in a table. */
const mostStretches = 60;

interface Stretch {
  readonly times: Tally;
  failed: number;
  steps: number;
}

/** How a step went over time: as many stretches of whole seconds as can be seen, by the start of its requests. */
export function stepTrend(cells: GroupedCells, step: string): StepTrend {
  const { endMs } = cells.timeline;
  const stretchMs = Math.max(1, Math.ceil(endMs / slotMs / mostStretches)) * slotMs;
  const where = { step: { not: false, names: [step] } };
  const ask = (metric: Question['metric']) => partsOf(cells, { metric, stat: null, outcome: 'ok', where });
  const [times, outcomes] = [ask('response_time'), ask('error_rate')];
  const stretches = Array.from({ length: Math.ceil(endMs / stretchMs) }, (): Stretch => ({
    times: new Tally(),
    failed: 0,
    steps: 0,
  }));
  cells.series.forEach(({ cells: ofSeries }, index) => {
    const [isTime, outcome] = [times[index] === 'good', outcomes[index] ?? null];
    if (!isTime && outcome === null) return;
    for (const cell of ofSeries) {
      const stretch = stretches[Math.floor(cell.startMs / stretchMs)];
      if (stretch === undefined) continue;
      if (isTime) stretch.times.add(cell);
      if (outcome !== null) stretch.steps += cell.count;
      if (outcome === 'bad') stretch.failed += cell.count;
    }
  });
  return {
    stretchMs,
    p95Ms: stretches.map((one) => {
      const estimate = percentile(one.times, 95);
      return estimate === null ? null : Math.round(estimate.value) / 1000;
    }),
    errorRate: stretches.map(({ failed, steps }) => (steps === 0 ? null : Number((failed / steps).toFixed(4)))),
  };
}
