import { Cells } from '../model/cells.ts';
import { describe, expect, test } from 'vitest';
import type { RunRecord } from '../model/record.ts';
import type { Objective } from '../model/slo.ts';
import { judge } from './judge.ts';
import { buildRecord, evenly, exact, type RawRun } from './testing/record-builder.ts';
import { objective, recovery, sloOf } from './testing/slo-builder.ts';
import { cellOf, type RawRequest } from './testing/series-builder.ts';

const named = (name: string, more: Partial<Objective> = {}) => objective({ name, ...more });
const ok = evenly(300, 0, 60_000, { tookMs: 50, checks: [true] });
const pass = named('passes');
const warn = named('warns', { target: 40, critical: 60 });
const fail = named('fails', { target: 40 });
const unknown = named('is unknown', { where: { step: { not: false, names: ['login'] } } });
const elsewhere = named('is elsewhere', { profiles: ['smoke'] });

const verdictOf = (objectives: readonly Objective[], run: RawRun = {}) =>
  judge(buildRecord({ requests: ok, ...run }), sloOf(...objectives));
/** `verdict exit`. */
const short = (objectives: readonly Objective[], run: RawRun = {}) => {
  const { verdict, exitCode } = verdictOf(objectives, run);
  return `${verdict} ${exitCode}`;
};

const halted: RawRun = {
  ending: { loadMs: 33_000, k6Exit: 105, stoppedBy: 'halt', stopReason: 'too many errors' },
};

describe('the verdict on the run', () => {
  const doubtful: RawRun = { ending: { problems: ['5 iterations were dropped'] } };
  const unclean: RawRun = { ending: { left: ['postgres is still running'] } };
  const interrupted: RawRun = { ending: { interrupted: 'SIGINT', loadMs: 60_000 } };
  const failing = (count: number) => evenly(count, 0, 60_000, { failed: true });
  const lenient = named('allows errors', { metric: 'error_rate', target: 0.2 });
  test.each<[string, Objective[], RawRun, string]>([
    ['all pass', [pass], {}, 'pass 0'],
    ['what is not evaluated does not count', [pass, elsewhere], {}, 'pass 0'],
    ['a planned step was never taken', [pass], { steps: ['browse', 'checkout'] }, 'inconclusive 5'],
    [
      'a planned fault was never felt, whatever the objectives are about',
      [pass],
      {
        faults: [
          {
            id: 'db-hang',
            startMs: 20_000,
            endMs: 25_000,
            askedMs: 20_000,
            acknowledgedMs: 20_010,
            healAcknowledgedMs: 25_000,
          },
        ],
      },
      'inconclusive 5',
    ],
    ['failures that nothing asks for', [pass], { requests: [...ok, ...failing(20)] }, 'inconclusive 5'],
    ['a few of them', [pass], { requests: [...ok, ...failing(15)] }, 'pass 0'],
    ['failures that an objective allows', [pass, lenient], { requests: [...ok, ...failing(20)] }, 'pass 0'],
    ['a warning', [pass, warn], {}, 'warn 0'],
    ['inconclusive beats a warning', [pass, warn, unknown], {}, 'inconclusive 5'],
    ['a failure beats all', [pass, warn, unknown, fail], {}, 'fail 3'],
    ['nothing evaluated', [elsewhere], {}, 'inconclusive 5'],
    ['no objectives', [], {}, 'inconclusive 5'],
    ['invalid', [pass], doubtful, 'invalid 5'],
    ['invalid: a failure of time proves nothing', [fail], doubtful, 'invalid 5'],
    ['the files are damaged', [pass], { problems: ['series.ndjson was cut off'] }, 'invalid 5'],
    ['killed', [pass], { ending: null }, 'invalid 5'],
    ['never started', [pass], { t0: null }, 'invalid 5'],
    ['a short load that nobody explains', [pass], { ending: { loadMs: 58_900 } }, 'invalid 5'],
    ['a load a little short of its plan', [pass], { ending: { loadMs: 59_100 } }, 'pass 0'],
    ['k6 failed', [pass], { ending: { k6Exit: 107 } }, 'invalid 5'],
    ['k6 was killed', [pass], { ending: { k6Exit: null } }, 'invalid 5'],
    ['cleanup is incomplete', [pass], unclean, 'pass 6'],
    ['cleanup is incomplete and more', [fail], unclean, 'fail 6'],
    ['interrupted: half a run is no pass', [pass], interrupted, 'inconclusive 130'],
    ['interrupted and failed', [fail], interrupted, 'fail 130'],
    ['terminated', [pass], { ending: { interrupted: 'SIGTERM' } }, 'inconclusive 143'],
    [
      'interrupted: k6 has an exit code for that',
      [pass],
      { ending: { interrupted: 'SIGINT', k6Exit: 105, loadMs: 9000 } },
      'inconclusive 130',
    ],
    ['halted: half a run is no pass', [pass], halted, 'inconclusive 5'],
    ['halted and failed', [fail], halted, 'fail 3'],
    [
      'ended since it was not steady before the first fault',
      [pass],
      { ending: { loadMs: 9000, k6Exit: 105, stoppedBy: 'require', stopReason: 'x' } },
      'inconclusive 5',
    ],
    ['interrupted and unclean', [pass], { ending: { interrupted: 'SIGINT', left: ['x'] } }, 'inconclusive 6'],
    ['interrupted and invalid', [pass], { ending: { interrupted: 'SIGINT', problems: ['x'] } }, 'invalid 130'],
  ])('%s', (_name, objectives, run, expected) => {
    expect(short(objectives, run)).toBe(expected);
  });

  test('without an SLO file nothing is judged', () => {
    const verdict = judge(buildRecord({ requests: ok }), null);
    expect(verdict).toMatchObject({ verdict: 'inconclusive', exitCode: 5, objectives: [], sloFile: null });
    expect(verdict.sentence).toBe('no SLO file: nothing was judged');
    expect(judge(buildRecord({ requests: ok, ...doubtful }), null)).toMatchObject({ verdict: 'invalid', exitCode: 5 });
  });

  test('no objective was evaluated', () => {
    expect(verdictOf([elsewhere]).sentence).toBe('no objective was evaluated');
  });
});

describe('an invalid run', () => {
  const wrong = named('is right', { metric: 'checks', target: 0.9 });
  const errors = named('is sound', { metric: 'error_rate', target: 0.01 });
  const busy = named('is busy', { metric: 'throughput', target: 1000 });
  const requests = [...ok, ...evenly(100, 0, 60_000, { failed: true, checks: [false] })];
  const verdict = verdictOf([wrong, errors, busy, fail, pass, warn, unknown, elsewhere], {
    requests,
    ending: { problems: ['5 iterations were dropped'] },
  });

  test('keeps failed checks, takes the rest back', () => {
    const told = Object.fromEntries(verdict.objectives.map((one) => [one.name, one.verdict]));
    expect(told).toEqual({
      'is right': 'fail',
      'is sound': 'inconclusive',
      'is busy': 'inconclusive',
      fails: 'inconclusive',
      passes: 'inconclusive',
      warns: 'inconclusive',
      'is unknown': 'inconclusive',
      'is elsewhere': 'not-evaluated',
    });
    expect(verdict.objectives[1]?.reason).toMatch(/^run invalid: 5 iterations were dropped \(error_rate 25 % against/);
    const reasons = Object.fromEntries(verdict.objectives.map((one) => [one.name, one.reason]));
    expect(reasons['is unknown']).toMatch(/^p95 of response_time of login is unknown/);
    expect(reasons['is elsewhere']).toBe('only for the profile smoke');
    expect(verdict).toMatchObject({ verdict: 'invalid', exitCode: 3 });
    expect(verdict.sentence).toMatch(
      /^Invalid: 5 iterations were dropped. Fails: in steady state, checks 75 % against at least 90 % \(is right\)$/,
    );
  });

  test('takes back recoveries', () => {
    const faults = [exact('f', 20_000, 30_000, { cleanMs: null })];
    const run = { requests: ok, faults, problems: ['x'] };
    const slo = sloOf(pass, recovery({ of: ['passes'] }));
    expect(judge(buildRecord(run), slo).objectives[1]).toMatchObject({ kind: 'recovery', verdict: 'inconclusive' });
    expect(judge(buildRecord({ ...run, problems: [] }), slo).objectives[1]?.verdict).toBe('fail');
  });

  test('tells every problem', () => {
    const record = buildRecord({ requests: ok, ending: { problems: ['a', 'b'] }, problems: ['c'] });
    const stray = { ...buildRecord({ faults: [exact('g', 1000, 2000)] }).faults[0]!, id: 'stray' };
    const { reasons } = judge({ ...record, faults: [stray] }, sloOf(pass));
    expect(reasons.slice(0, 4).map(({ text }) => text)).toEqual([
      'Invalid: a',
      'Invalid: b',
      'Invalid: c',
      'Invalid: the record tells of a fault stray that was not planned',
    ]);
  });
});

describe('sentences', () => {
  const faults = [exact('db-hang', 20_000, 30_000)];
  const hung = [
    ...ok.filter(({ startMs }) => startMs < 19_000 || startMs >= 30_000),
    ...evenly(100, 20_000, 30_000, { tookMs: 4810 }),
  ];
  const told = (objectives: readonly Objective[], run: RawRun = {}) =>
    verdictOf(objectives, { requests: hung, faults, ...run }).sentence;

  test.each<[string, Objective[], RawRun, string]>([
    [
      'a failure',
      [pass, named('checkout is fast', { during: ['fault:db-hang'], target: 2500 })],
      {},
      'Fails: during db-hang, p95 of response_time 4.81 s against at most 2.5 s (checkout is fast)',
    ],
    [
      'the worst of several',
      [
        named('a', { during: ['fault:*'], target: 4000 }),
        named('b', { during: ['fault:*'], target: 1000, stat: 'max' }),
        named('c', { during: ['fault:*'], target: 4000 }),
      ],
      {},
      'Fails: during faults, max of response_time 4.81 s against at most 1 s (b)',
    ],
    [
      'by the critical limit',
      [
        named('a', {
          during: ['fault:*'],
          target: 1000,
          critical: 2000,
          where: { step: { not: true, names: ['checkout'] } },
        }),
      ],
      {},
      'Fails: during faults, p95 of response_time of browse 4.81 s against at most 2 s (a)',
    ],
    [
      'a warning',
      [named('a', { during: ['fault:db-hang', 'edge:db-hang'], target: 1000, critical: 9000 })],
      {},
      'Warns: during db-hang and at the edges of db-hang, p95 of response_time 4.81 s against at most 1 s (a)',
    ],
    [
      'too close to call',
      [named('a', { during: ['fault:*'], stat: 'max', target: 4809.999 })],
      {},
      'Fails: during faults, max of response_time 4810 ms against at most 4809.999 ms (a)',
    ],
    ['a pass', [pass], {}, 'Passes: the one objective holds'],
    ['passes', [pass, pass, elsewhere], {}, 'Passes: all 2 objectives hold (1 not evaluated)'],
    [
      'inconclusive',
      [unknown],
      {},
      'Inconclusive: in steady state, p95 of response_time of login is unknown: there are no samples (is unknown)',
    ],
    ['killed', [pass], { ending: null }, 'Invalid: the run was killed; its record stops after 60 s'],
    [
      'interrupted',
      [pass],
      { ending: { loadMs: 33_000, interrupted: 'SIGINT' } },
      'Interrupted by Ctrl-C after 33 s of 60 s',
    ],
    ['halted', [pass], halted, 'Inconclusive: halted after 33 s of 60 s: too many errors'],
    [
      'halted, and failed by then',
      [{ ...fail, during: ['steady'] }],
      halted,
      'Fails: in steady state, p95 of response_time 50 ms against at most 40 ms (fails). It was halted after 33 s of 60 s: too many errors',
    ],
    [
      'unclean',
      [pass],
      { ending: { left: ['api->db is still down'] } },
      'Passes: the one objective holds. Cleanup is incomplete: api->db is still down',
    ],
  ])('%s', (_name, objectives, run, sentence) => {
    expect(told(objectives, run)).toBe(sentence);
  });

  test('a limit that only the error of measurement reaches', () => {
    const near = [...evenly(100, 0, 60_000, { tookMs: 90 }), ...evenly(100, 0, 60_000, { tookMs: 100.4 })];
    const { sentence } = verdictOf([named('a', { stat: 'p50', target: 90.2 })], { requests: near });
    expect(sentence).toMatch(/p50 of response_time up to 9\d(\.\d+)? ms against at most 90(\.2)? ms \(a\)$/);
  });

  test('a recovery', () => {
    const slow = evenly(1200, 30_000, 42_000, { tookMs: 400 });
    const record = buildRecord({
      requests: [...hung, ...slow, ...evenly(1800, 42_000, 60_000)],
      faults,
      recoveryMs: 15_000,
    });
    const { sentence } = judge(record, sloOf(named('is fast', { during: ['recovery:x'] }), recovery()));
    expect(sentence).toBe('Fails: after db-hang, recovered after 12 s, at most 5 s allowed (recovers)');
  });

  test('reasons are worst first, each with its exit code', () => {
    const worse = named('fails worse', { target: 4 });
    const { reasons } = verdictOf([warn, unknown, fail, worse, pass], {
      ending: { left: ['x'], interrupted: 'SIGTERM', problems: [] },
    });
    expect(
      reasons.map(({ exitCode, text }) =>
        `${exitCode} ${text.split(':')[0] ?? ''} ${/\((.*)\)$/.exec(text)?.[1] ?? ''}`.trim(),
      ),
    ).toEqual([
      '6 Cleanup is incomplete',
      '143 Ended by SIGTERM after 60 s of 60 s',
      '3 Fails fails worse',
      '3 Fails fails',
      '5 Inconclusive is unknown',
      '0 Warns warns',
    ]);
  });

  test('a share is never rounded to none or all', () => {
    const requests = [...evenly(24_999, 0, 60_000), { startMs: 1, tookMs: 1, failed: true }];
    const { sentence } = verdictOf([named('a', { metric: 'error_rate', target: 0 })], { requests });
    expect(sentence).toBe('Fails: in steady state, error_rate 0.004 % against at most 0 % (a)');
  });
});

describe('figures', () => {
  const faults = [exact('f', 20_000, 24_000, { hits: ['checkout'], escalations: ['the proxy was swapped'] })];
  const requests: RawRequest[] = [
    ...evenly(200, 0, 20_000, { tookMs: 10 }),
    { startMs: 19_000, tookMs: 3000, step: 'checkout' },
    ...evenly(40, 20_000, 24_000, { tookMs: 700, step: 'checkout' }),
    ...evenly(10, 20_000, 24_000, { tookMs: 5000, step: 'checkout', failed: true }),
    ...evenly(20, 20_000, 24_000, { tookMs: 20, step: 'browse' }),
    ...evenly(3000, 24_000, 60_000, { tookMs: 30, step: 'sign up' }),
  ];
  const run: RawRun = {
    requests,
    faults,
    steps: ['login', 'checkout', 'browse'],
    ending: { loadMs: 60_400, scriptErrors: ['e'] },
  };
  const verdict = judge(
    buildRecord(run),
    sloOf(
      pass,
      recovery({ name: 'elsewhere', profiles: ['peak'] }),
      recovery({ of: ['passes'] }),
      recovery({ name: 'other', of: ['none'] }),
    ),
  );

  test('faults', () => {
    expect(verdict.faults).toHaveLength(1);
    const [{ p95Ms, ...rest }] = verdict.faults as [(typeof verdict.faults)[0]];
    expect(p95Ms).toBeGreaterThan(690);
    expect(p95Ms).toBeLessThanOrEqual(700);
    expect(rest).toEqual({
      id: 'f',
      on: 'api->db',
      description: 'api->db down',
      plannedStartMs: 20_000,
      plannedEndMs: 24_000,
      feltMs: 20_000,
      cleanMs: 24_000,
      exposedRequests: 51,
      exposedConnections: null,
      assumed: false,
      errorRate: 10 / 70,
      recoveryMs: 0,
      recoveryCensored: false,
      worstObjective: 'other',
      worstVerdict: 'inconclusive',
      lostWrites: null,
      doubledWrites: null,
      escalations: ['the proxy was swapped'],
    });
  });

  test('requests that met a fault, where they were counted, and not those that were merely under way', () => {
    const counted = buildRecord(run);
    const faults = counted.faults.map((fault) => ({ ...fault, exposure: { connections: null, requests: 3 } }));
    expect(judge({ ...counted, faults }, sloOf(pass)).faults[0]?.exposedRequests).toBe(3);
  });

  test('steps: those of the plan in order, then others; also those without requests', () => {
    expect(
      verdict.steps.map(({ step, requests, steps, failedSteps, maxMs }) => [step, requests, steps, failedSteps, maxMs]),
    ).toEqual([
      ['login', 0, 0, 0, null],
      ['checkout', 51, 51, 10, 3000],
      ['browse', 220, 220, 0, 20],
      ['sign up', 3000, 3000, 0, 30],
    ]);
    const [login, checkout, browse] = verdict.steps;
    expect(login).toMatchObject({ meanMs: null, p50Ms: null, p95Ms: null, p99Ms: null });
    expect(checkout?.meanMs).toBeCloseTo((3000 + 40 * 700) / 41, 9);
    expect(browse?.p50Ms).toBeCloseTo(10, 0);
    expect(browse?.p95Ms).toBeCloseTo(20, 0);
  });

  test('seconds: from t0 to the end of the load, by start', () => {
    expect(verdict.seconds).toHaveLength(61);
    expect(verdict.seconds.map(({ second }) => second)).toEqual(Array.from({ length: 61 }, (_, i) => i));
    expect(verdict.seconds[0]).toMatchObject({ requests: 10, steps: 10, failedSteps: 0, maxMs: 10 });
    expect(verdict.seconds[19]).toMatchObject({ requests: 11, maxMs: 3000 });
    const inFault = verdict.seconds.slice(20, 24);
    expect(inFault.reduce((sum, { requests }) => sum + requests, 0)).toBe(70);
    expect(inFault.reduce((sum, { failedSteps }) => sum + failedSteps, 0)).toBe(10);
    expect(inFault.every(({ maxMs }) => maxMs === 700)).toBe(true);
    expect(verdict.seconds[60]).toEqual({
      second: 60,
      requests: 0,
      failedSteps: 0,
      steps: 0,
      p50Ms: null,
      p95Ms: null,
      maxMs: null,
      offered: 0,
      achieved: null,
    });
    expect(verdict.seconds.reduce((sum, { requests }) => sum + requests, 0)).toBe(verdict.requests);
  });

  test('the rest', () => {
    expect(verdict).toMatchObject({
      version: 1,
      runId: 'run-1',
      experiment: 'shop-proof',
      scenario: 'proof',
      profile: 'proof',
      target: 'shop',
      targetOptions: { retries: 'on' },
      build: null,
      durationMs: 60_400,
      sloFile: 'thresholds/shop.yaml',
      requests: 3271,
      scriptErrors: ['e'],
      digests: { series: 'aa', faults: 'bb', sampled: 'cc' },
    });
    expect(verdict.phases.map(({ phase }) => phase)).toEqual(['steady', 'fault:f', 'recovery:f', 'steady', 'cooldown']);
  });

  test('what the run was made of, where the record knows', () => {
    expect(verdict).toMatchObject({ rerunOf: null, faultParams: {}, faultSeed: null, repeatable: false });
    const record = buildRecord({ requests: ok });
    const plan = { ...record.manifest.plan, faultParams: { latencyMs: 200, edge: 'api->db' }, faultSeed: 7 };
    const manifest = { ...record.manifest, plan, rerunOf: 'run-0' };
    expect(judge({ ...record, manifest }, null)).toMatchObject({
      ...{ rerunOf: 'run-0', faultParams: { latencyMs: '200', edge: 'api->db' }, faultSeed: 7 },
    });
  });

  test('a plain script: failed requests are its failed steps', () => {
    const plain = judge(
      buildRecord({ requests: [...ok, ...evenly(6, 0, 60_000, { failed: true })], plain: true }),
      sloOf(pass),
    );
    expect(plain.steps).toEqual([]);
    expect(plain.requests).toBe(306);
    expect(plain.seconds.reduce((sum, { failedSteps }) => sum + failedSteps, 0)).toBe(6);
  });

  test('same input, same bytes; order and splitting of cells do not matter', () => {
    const record = buildRecord(run);
    const slo = sloOf(
      pass,
      recovery({ name: 'elsewhere', profiles: ['peak'] }),
      recovery({ of: ['passes'] }),
      recovery({ name: 'other', of: ['none'] }),
    );
    const bytes = JSON.stringify(verdict);
    expect(JSON.stringify(judge(buildRecord(run), slo))).toBe(bytes);
    const split = record.series.toReversed().map((series) => ({
      ...series,
      cells: Cells.of(
        [...series.cells].reverse().flatMap((cell) => [cell, cellOf({ startMs: cell.startMs, endMs: cell.endMs })]),
      ),
    }));
    expect(JSON.stringify(judge({ ...record, series: split }, slo))).toBe(bytes);
    // Nothing in it that JSON cannot carry.
    expect(JSON.parse(bytes)).toEqual(verdict);
  });
});

describe('odd records do not crash', () => {
  const slo = sloOf(
    pass,
    named('b', { metric: 'error_rate', target: 0 }),
    named('c', { metric: 'checks', target: 1 }),
    named('d', { metric: 'throughput', target: 1, during: ['all'] }),
    named('e', { metric: 'step_time', stat: 'max', during: ['fault:*', 'edge:*', 'recovery:*'] }),
    recovery({ of: ['passes', 'b', 'c', 'd', 'e'] }),
  );
  const record = buildRecord({ requests: ok, faults: [exact('f', 20_000, 30_000)] });
  const gauge = {
    id: 99,
    metric: 'vus',
    type: 'gauge',
    failed: false,
    tags: {},
    cells: Cells.of([cellOf({ count: 3, max: 9 })]),
  } as const;
  const far = { ...gauge, cells: Cells.of([cellOf({ startMs: 1_000_000, endMs: 1_000_000, count: 1 })]) };
  const wild = cellOf({
    startMs: 5,
    endMs: 3,
    count: 1,
    timed: 1,
    sum: 1,
    min: 1,
    max: 1,
    histogram: [1e9, 1, -3e9, 2, 7],
  });
  const http = record.series.find(({ type }) => type === 'http')!;
  const manifest = record.manifest;

  test.each<[string, RunRecord]>([
    ['no series', { ...record, series: [] }],
    ['no series, killed', { ...record, series: [], manifest: { ...manifest, t0: null, ending: null } }],
    ['series without cells', { ...record, series: record.series.map((one) => ({ ...one, cells: Cells.of([]) })) }],
    ['all failed, nothing timed', buildRecord({ requests: evenly(100, 0, 60_000, { failed: true, tookMs: null }) })],
    ['only before the load', buildRecord({ requests: evenly(100, -5000, 0), ending: null })],
    ['gauges', { ...record, series: [...record.series, gauge] }],
    ['cells after the end', { ...record, series: [...record.series, far] }],
    ['wild cells', { ...record, series: [{ ...http, cells: Cells.of([wild]) }] }],
    ['no load at all', buildRecord({ durationMs: 0, ending: { loadMs: 0 } })],
    ['a load that ended before it began', buildRecord({ ending: { loadMs: -5 } })],
    [
      'faults out of order and beyond the end',
      buildRecord({ requests: ok, faults: [exact('f', 90_000, 80_000), exact('g', 70_000, 99_000)] }),
    ],
    [
      'the same fault twice',
      buildRecord({ requests: ok, faults: [exact('f', 10_000, 20_000), exact('f', 15_000, 25_000)] }),
    ],
  ])('%s', (_name, odd) => {
    const verdict = judge(odd, slo);
    expect(['pass', 'warn']).not.toContain(verdict.verdict);
    expect(JSON.parse(JSON.stringify(verdict))).toEqual(verdict);
  });
});
