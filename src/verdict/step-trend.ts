import type { StepTrend } from '../model/course.ts';
import { takersOf, type GroupedCells, type Pool } from './cells.ts';
import type { Question } from './metric.ts';
import { percentile } from './quantile.ts';
import { together } from './tally.ts';

/** How a step went over time: as many stretches of whole seconds as can be seen, by the start of its requests. */
export function stepTrend(cells: GroupedCells, step: string): StepTrend {
  const { stretchMs, timeline, pools } = cells;
  const where = { step: { not: false, names: [step] } };
  const ask = (metric: Question['metric']) => takersOf(cells, { metric, stat: null, outcome: 'ok', where });
  const [times, outcomes] = [ask('response_time'), ask('error_rate')];
  const stretches: Pool[][] = Array.from({ length: Math.ceil(timeline.endMs / stretchMs) }, () => []);
  for (const pool of pools) stretches[pool.stretch]?.push(pool);
  const told = stretches.map((inStretch) => {
    let [failed, steps] = [0, 0];
    for (const { tallies } of inStretch) {
      for (const { series, part } of outcomes) {
        const count = tallies[series]?.count ?? 0;
        steps += count;
        if (part === 'bad') failed += count;
      }
    }
    const ok = inStretch.flatMap(({ tallies }) => times.flatMap(({ series }) => tallies[series] ?? []));
    const p95 = percentile(together(ok), 95);
    return {
      p95Ms: p95 === null ? null : Math.round(p95.value) / 1000,
      errorRate: steps === 0 ? null : Number((failed / steps).toFixed(4)),
    };
  });
  return {
    stretchMs,
    p95Ms: told.map(({ p95Ms }) => p95Ms),
    errorRate: told.map(({ errorRate }) => errorRate),
  };
}
