import { describe, expect, it } from 'vitest';
import type { RunRecord, SampledSeries } from '../model/record.ts';
import { missedSeries, type PlannedProbe, type Signal, type SignalKind } from '../model/signal.ts';
import type { Objective } from '../model/slo.ts';
import type { ObjectiveResult } from '../model/verdict.ts';
import { gatherEvidence } from './evidence.ts';
import { judge } from './judge.ts';
import { judgeObjective } from './objective.ts';
import { buildRecord, evenly, exact, type RawRun } from './testing/record-builder.ts';
import { objective, sloOf } from './testing/slo-builder.ts';

const signalOf = (kind: SignalKind, more: Partial<Signal> = {}): Signal => ({
  kind,
  unit: kind === 'level' ? 'number' : 'share',
  atMost: true,
  labels: ['service'],
  ...more,
});

/** One value a second, from the first second on; null = nobody answered. */
function series(
  values: readonly (number | null)[],
  labels: Record<string, string> = { service: 'api' },
): SampledSeries {
  const points = values.flatMap((value, index) => (value === null ? [] : [[(index + 1) * 1000, value] as const]));
  return { name: 'load', unit: 'number', labels, points };
}

interface Given extends Partial<RawRun> {
  readonly sampled: readonly SampledSeries[];
  readonly services?: readonly string[];
  readonly signal?: Signal;
  readonly sampleEveryMs?: number;
}

function recordOf({ sampled, services = ['api'], signal = signalOf('level'), ...given }: Given): RunRecord {
  const { sampleEveryMs = 1000, ...run } = given;
  const record = buildRecord({ durationMs: 20_000, requests: evenly(200, 0, 20_000), ...run });
  const asked = [...services.map((service) => ['load', service] as const), ['live', 'api'] as const];
  const probes = asked.map(([metric, service]): PlannedProbe => ({
    metric,
    service,
    signal: metric === 'live' ? signalOf('truth') : signal,
    ask: { kind: 'prometheus', path: '/metrics' },
    take: { field: 'load', of: [], where: {}, by: [], is: null, factor: 1 },
  }));
  const { manifest } = record;
  const { plan } = manifest;
  const target = { ...plan.target, probes, sampleEveryMs };
  return { ...record, sampled, manifest: { ...manifest, plan: { ...plan, target } } };
}

function judged(given: Given, asked: Partial<Objective>): ObjectiveResult {
  const signal = given.signal ?? signalOf('level');
  const stat = signal.kind === 'level' ? 'max' : null;
  return judgeObjective(objective({ metric: 'load', signal, stat, ...asked }), gatherEvidence(recordOf(given)));
}

const flat = (value: number, count = 20) => Array.from({ length: count }, () => value);

describe('an objective about what is sampled', () => {
  it.each([
    ['max', 9],
    ['min', 1],
    ['mean', 2],
    ['last', 3],
    ['p50', 2],
    ['p90', 3],
  ] as const)('has the %s of its samples', (stat, observed) => {
    const values = [...flat(2, 16), 9, 1, 1, 3].map((value, index) => (index === 0 ? 0 : value));
    const run = { sampled: [series(values)], warmUpMs: 1500 };
    expect(judged(run, { stat, target: 100 }).observed).toBeCloseTo(
      observed === 2 && stat === 'mean' ? 42 / 18 : observed,
      5,
    );
  });

  it('passes and fails by its limit, of which at least is the least', () => {
    const run = { sampled: [series(flat(5))] };
    expect(judged(run, { target: 5 }).verdict).toBe('pass');
    expect(judged(run, { target: 4.9 })).toMatchObject({ verdict: 'fail', observed: 5, samples: 20 });
    expect(judged(run, { target: 4, critical: 6 }).verdict).toBe('warn');
    expect(judged(run, { stat: 'min', target: 5.1, atMost: false }).verdict).toBe('fail');
  });

  it('judges each series by itself: the worst decides, and the reason names it', () => {
    const run = { sampled: [series(flat(1)), series(flat(7), { service: 'db' })], services: ['api', 'db'] };
    const result = judged(run, { stat: 'mean', target: 5 });
    expect(result).toMatchObject({ verdict: 'fail', observed: 7 });
    expect(result.reason).toContain('of db, the worst of 2 series');
    const where = { service: { not: false, names: ['api'] } };
    expect(judged(run, { stat: 'mean', target: 5, where })).toMatchObject({ verdict: 'pass', observed: 1 });
  });

  it('has the worse of two series that both keep to it, and of two unknown ones that of which something is known', () => {
    const run = { sampled: [series(flat(7)), series(flat(3), { service: 'db' })], services: ['api', 'db'] };
    expect(judged(run, { stat: 'mean', target: 10 })).toMatchObject({ verdict: 'pass', observed: 7 });
    expect(judged(run, { stat: 'mean', target: 1, atMost: false })).toMatchObject({ verdict: 'pass', observed: 3 });
    const half = { sampled: [series(flat(3, 8), { service: 'db' })], services: ['api', 'db'] };
    expect(judged(half, { target: 5 })).toMatchObject({ verdict: 'inconclusive', observed: 3 });
  });

  it('asks nothing of a service that is asked for another metric only, or left out', () => {
    const db = series(flat(1), { service: 'db' });
    expect(judged({ sampled: [db], services: ['db'] }, { target: 5 }).verdict).toBe('pass');
    const where = { service: { not: false, names: ['db'] } };
    expect(judged({ sampled: [db], services: ['api', 'db'] }, { target: 5, where }).verdict).toBe('pass');
  });

  it('passes nothing of a service that is asked and told nothing, and says why', () => {
    const missed = {
      ...series(flat(1), { service: 'db', ask: 'prometheus', why: '/metrics answers 404' }),
      name: missedSeries,
    };
    const result = judged({ sampled: [series(flat(1)), missed], services: ['api', 'db'] }, { target: 5 });
    expect(result.verdict).toBe('inconclusive');
    expect(result.reason).toContain(
      'nothing of the time is known; db gave none 20 times, mostly: /metrics answers 404',
    );
  });

  it('says of a metric only why that one was missing, and how often', () => {
    const why = (metric: string | null, reason: string, times: number): SampledSeries => ({
      ...series(flat(1, times), {
        ...{ service: 'api', ask: 'prometheus', why: reason },
        ...(metric === null ? {} : { metric }),
      }),
      name: missedSeries,
    });
    const missed = [why('load', 'it does not tell load', 1), why('other', 'it does not tell other', 9)];
    expect(judged({ sampled: missed }, { target: 5 }).reason).toContain(
      'api gave none 1 time, mostly: it does not tell load',
    );
    const also = [...missed, why(null, 'no answer within 800 ms', 3)];
    expect(judged({ sampled: also }, { target: 5 }).reason).toContain('none 4 times, mostly: no answer within 800 ms');
    const others = [{ ...why(null, 'it is down', 2), labels: { service: 'db', ask: 'prometheus', why: 'it is down' } }];
    expect(judged({ sampled: others }, { target: 5 }).reason).not.toContain('it is down');
  });

  it('takes no other metric, and nobody else who is asked, for the reason', () => {
    const of = (name: string, ask: string): SampledSeries => ({
      ...series(flat(1, 3), { service: 'api', ask, why: `${ask} of ${name} was silent` }),
      name,
    });
    const { reason } = judged({ sampled: [of('retries', 'prometheus'), of(missedSeries, 'postgres')] }, { target: 5 });
    expect(reason).toMatch(/; nothing of the time is known$/);
    const known = [series(flat(1)), of(missedSeries, 'prometheus')];
    expect(judged({ sampled: known }, { target: 5 }).reason, 'all is known').toMatch(/; of api$/);
    const two = { kind: 'sustained', lengthMs: 2000 } as const;
    const short = { sampled: known, durationMs: 2000, requests: evenly(20, 0, 2000) };
    expect(judged(short, { target: 5 }).reason).toContain('2 s are too short for 3 samples 1 s apart');
    expect(judged(short, { target: 5, window: two }).reason).not.toContain('too short');
    const just = { sampled: known, durationMs: 3000, requests: evenly(30, 0, 3000) };
    expect(judged(just, { target: 5 }).reason).not.toContain('too short');
  });

  it('passes nothing of a service that told nothing, whatever label it is asked by', () => {
    const where = { queue: { not: false, names: ['orders'] } };
    const told = series(flat(1), { service: 'api', queue: 'orders' });
    expect(judged({ sampled: [] }, { target: 5, where }).verdict).toBe('inconclusive');
    expect(judged({ sampled: [told], services: ['api', 'db'] }, { target: 5, where }).verdict).toBe('inconclusive');
    expect(judged({ sampled: [told] }, { target: 5, where }).verdict).toBe('pass');
  });

  it('says whose samples decided, and what is not known of them', () => {
    const reason = (values: readonly (number | null)[], labels?: Record<string, string>) =>
      judged({ sampled: [series(values, labels)] }, { target: 5 }).reason;
    expect(reason(flat(1))).toBe('max of load 1 against at most 5; 20 samples; of api');
    expect(reason(flat(1), { service: 'api', queue: 'orders' })).toMatch(/; of api, queue orders$/);
    const half = flat(1).map((value, index) => (index < 10 ? value : null));
    expect(reason(half)).toMatch(/; of api; not enough of the time is known$/);
    expect(reason([])).toMatch(/; of api; nothing of the time is known$/);
  });

  it('passes nothing of series that are all left out', () => {
    const where = { service: { not: true, names: ['api'] } };
    expect(judged({ sampled: [series(flat(1))] }, { target: 5, where }).verdict).toBe('inconclusive');
  });

  it('does not skip what one service misses because another told nothing', () => {
    const asked = { target: 5, critical: 9, onNoData: { skip: 'the queue may be off' } };
    expect(judged({ sampled: [series(flat(1))], services: ['api', 'db'] }, asked).verdict).toBe('not-evaluated');
    expect(judged({ sampled: [series(flat(7))], services: ['api', 'db'] }, asked).verdict).toBe('inconclusive');
  });

  it('passes nothing of which too little of the time is known, and fails what is known to be wrong', () => {
    const holes = flat(1).map((value, index) => (index >= 8 && index < 15 ? null : value));
    expect(judged({ sampled: [series(holes)] }, { target: 5 }).verdict).toBe('inconclusive');
    expect(judged({ sampled: [series(holes)] }, { target: 0.5 }).verdict).toBe('fail');
    expect(judged({ sampled: [series(holes)] }, { stat: 'mean', target: 0.5 }).verdict).toBe('inconclusive');
    const short = flat(1).map((value, index) => (index === 8 ? null : value));
    expect(judged({ sampled: [series(short)] }, { target: 5 }).verdict).toBe('pass');
  });

  it('tells what is not known also where that is little', () => {
    const holes = flat(1).map((value, index) => (index >= 8 && index < 11 ? null : value));
    const result = judged({ sampled: [series(holes)] }, { target: 5 });
    expect(result.verdict).toBe('pass');
    expect(result.reason).toContain('of api; 3 s of the time is not known');
    const one = flat(1).map((value, index) => (index === 8 ? null : value));
    expect(judged({ sampled: [series(one)] }, { target: 5 }).reason).not.toContain('not known');
  });

  it('says what to do where a phase has no room for the samples', () => {
    const rare = series(flat(1, 4));
    const sampled = [{ ...rare, points: rare.points.map(([atMs, value]) => [atMs * 5, value] as const) }];
    const faults = [exact('cut', 8000, 12_000)];
    const requests = evenly(400, 0, 20_000, { tookMs: 700 });
    const result = judged({ sampled, faults, requests, sampleEveryMs: 5000 }, { during: ['fault:cut'], target: 5 });
    expect(result).toMatchObject({ verdict: 'inconclusive', samples: 0, minSamples: 3 });
    expect(result.reason).toContain(
      '4 s are too short for 3 samples 5 s apart: lower sampleEvery of the target, or let it last longer',
    );
    const often = { sampled: [series(flat(1))], faults, requests };
    expect(judged(often, { during: ['fault:cut'], target: 5 })).toMatchObject({ verdict: 'pass', samples: 4 });
  });

  it('needs so many samples for a percentile that it is not merely the highest', () => {
    const run = { sampled: [series(flat(1))] };
    expect(judged(run, { stat: 'p95', target: 5 })).toMatchObject({ verdict: 'pass', samples: 20, minSamples: 20 });
    expect(judged(run, { stat: 'p96', target: 5 })).toMatchObject({ verdict: 'inconclusive', minSamples: 25 });
    expect(judged(run, { stat: 'p50', target: 5 }).minSamples).toBe(3);
    expect(judged(run, { stat: 'p96', target: 5, minSamples: 4 })).toMatchObject({ verdict: 'pass', minSamples: 4 });
  });

  it('takes missing samples for good ones where few bad ones are to prove a percentile missed', () => {
    const some = (bad: number) => flat(1).map((value, index) => (index < bad ? 9 : index < 10 ? value : null));
    expect(judged({ sampled: [series(some(2))] }, { stat: 'p90', target: 5 }).verdict).toBe('inconclusive');
    expect(judged({ sampled: [series(some(3))] }, { stat: 'p90', target: 5 }).verdict).toBe('fail');
  });

  it('is of its phases: a sample whose second holds the edge of a fault belongs to the edge', () => {
    const faults = [exact('cut', 8500, 12_500)];
    const values = flat(1).map((value, index) =>
      index === 8 || index === 12 ? 5 : index > 8 && index < 12 ? 9 : value,
    );
    const run = {
      sampled: [series(values)],
      faults,
      recoveryMs: 3000,
      requests: evenly(400, 0, 20_000, { tookMs: 700 }),
    };
    expect(judged(run, { during: ['fault:cut'], target: 10 })).toMatchObject({
      observed: 9,
      samples: 3,
      verdict: 'pass',
    });
    expect(judged(run, { during: ['edge:cut'], target: 10, minSamples: 2 })).toMatchObject({ observed: 5, samples: 2 });
    expect(judged(run, { during: ['recovery:cut'], target: 10 })).toMatchObject({ observed: 1 });
    expect(judged(run, { during: ['steady'], target: 10 })).toMatchObject({ observed: 1, verdict: 'pass' });
  });

  it('knows of the seconds that hold the edges of its phases, though they belong to others', () => {
    const faults = [exact('cut', 4500, 6500), exact('slow', 8500, 10_500), exact('lost', 12_500, 14_500)];
    const run = {
      sampled: [series(flat(1))],
      faults,
      recoveryMs: 0,
      requests: evenly(400, 0, 20_000, { tookMs: 700 }),
    };
    expect(judged(run, { during: ['fault:*'], target: 5 })).toMatchObject({ verdict: 'pass', samples: 3 });
  });

  it('is not evaluated where no service of the target is asked for it', () => {
    const result = judged({ sampled: [], services: [] }, { target: 5 });
    expect(result).toMatchObject({ verdict: 'not-evaluated', reason: 'no service of shop is asked for load' });
  });

  it('is inconclusive for a name that nothing has', () => {
    const where = { service: { not: false, names: ['apl'] } };
    const result = judged({ sampled: [series(flat(1))] }, { where, target: 5 });
    expect(result).toMatchObject({
      verdict: 'inconclusive',
      reason: 'nothing has the service apl: did you mean "api"?',
    });
    const other = { ...series(flat(1), { service: 'apl' }), name: 'other' };
    expect(judged({ sampled: [series(flat(1)), other] }, { where, target: 5 }).reason).toContain('nothing has');
  });

  it('is inconclusive in an invalid run', () => {
    const record = recordOf({ sampled: [series(flat(9))], problems: ['series.ndjson is cut off'] });
    const asked = objective({ metric: 'load', signal: signalOf('level'), stat: 'max', target: 5 });
    expect(judge(record, sloOf(asked)).objectives[0]?.verdict).toBe('inconclusive');
  });
});

describe('a truth', () => {
  const signal = signalOf('truth', { atMost: false });

  it('is the share of the looks at which it was so', () => {
    const values = flat(1).map((value, index) => (index % 5 === 0 ? 0 : value));
    expect(judged({ sampled: [series(values)], signal }, { target: 0.8 })).toMatchObject({
      observed: 0.8,
      verdict: 'pass',
    });
    expect(judged({ sampled: [series(values)], signal }, { target: 0.9 }).verdict).toBe('fail');
  });

  it('with a sustained window is so many in a row', () => {
    const inARow = (count: number) => flat(1).map((value, index) => (index >= 6 && index < 6 + count ? 0 : value));
    const window = { kind: 'sustained', lengthMs: 5000 } as const;
    const asked = { target: 1, window };
    expect(judged({ sampled: [series(inARow(4))], signal }, asked).verdict).toBe('pass');
    expect(judged({ sampled: [series(inARow(5))], signal }, asked)).toMatchObject({
      verdict: 'fail',
      breaches: { firstMs: 6000, longestMs: 5000, totalMs: 5000 },
    });
    const unknown = inARow(3).map((value, index) => (index >= 4 && index < 6 ? null : value));
    expect(judged({ sampled: [series(unknown)], signal }, asked).verdict).toBe('inconclusive');
  });
});

describe('too few looks', () => {
  const some = (value: number) => [series(flat(value, 4))];
  const truth = signalOf('truth', { atMost: false });

  it.each<[string, Given, Partial<Objective>, string]>([
    ['one above the most', { sampled: some(9) }, { stat: 'max', target: 5 }, 'fail'],
    ['none above the most', { sampled: some(4) }, { stat: 'max', target: 5 }, 'inconclusive'],
    ['one below the least', { sampled: some(1) }, { stat: 'min', target: 5, atMost: false }, 'fail'],
    ['none below the least', { sampled: some(9) }, { stat: 'min', target: 5, atMost: false }, 'inconclusive'],
    [
      'the most is no limit from below',
      { sampled: some(1) },
      { stat: 'max', target: 5, atMost: false },
      'inconclusive',
    ],
    ['too many not so', { sampled: some(0), signal: truth }, { target: 0.9 }, 'fail'],
    ['few enough not so', { sampled: some(0), signal: truth }, { target: 0.8 }, 'inconclusive'],
    ['too many so', { sampled: some(1), signal: truth }, { target: 0.1, atMost: true }, 'fail'],
    ['few enough so', { sampled: some(1), signal: truth }, { target: 0.2, atMost: true }, 'inconclusive'],
    ['a mean of anything', { sampled: some(99) }, { stat: 'mean', target: 5 }, 'inconclusive'],
  ])('prove that a limit is missed where nothing unknown could mend it: %s', (_, given, asked, verdict) => {
    expect(judged(given, asked).verdict).toBe(verdict);
  });

  it('of a count from below prove nothing: more may have come', () => {
    const asked = { stat: 'count', target: 100, atMost: false } as const;
    expect(judged({ sampled: some(3), signal: signalOf('count') }, asked).verdict).toBe('inconclusive');
  });
});

describe('a condition', () => {
  const signal = signalOf('truth', { atMost: false });
  const live = (values: readonly number[]) => ({ ...series(values), name: 'live' });

  it('leaves only the time in which it held', () => {
    const unready = flat(1).map((value, index) => (index >= 10 ? 0 : value));
    const dead = flat(1).map((value, index) => (index >= 10 ? 0 : value));
    const asked = { target: 1, while: 'live' };
    const given = (condition: readonly number[]) => ({ sampled: [series(unready), live(condition)], signal });
    expect(judged(given(flat(1)), asked)).toMatchObject({ verdict: 'fail', samples: 20 });
    expect(judged(given(dead), asked)).toMatchObject({ verdict: 'pass', samples: 10 });
    expect(judged(given(flat(0)), asked)).toMatchObject({ verdict: 'inconclusive', samples: 0 });
  });

  it('is that of the service itself, where several tell it', () => {
    const [dead, alive] = [flat(0), flat(1)];
    const of = (service: string, values: readonly number[]) => ({ ...live(values), labels: { service } });
    const unready = { sampled: [series(flat(0)), of('db', alive), of('api', dead)], signal };
    expect(judged(unready, { target: 1, while: 'live' })).toMatchObject({ verdict: 'inconclusive', samples: 0 });
    const other = { sampled: [series(flat(0)), of('db', alive)], signal };
    expect(judged(other, { target: 1, while: 'live' })).toMatchObject({ verdict: 'fail', samples: 20 });
  });

  it('passes nothing where too little is known of when it held', () => {
    const given = (known: number) => ({ sampled: [series(flat(1)), live(flat(1, known))], signal });
    expect(judged(given(17), { target: 1, while: 'live' }).verdict).toBe('pass');
    expect(judged(given(10), { target: 1, while: 'live' }).verdict).toBe('inconclusive');
    const window = { kind: 'sustained', lengthMs: 5000 } as const;
    expect(judged(given(10), { target: 1, while: 'live', window }).verdict).toBe('inconclusive');
    const bad = { sampled: [series(flat(0)), live(flat(1, 10))], signal };
    expect(judged(bad, { target: 1, while: 'live', window }).verdict).toBe('fail');
  });
});

describe('a count', () => {
  const signal = signalOf('count', { unit: 'number' });
  const perMinute = signalOf('count', { unit: 'number', perMinute: true });
  const rising = Array.from({ length: 21 }, (_, index) => index * 2);

  it('is told a second, a minute or in all, of what came between samples of the phase', () => {
    const sampled = [series(rising)];
    expect(judged({ sampled, signal }, { stat: 'rate', target: 5 })).toMatchObject({ observed: 2, unit: '/s' });
    expect(judged({ sampled, signal: perMinute }, { target: 500 })).toMatchObject({ observed: 120, unit: '/min' });
    expect(judged({ sampled, signal }, { stat: 'count', target: 500 })).toMatchObject({ observed: 38, unit: 'number' });
  });

  it('counts on over a gap', () => {
    const holes = rising.map((value, index) => (index > 5 && index < 12 ? null : value));
    expect(judged({ sampled: [series(holes)], signal }, { stat: 'count', target: 500 })).toMatchObject({
      observed: 38,
      verdict: 'pass',
    });
  });

  it('passes no phase of which a part lies in a gap that goes on beyond it', () => {
    const faults = [exact('cut', 5000, 15_000)];
    const errors = flat(0, 20).map((_, index) => (index < 9 ? 0 : index < 16 ? null : 1000));
    const run = { sampled: [series(errors)], signal, faults, requests: evenly(400, 0, 20_000, { tookMs: 700 }) };
    const during = ['fault:cut'] as const;
    expect(judged(run, { stat: 'count', target: 0, during })).toMatchObject({ observed: 0, verdict: 'inconclusive' });
  });

  it('fails once there are more than may be, however little is known', () => {
    const few = rising.map((value, index) => (index > 3 ? null : value));
    expect(judged({ sampled: [series(few)], signal }, { stat: 'count', target: 5 }).verdict).toBe('fail');
    expect(judged({ sampled: [series(few)], signal }, { stat: 'count', target: 6 }).verdict).toBe('inconclusive');
    expect(judged({ sampled: [series(few)], signal }, { stat: 'rate', target: 0.29 }).verdict).toBe('fail');
  });
});

describe('a ratio', () => {
  const signal = signalOf('ratio', { atMost: false });
  const counts = (part: readonly number[], whole: readonly number[]) => [
    series(part, { service: 'api', part: 'part' }),
    series(whole, { service: 'api', part: 'whole' }),
  ];

  it('is that of what both grew by: a second of much counts for more than one of little', () => {
    const part = flat(0, 10).concat(flat(90, 10));
    const whole = [...flat(0, 10), ...flat(100, 10)];
    expect(judged({ sampled: counts(part, whole), signal }, { target: 0.8 })).toMatchObject({
      observed: 0.9,
      samples: 100,
      verdict: 'pass',
    });
  });

  it('is unknown where there was nothing of it', () => {
    expect(judged({ sampled: counts(flat(3), flat(3)), signal }, { target: 0.8 })).toMatchObject({
      observed: null,
      verdict: 'inconclusive',
    });
  });
});

describe('a histogram', () => {
  const signal = signalOf('histogram', { unit: 'ms' });
  const bucket = (le: number, each: number) =>
    series(flat(0).map((_, index) => each * index), { service: 'api', le: String(le) }); // prettier-ignore
  const sampled = [bucket(100, 9), bucket(500, 10), bucket(Infinity, 10)];

  it('is judged by the bucket that holds the percentile', () => {
    expect(judged({ sampled, signal }, { stat: 'p90', target: 100 })).toMatchObject({
      verdict: 'pass',
      observedHigh: 100,
    });
    expect(judged({ sampled, signal }, { stat: 'p95', target: 500 }).verdict).toBe('pass');
  });

  it('fails where the limit lies within the bucket, and says which bucket the service lacks', () => {
    const result = judged({ sampled, signal }, { stat: 'p95', target: 300 });
    expect(result).toMatchObject({ verdict: 'fail', observedLow: 100, observedHigh: 500 });
    expect(result.reason).toContain('no bucket of the service ends at 300 ms, so it may be up to 500 ms');
    for (const target of [100, 500])
      expect(judged({ sampled, signal }, { stat: 'p95', target }).reason).not.toContain('no bucket');
    const endless = judged({ sampled: [bucket(100, 9), bucket(Infinity, 10)], signal }, { stat: 'p95', target: 300 });
    expect(endless.reason).toContain('no bucket of the service ends at 300 ms, so it may be up to any value');
  });
});

describe('a growth', () => {
  const long = { durationMs: 600_000, requests: evenly(300, 0, 600_000) };
  const growing = (perHour: number) =>
    [series(Array.from({ length: 600 }, (_, second) => 100 + (perHour * second) / 3600 + (second % 7)))]; // prettier-ignore
  const asked = (target: number) => ({ stat: 'slope', target }) as const;

  it('fails when all of its interval is above the limit, and passes when none is', () => {
    expect(judged({ ...long, sampled: growing(60) }, asked(20))).toMatchObject({ verdict: 'fail', unit: '/h' });
    expect(judged({ ...long, sampled: growing(60) }, asked(200)).verdict).toBe('pass');
    expect(judged({ ...long, sampled: growing(0) }, asked(20)).verdict).toBe('pass');
  });

  it('is inconclusive when the interval holds the limit, or the time is too short', () => {
    const near = judged({ ...long, sampled: growing(60) }, asked(60));
    expect(near.verdict).toBe('inconclusive');
    expect(near.reason).toMatch(/between .* \/h and .* \/h with 95 %$/);
    const short = judged(
      { durationMs: 40_000, requests: evenly(40, 0, 40_000), sampled: [series(flat(1, 40))] },
      asked(5),
    );
    expect(short.reason).toContain('the time is too short to tell a growth');
  });
});
