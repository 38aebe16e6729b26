import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ProofloadError } from '../diagnostic/error.ts';
import { Problems } from './problems.ts';
import { readSlo } from './read-slo.ts';

const folder = mkdtempSync(join(tmpdir(), 'read-slo-'));
const metrics = {
  scanned: { kind: 'counter', unit: 'number' },
  scan_time: { kind: 'trend', unit: 'ms' },
  size: { kind: 'trend', unit: 'number' },
  stale: { kind: 'rate', unit: 'number' },
  queue: { kind: 'gauge', unit: 'number' },
} as const;

const names = {
  steps: ['browse', 'checkout', 'report', 'look'],
  journeys: ['shopper', 'guest'],
  faultIds: [],
  profiles: () => Promise.resolve(['page', 'proof']),
  profile: 'page',
  metrics: () => Promise.resolve(metrics),
  signals: () => Promise.resolve({}),
  target: { name: 'shop', services: [] },
  ledgers: () => Promise.resolve(['orders']),
};

/** One objective as it is written between braces, and what comes of it: itself, or the problems. */
async function read(written: string, faultIds: readonly string[] = [], steps: readonly string[] | null = names.steps) {
  const file = join(folder, 'slo.yaml');
  writeFileSync(file, `version: 1\nobjectives:\n  - { name: a, ${written} }\n`);
  const problems = new Problems();
  const read = await readSlo(
    { path: file, shownAs: 'slo.yaml', projectRoot: folder },
    { ...names, faultIds, steps },
    problems,
  );
  try {
    problems.throwIfAny();
  } catch (error) {
    return (error as ProofloadError).problems.map(({ message, hint }) => [message, hint].filter(Boolean).join(': '));
  }
  return read?.slo.objectives[0];
}

describe('a metric', () => {
  test.each([
    ['metric: throughput, target: 100/s', { metric: 'throughput', stat: null, target: 100 }],
    ['metric: throughput, target: at most 100/s', { metric: 'throughput', target: 100, atMost: true }],
    ['metric: checks, target: 99%, critical: 95%', { target: 0.99, critical: 0.95 }],
    ['metric: limited_rate, target: at least 10%', { target: 0.1, atMost: false }],
    ['metric: start_lag, stat: p99, target: 20ms', { stat: 'p99', target: 20 }],
    ['metric: ws_msgs_received, target: at least 50/s', { target: 50, atMost: false }],
    ['metric: grpc_req_duration, stat: p95, target: 1s', { target: 1000 }],
    ['metric: scanned, stat: count, target: at least 5', { own: metrics.scanned, stat: 'count', target: 5 }],
    ["metric: scanned, stat: count, target: '0'", { target: 0 }],
    ['metric: scan_time, stat: mean, target: 2s', { own: metrics.scan_time, target: 2000 }],
    ["metric: size, stat: max, target: '1.5'", { own: metrics.size, target: 1.5 }],
    ['metric: stale, target: 5%', { own: metrics.stale, stat: null, target: 0.05 }],
    ["metric: queue, stat: max, target: '20', critical: '30'", { own: metrics.queue, target: 20, critical: 30 }],
  ])('%s', async (written, objective) => {
    expect(await read(written)).toMatchObject(objective);
  });

  test.each([
    ['metric: respons_time, stat: p95, target: 1s', 'there is no metric "respons_time": did you mean "response_time"?'],
    ['metric: scaned, target: 1/s', 'there is no metric "scaned": did you mean "scanned"?'],
    [
      'metric: http_req_duration, stat: p95, target: 1s',
      'there is no metric "http_req_duration": here it is response_time',
    ],
    ['metric: scan_time, target: 1s', 'stat is missing: scan_time is a time: say p50, p95, p99, max, min or mean'],
    ["metric: queue, target: '1'", 'stat is missing: queue is a level: say max or min'],
    ["metric: queue, stat: p95, target: '1'", 'queue is a level and has no p95: say max or min'],
    ['metric: scanned, stat: p95, target: 1/s', 'scanned is counted and has no p95: say rate or count'],
    ['metric: stale, stat: rate, target: 1%', 'stale has one value and takes no stat: remove it'],
    [
      'metric: scan_time, stat: p0, target: 1s',
      'stat is p0: a percentile is above 0 and below 100: min is the least value',
    ],
    [
      'metric: scan_time, stat: p95, target: 1/s',
      'target is "1/s": expected a time such as 300ms or 1.5s, since it limits scan_time',
    ],
    [
      'metric: scanned, target: 5%',
      'target is "5%": expected so many a second, such as 100/s, since it limits scanned',
    ],
    [
      'metric: size, stat: max, target: 5ms',
      'target is "5ms": expected a number such as 20 or 0.5, since it limits size',
    ],
    ['metric: scan_time, stat: max, target: 0ms', 'target is 0, which no run can be judged by'],
    ['metric: scanned, target: at least 0/s', 'target is at least 0/s, which every value meets'],
    ['metric: stale, target: 100%', 'target is 100%, which every value meets'],
    [
      'metric: scanned, target: at least 5/s, critical: at most 9/s',
      'critical is "at most 9/s", and the target is at least so much: both limits are on one side',
    ],
    [
      'metric: scanned, target: at least 5/s, critical: 9/s',
      'critical 9/s is not looser than target at least 5/s: missing target warns, missing critical fails',
    ],
  ])('wrong: %s', async (written, problem) => {
    expect(await read(written)).toEqual([`objective "a": ${problem}`]);
  });
});

const p95 = 'metric: response_time, stat: p95, target: 1s';

describe('what an objective is about', () => {
  const only = (...names: string[]) => ({ not: false, names });
  test.each([
    [
      `${p95}, where: { country: [de, fr], status: { not: 404 } }`,
      { where: { country: only('de', 'fr'), status: { not: true, names: ['404'] } } },
    ],
    [`${p95}, where: { vip: true, shelf: 3 }`, { where: { vip: only('true'), shelf: only('3') } }],
    [`${p95}, where: { journey: guest }`, { where: { journey: only('guest') } }],
    [
      'metric: grpc_req_duration, stat: p95, target: 1s, where: { status: [14, deadline_exceeded, OK] }',
      { where: { status: only('14', '4', '0') } },
    ],
    [`${p95}, where: { protocol: HTTP/2.0 }`, { where: { proto: only('HTTP/2.0') } }],
    [`${p95}, window: { sustained: 1m }`, { window: { kind: 'sustained', lengthMs: 60_000 } }],
    [`${p95}, window: { rolling: 30s, allowed: 2% }`, { window: { kind: 'rolling', lengthMs: 30_000, allowed: 0.02 } }],
    [`${p95}, severity: info, onNoData: { skip: nobody }`, { severity: 'info', onNoData: { skip: 'nobody' } }],
    ['metric: error_rate, target: 1%, budget: { abort: true }', { budget: { burn: 10, windowMs: null, abort: true } }],
    [
      "metric: ratio, of: { metric: scanned }, per: { metric: throughput }, target: '0.5'",
      { ratio: { unit: 'number', of: { own: metrics.scanned } } },
    ],
    [
      'metric: response_time, stat: p95, during: fault, edges: include, target: 3x steady, critical: 5x steady',
      { during: ['fault:*', 'edge:*'], relativeTo: 'steady', target: 3, critical: 5 },
    ],
  ])('%s', async (written, objective) => {
    expect(await read(written, ['slow'])).toMatchObject(objective);
  });
});

test.each([
  ['metric: response_time, stat: p95, target: 300', 'such as 300ms, 1% or 100/s'],
  ["metric: checks, target: 99%, during: 'fault:slow'", 'there are no faults: give a fault plan with --chaos'],
])('%s is told with what to write', async (written, words) => {
  expect(await read(written)).toEqual([expect.stringContaining(words)]);
});

test.each(['17', '5xx', 'GONE'])('gRPC has no status %s', async (status) => {
  const hint = 'expected a code from 0 to 16 or its name, such as 14 or UNAVAILABLE';
  expect(await read(`metric: grpc_req_duration, stat: p95, target: 1s, where: { status: ${status} }`)).toEqual([
    `objective "a": gRPC has no status "${status}": ${hint}`,
  ]);
});

describe('of a plain k6 script, what is measured of journeys', () => {
  test.each([
    ['metric: step_time, stat: p95, target: 1s', 'take response_time, which is that of a request'],
    ['metric: limited_rate, target: 1%, profiles: [proof, page]', 'take a ratio of throughput'],
    ['metric: start_lag, stat: p95, target: 1s, onNoData: inconclusive', 'what began late is not told there'],
    ['metric: corrected_response_time, stat: p95, target: 1s', 'take response_time'],
  ])('is refused: %s', async (written, hint) => {
    const [metric] = /(?<=metric: )\w+/.exec(written) ?? [];
    const problem = `objective "a": a k6 script has no ${metric}: it is measured of journeys: ${hint}`;
    expect(await read(written, [], null)).toEqual([expect.stringContaining(problem)]);
    expect(await read(written)).toMatchObject({ metric });
  });

  test.each(['profiles: proof', 'onNoData: { skip: no steps }', 'onNoData: fail'])('stands with %s', async (also) => {
    const written = `metric: step_time, stat: p95, target: 1s, ${also}`;
    expect(await read(written, [], null)).toMatchObject({ metric: 'step_time' });
  });
});

test('a script that defines no SLO file', async () => {
  const path = join(folder, 'slow.ts');
  writeFileSync(path, 'export default { objectives: [] };');
  const problems = new Problems();
  await readSlo({ path, shownAs: 'slow.ts', projectRoot: folder }, names, problems);
  expect(() => problems.throwIfAny()).toThrow(
    expect.objectContaining({
      problems: [
        expect.objectContaining({
          message: 'this is no SLO file: its default export is not what defineSlo() gives',
          hint: 'export default defineSlo({ objectives: [ … ] })',
        }),
      ],
    }),
  );
});

describe('an SLO file in TypeScript', () => {
  const defined = async (objective: string, file: string) => {
    const path = join(folder, file);
    const text = `import { defineSlo } from 'proofload';\nexport default defineSlo({\n  objectives: [{ name: 'a', ${objective} }],\n});\n`;
    writeFileSync(path, text);
    const problems = new Problems();
    const read = await readSlo({ path, shownAs: file, projectRoot: folder }, names, problems);
    return { read, problems };
  };

  test('says the same as in YAML', async () => {
    const { read: found } = await defined(
      "metric: 'response_time', stat: 'p95', target: '2s', critical: '5s'",
      'same.ts',
    );
    const same = await read('metric: response_time, stat: p95, target: 2s, critical: 5s');
    const { place, ...objective } = found!.slo.objectives[0]!;
    expect(same).toMatchObject(objective);
    expect(place.file).toBe('same.ts');
    expect(found?.files).toContain(join(folder, 'same.ts'));
  });

  test('has the same checks', async () => {
    const { problems } = await defined("metric: 'respons_time', stat: 'p95', target: '2s'", 'wrong.ts');
    expect(() => problems.throwIfAny()).toThrow(
      expect.objectContaining({
        problems: [
          expect.objectContaining({
            message: 'objective "a": there is no metric "respons_time"',
            hint: 'did you mean "response_time"?',
          }),
        ],
      }),
    );
  });
});
