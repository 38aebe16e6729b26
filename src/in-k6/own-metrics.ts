import { Counter, Gauge, Rate, Trend } from 'k6/metrics';
import type { JourneyMetric } from '../define/journey.ts';
import type { PlannedMetric } from '../model/plan.ts';

/** A journey's own metric, and what it is. */
export interface OwnMetric extends JourneyMetric {
  readonly planned: PlannedMetric;
  /** Adds a sample with tags of its own. */
  addTagged(value: number, tags: Record<string, string>): void;
}

export type OwnMetrics = Readonly<Record<string, OwnMetric>>;

const kinds = { trend: Trend, counter: Counter, rate: Rate, gauge: Gauge };

/** Makes the metrics of a journey; k6 allows it only before the load. */
export function makeMetrics(planned: Readonly<Record<string, PlannedMetric>>): OwnMetrics {
  return Object.fromEntries(Object.entries(planned).map(([name, metric]) => [name, makeMetric(name, metric)]));
}

function makeMetric(name: string, planned: PlannedMetric): OwnMetric {
  const { kind, unit } = planned;
  const metric = new kinds[kind](name, unit === 'ms');
  return {
    planned,
    add(value) {
      const number = Number(value);
      // k6 drops what is no number, and the recorder takes no trend below zero for a value.
      if (!Number.isFinite(number) || (kind !== 'gauge' && number < 0)) {
        throw new RangeError(`${name} takes ${kind === 'gauge' ? 'a number' : 'a number from 0 on'}, not ${value}`);
      }
      metric.add(number);
    },
    addTagged: (value, tags) => metric.add(value, tags),
  };
}

/** A pass that counts nothing has counted zero: without it, nothing would be known of what never happened. */
export function beginCounting(counters: readonly OwnMetric[]): void {
  for (let i = 0; i < counters.length; i++) counters[i]?.add(0);
}

export function countersOf(metrics: OwnMetrics): OwnMetric[] {
  return Object.values(metrics).filter(({ planned }) => planned.kind === 'counter');
}
