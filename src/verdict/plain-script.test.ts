import { Cells } from '../model/cells.ts';
import { describe, expect, it } from 'vitest';
import type { PlannedScript } from '../model/plan.ts';
import type { Ratio } from '../model/slo.ts';
import { emptyHistogram } from '../model/packed-histogram.ts';
import type { Cell } from '../model/cell.ts';
import type { RunRecord, Series, SeriesType } from '../model/record.ts';
import { judge } from './judge.ts';
import { buildRecord, evenly, type RawRun } from './testing/record-builder.ts';
import { objective, sloOf } from './testing/slo-builder.ts';
import { cellOf } from './testing/series-builder.ts';

const script: PlannedScript = { thresholds: [], leastMs: 60_000, teardownMs: 0, notes: [] };

function record(run: RawRun = {}, own: Partial<PlannedScript> = {}): RunRecord {
  const built = buildRecord({ requests: evenly(300, 0, 60_000, { tookMs: 50, step: 'home' }), ...run });
  const { plan } = built.manifest;
  const scenario = { ...plan.scenario, journeys: [] };
  return {
    ...built,
    manifest: { ...built.manifest, plan: { ...plan, scenario, script: { ...script, ...own } } },
    series: built.series.filter(({ metric }) => metric !== 'step_duration'),
  };
}

describe('an objective about a step that a script does not have', () => {
  const about = (...names: string[]) =>
    judge(record(), sloOf(objective({ name: 'fast', where: { step: { not: false, names } } }))).objectives[0];

  it('passes when the step came', () => {
    expect(about('home')?.verdict).toBe('pass');
  });

  it('is inconclusive, with the names that were seen', () => {
    expect(about('hom')).toMatchObject({ verdict: 'inconclusive', reason: 'no request is called hom; seen: home' });
    expect(about('home', 'basket')).toMatchObject({ verdict: 'inconclusive' });
  });

  it('is skipped where it may have no data', () => {
    const where = { step: { not: false, names: ['hom'] } };
    const asked = objective({ where, onNoData: { skip: 'the page may be off' } });
    expect(judge(record(), sloOf(asked)).objectives[0]).toMatchObject({
      ...{ verdict: 'not-evaluated', reason: 'the page may be off (no request is called hom; seen: home)' },
    });
  });
});

describe('a ratio of a step that a script does not have', () => {
  it.each([
    ['of', 'per'],
    ['per', 'of'],
  ])('is inconclusive: in %s', (wrong, right) => {
    const count = (step: string) => ({ metric: 'throughput', where: { step: { not: false, names: [step] } } });
    const ratio = { [wrong]: count('hom'), [right]: count('home'), unit: 'number' } as unknown as Ratio;
    const slo = sloOf(objective({ metric: 'ratio', stat: null, ratio, target: 2 }));
    expect(judge(record(), slo).objectives[0]).toMatchObject({
      verdict: 'inconclusive',
      reason: 'no request is called hom; seen: home',
    });
  });
});

describe('a load that ends when its iterations are done', () => {
  const ending = { loadMs: 20_000 };
  const requests = evenly(300, 0, 20_000, { tookMs: 50, step: 'home' });

  it('is whole', () => {
    expect(judge(record({ requests, ending }, { leastMs: 0 }), sloOf(objective())).verdict).toBe('pass');
  });

  it('must last as long as the rest of the script does', () => {
    const { verdict, sentence } = judge(record({ requests, ending }, { leastMs: 30_000 }), sloOf(objective()));
    expect(verdict).toBe('invalid');
    expect(sentence).toContain('20 s of 60 s');
  });
});

describe('a script that requests nothing', () => {
  const iterations: Series = {
    id: 9,
    metric: 'iterations',
    type: 'counter',
    failed: false,
    tags: {},
    cells: Cells.of([]),
  };
  const counted: Series = { ...iterations, cells: Cells.of([cellOf({ count: 60, sum: 60_000 })]) };
  const passes = objective({ name: 'goes on', metric: 'iterations', stat: 'count', atMost: false, target: 50 });
  const sentence = (...more: Series[]) =>
    judge(record({ requests: [], series: [counted, ...more] }), sloOf(passes)).sentence;

  it('proves nothing', () => {
    expect(sentence()).toBe('Inconclusive: nothing was requested');
  });

  it('may request by other protocols', () => {
    expect(sentence({ ...counted, metric: 'ws_sessions' })).toContain('Passes');
  });
});

describe('requests that go around the proxy', () => {
  const around = ({ series, ...rest }: RunRecord, count: number): RunRecord => ({
    ...rest,
    series: series.map((one, index) => (one.type === 'http' && index < count ? { ...one, astray: true } : one)),
  });

  it('are no test of the target when all do', () => {
    const requests = ['home', 'cart'].flatMap((step) => evenly(300, 0, 60_000, { tookMs: 50, step }));
    const built = record({ requests });
    expect(judge(around(built, 1), sloOf(objective())).verdict).toBe('pass');
    expect(judge(around(built, Infinity), sloOf(objective()))).toMatchObject({
      verdict: 'inconclusive',
      exitCode: 5,
      sentence: "Inconclusive: no request went to the target's own address; all went elsewhere",
    });
  });

  const faults = [{ id: 'slow', startMs: 20_000, endMs: 30_000, feltMs: 20_000, cleanMs: 30_000 }];
  const astray = (yes: boolean): RunRecord => {
    const built = record({ faults });
    return {
      ...built,
      series: built.series.map((one) => (one.type === 'http' && yes ? { ...one, astray: true } : one)),
    };
  };

  it('meet no fault', () => {
    expect(judge(astray(false), sloOf(objective())).faults[0]?.exposedRequests).toBeGreaterThan(10);
    const { verdict, sentence } = judge(astray(true), sloOf(objective()));
    expect(verdict).toBe('inconclusive');
    expect(sentence).toContain('slow met no request; 300 requests went elsewhere');
  });
});

describe('the thresholds of a script', () => {
  const cell = (more: Partial<Cell>): Cell => ({
    startMs: 0,
    endMs: 0,
    count: 1,
    timed: 0,
    sum: 0,
    min: 0,
    max: 0,
    histogram: emptyHistogram,
    nonzero: 0,
    ...more,
  });
  const series = (metric: string, type: SeriesType, tags: Record<string, string>, cells: Cell[]): Series => ({
    id: 0,
    metric,
    type,
    failed: false,
    tags,
    cells: Cells.of(cells),
  });
  const more = [
    series('checks', 'rate', { check: 'a' }, [cell({ count: 8, nonzero: 6 })]),
    series('checks', 'rate', { check: 'b' }, [cell({ count: 2, nonzero: 2 })]),
    series('iterations', 'counter', {}, [cell({ count: 60, sum: 60_000 }), cell({ count: 60, sum: 60_000 })]),
    series('queue', 'gauge', {}, [cell({ endMs: 2000, sum: 7000 }), cell({ endMs: 1000, sum: 9000 })]),
    series(
      'depth',
      'gauge',
      {},
      [1000, 2000, 2000].map((endMs, i) => cell({ endMs, sum: 9000 - i * 1000 })),
    ),
    series('basket', 'trend', {}, [cell({ count: 2, timed: 2, sum: 5000, min: 1000, max: 4000 })]),
    series('parcel', 'trend', { name: 'big' }, [cell({ timed: 1, sum: 3000, min: 3000, max: 3000 })]),
    series('refused', 'trend', {}, [cell({})]),
  ];
  const observed = (metric: string, expression: string) => {
    const built = record(
      { requests: evenly(100, 0, 60_000, { tookMs: 50, step: 'home' }) },
      { thresholds: [{ metric, expressions: [expression] }] },
    );
    return judge({ ...built, series: [...built.series, ...more] }, null).thresholds[0];
  };

  it.each([
    ['http_req_duration', 'p(95)<500', 50, true],
    ['http_req_duration{name:home}', 'max <= 40', 50, false],
    ['http_req_duration{name:basket}', 'max<40', null, null],
    ['http_req_duration{expected_response:true}', 'avg>=50', 50, true],
    ['http_req_failed', 'rate<0.01', 0, true],
    ['http_reqs', 'count>=100', 100, true],
    ['checks', 'rate>0.9', 0.8, false],
    ['checks{check:a}', 'rate>0.7', 0.75, true],
    ['iterations', 'count===120', 120, true],
    ['iterations', 'rate!=2', 2, false],
    ['queue', 'value<8', 7, true],
    ['basket', 'avg<3', 2.5, true],
    ['basket', 'min==1', 1, true],
    ['basket', 'max>4', 4, false],
    ['basket', 'p(95) < 3 s', null, null],
    ['http_req_duration{ name : "home" , expected_response:true }', 'min>=50', 50, true],
    ['http_req_duration{expected_response:false}', 'min>=50', null, null],
    ['http_req_failed', 'count<1', null, null],
    ['iterations', 'count<120', 120, false],
    ['iterations', 'count<=120', 120, true],
    ['iterations', 'count>120', 120, false],
    ['iterations', 'rate>=2', 2, true],
    ['iterations', 'rate!=3', 2, true],
    ['iterations', 'rate==3', 2, false],
    ['iterations', 'avg>0', null, null],
    ['checks', 'count>0', null, null],
    ['queue', 'max>0', null, null],
    ['basket', 'med(<3', null, null],
    ['http_req_waiting', 'p(95)<500', null, null],
    ['http_req_duration', 'med<60', 50, true],
    ['http_req_duration', 'p( 95 ) < 60', 50, true],
    ['http_req_duration', 'xp(95)<60', null, null],
    ['http_req_duration{tls:true}', 'max<60', null, null],
    ['http_reqs{name:basket}', 'count<1', null, null],
    ['iterations', 'rate>=3', 2, false],
    ['depth', 'value==7', 7, true],
    ['basket', '!avg<3', null, null],
    ['basket', 'avg<3s', null, null],
    ['basket', 'last<3', null, null],
    ['basket{expected_response:true}', 'avg<3', null, null],
    ['parcel{name:big}', 'max<4', 3, true],
    ['refused', 'max<4', null, null],
  ])('%s: %s', (metric, expression, value, holds) => {
    const result = observed(metric, expression);
    expect(result).toMatchObject({ metric, expression, holds });
    if (value === null) expect(result?.observed).toBeNull();
    else expect(result?.observed).toBeCloseTo(value, 0);
  });

  it('are of all requests, or of those that failed or not', () => {
    const requests = [
      ...evenly(90, 0, 60_000, { tookMs: 50 }),
      ...evenly(10, 0, 60_000, { tookMs: 700, failed: true }),
    ];
    const thresholds = [
      { metric: 'http_req_failed', expressions: ['rate<0.2'] },
      { metric: 'http_req_duration{expected_response:false}', expressions: ['min>600', 'max<600'] },
      { metric: 'http_reqs', expressions: ['rate>1'] },
    ];
    const told = judge(record({ requests }, { thresholds }), null).thresholds;
    expect(told.map(({ observed: value, holds }) => [value, holds])).toEqual([
      [0.1, true],
      [700, true],
      [700, false],
      [100 / 60, true],
    ]);
  });
});
