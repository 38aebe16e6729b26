import { describe, expect, it } from 'vitest';
import type { Plan } from '../model/plan.ts';
import type { SampledHead } from '../model/record.ts';
import type { PlannedProbe, Signal, SignalKind } from '../model/signal.ts';
import type { Objective } from '../model/slo.ts';
import { LiveSignals } from './live-signals.ts';
import type { SampledObjective } from './sampled-value.ts';
import { buildRecord } from './testing/record-builder.ts';
import { objective } from './testing/slo-builder.ts';

const signalOf = (kind: SignalKind): Signal => ({ kind, unit: 'number', atMost: true, labels: ['service'] });

function planOf(kind: SignalKind): Plan {
  const { plan } = buildRecord({}).manifest;
  const probe = (service: string): PlannedProbe => ({
    metric: 'load',
    service,
    signal: signalOf(kind),
    ask: { kind: 'prometheus', path: '/metrics' },
    take: { field: 'load', of: [], where: {}, by: [], is: null, factor: 1 },
  });
  return { ...plan, target: { ...plan.target, probes: [probe('api'), probe('db')] } };
}

const head = (service: string, more: Record<string, string> = {}): SampledHead => ({
  name: 'load',
  unit: 'number',
  labels: { service, ...more },
});
const about = (kind: SignalKind, more: Partial<Objective> = {}): SampledObjective => ({
  ...objective({ metric: 'load', stat: kind === 'level' ? 'max' : null, target: 5, ...more }),
  signal: signalOf(kind),
});

/** One sample a second of each service, from the first second on. */
function told(kind: SignalKind, seconds: number, api: (s: number) => number, db = api): LiveSignals {
  const signals = new LiveSignals(planOf(kind));
  for (let s = 1; s <= seconds; s++) {
    signals.sample(head('api'), s * 1000, api(s));
    signals.sample(head('db'), s * 1000, db(s));
  }
  return signals;
}

describe('what services tell, as it stands in a span', () => {
  it('is that of the samples in the span, of the service where it is worst', () => {
    const signals = told(
      'level',
      30,
      () => 1,
      (s) => (s <= 20 ? 9 : 2),
    );
    expect(signals.measure(about('level'), 20_000, 30_000)).toMatchObject({ target: 'holds', critical: null });
    expect(signals.measure(about('level'), 20_000, 30_000).estimate?.value).toBe(2);
    expect(signals.measure(about('level', { critical: 8 }), 15_000, 25_000)).toMatchObject({
      estimate: { value: 9 },
      target: 'missed',
      critical: 'missed',
    });
  });

  it('takes nothing in that was told after the span', () => {
    const signals = told('level', 30, (s) => s);
    expect(signals.measure(about('level', { stat: 'last' }), 10_000, 20_000).estimate?.value).toBe(20);
  });

  it('of a level stands by one sample, of what is counted by enough of it', () => {
    const one = told('level', 1, () => 4);
    expect(one.measure(about('level', { stat: 'p95' }), 0, 1000)).toMatchObject({ samples: 1, target: 'holds' });
    const signals = new LiveSignals(planOf('ratio'));
    for (let s = 0; s <= 10; s++)
      for (const service of ['api', 'db']) {
        signals.sample(head(service, { part: 'part' }), s * 1000, s);
        signals.sample(head(service, { part: 'whole' }), s * 1000, 2 * s);
      }
    const few = about('ratio', { target: 0.1 });
    expect(signals.measure(few, 0, 10_000)).toMatchObject({ samples: 20, target: 'missed' });
    expect(signals.measure(few, 5000, 10_000)).toMatchObject({ samples: 10, target: 'unknown' });
    const times = new LiveSignals(planOf('histogram'));
    for (let s = 0; s <= 10; s++)
      for (const service of ['api', 'db'])
        for (const le of ['5', 'Infinity']) times.sample(head(service, { le }), s * 1000, 2 * s);
    const quick = about('histogram', { stat: 'p95' });
    expect(times.measure(quick, 0, 10_000)).toMatchObject({ samples: 20, target: 'holds' });
    expect(times.measure(quick, 5000, 10_000)).toMatchObject({ samples: 10, target: 'unknown' });
  });

  it('counts what grew in it', () => {
    const signals = told('count', 20, (s) => (s <= 10 ? 0 : (s - 10) * 3));
    expect(signals.measure(about('count', { stat: 'count', target: 20 }), 10_000, 15_000)).toMatchObject({
      estimate: { value: 15 },
      target: 'holds',
    });
  });

  it('is unknown of a service that tells nothing', () => {
    const signals = new LiveSignals(planOf('level'));
    for (let s = 1; s <= 10; s++) signals.sample(head('api'), s * 1000, 1);
    expect(signals.measure(about('level'), 0, 10_000)).toMatchObject({ target: 'unknown', estimate: null });
    const where = { service: { not: false, names: ['api'] } };
    expect(signals.measure(about('level', { where }), 0, 10_000).target).toBe('holds');
  });

  it('is judged by windows where its objective is', () => {
    const signals = told('level', 30, (s) => (s > 20 && s <= 26 ? 9 : 1));
    const window = { kind: 'sustained', lengthMs: 5000 } as const;
    expect(signals.measure(about('level', { window }), 15_000, 30_000).target).toBe('missed');
    expect(signals.measure(about('level', { window: { ...window, lengthMs: 8000 } }), 15_000, 30_000).target).toBe(
      'holds',
    );
  });

  it('is kept for five minutes', () => {
    const signals = told('level', 400, (s) => s);
    const least = about('level', { stat: 'min', target: 1000 });
    expect(signals.measure(least, 0, 400_000).estimate?.value).toBe(100);
  });
});
