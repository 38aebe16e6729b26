import { expect, test } from 'vitest';
import type { Lack } from '../model/lack.ts';
import type { Plan } from '../model/plan.ts';
import type { Adoptable } from '../chaos/adopted/adoption.ts';
import type { MeansById } from '../chaos/means/means-of.ts';
import { renderPlan } from './render-plan.ts';

const profile: Plan['profile'] = {
  name: 'load',
  model: 'closed',
  curve: [
    { atMs: 0, level: 5 },
    { atMs: 10_000, level: 5 },
  ],
  maxUsers: 5,
  warmUpMs: 0,
  durationMs: 10_000,
  breakpoint: null,
};

/** Only what is shown. */
function shown(
  steps: readonly string[],
  changes: Partial<Plan['profile']> = {},
  {
    faults = [],
    means = new Map(),
    lacks = new Map(),
    adoptable = null,
  }: {
    readonly faults?: Plan['faults'];
    readonly means?: MeansById;
    readonly lacks?: ReadonlyMap<string, Lack>;
    readonly adoptable?: Adoptable | null;
  } = {},
): string {
  const journeys = [{ name: 'visitor', steps, weight: 1, think: { kind: 'uniform', fromMs: 0, toMs: 0 } }];
  const plan = {
    experiment: 'load',
    scenario: { file: 'load.ts', seed: 1, journeys, sourceAddresses: null },
    profile: { ...profile, ...changes },
    target: { name: 'mine', options: {}, services: [{ name: 'cache', kind: 'redis' }], edges: ['k6->target'] },
    faults,
    tags: {},
    build: null,
    sloFile: null,
    timeScale: 1,
  } as unknown as Plan;
  return renderPlan({
    plan,
    slo: null,
    means,
    lacks,
    adoptable,
    writtenMs: 10_000,
    availableBytes: 1e9,
    calibration: null,
  });
}

test('requests are told where steps are known', () => {
  expect(shown(['home'])).toContain('requests    about 500, when every step is one that is answered in 100 ms');
  expect(shown([])).not.toContain('requests ');
});

test('a breakpoint tells what ends it', () => {
  expect(shown(['home'])).not.toContain('ends ');
  expect(shown(['home'], { breakpoint: { sustainedMs: 10_000, of: null } })).toContain(
    'ends        when an objective about steady or all has failed for 10 s',
  );
  expect(shown(['home'], { breakpoint: { sustainedMs: 5000, of: ['fast', 'right'] } })).toContain(
    'ends        when one of fast, right has failed for 5 s',
  );
});

test('a fault tells how it is proven, what it uses, and why it cannot work here', () => {
  const faults: Plan['faults'] = [
    { id: 'hang', on: 'api->db', startMs: 2000, endMs: 4000, action: { kind: 'black-hole', direction: 'both' } },
    { id: 'cut', on: 'api->db', startMs: 6000, endMs: 8000, action: { kind: 'down' } },
  ];
  const lack = { why: 'stress-ng is not on PATH', hint: 'apt-get install stress-ng' };
  const means: MeansById = new Map([
    ['hang', { proof: 'a canary through api->db', needs: [], lack: null }],
    ['cut', { proof: 'itself', needs: ['root', 'stress-ng'], lack }],
  ]);
  const text = shown(['home'], {}, { faults, means });
  expect(text).toContain('  proof     hang: a canary through api->db\n');
  expect(text).toContain(
    '  proof     cut: itself; uses root, stress-ng\n  CANNOT    cut: stress-ng is not on PATH\n            apt-get install stress-ng\n',
  );
});

test('a service tells why it cannot be started here', () => {
  expect(shown(['home'])).toContain('  start     cache (redis)\n  edge ');
  const lacks = new Map([['cache', { why: 'there is no redis-server on PATH', hint: 'apt-get install redis-server' }]]);
  expect(shown(['home'], {}, { lacks })).toContain(
    '  start     cache (redis)\n  CANNOT    cache: there is no redis-server on PATH\n            apt-get install redis-server\n',
  );
});

test('an edge that is adopted tells whose proxy it is, and why it cannot be', () => {
  const proxy = { name: 'mine', listen: '127.0.0.1:20001', upstream: '127.0.0.1:9000', enabled: true, toxics: [] };
  const adoptable = { apiUrl: 'http://127.0.0.1:8474', version: '2.12.0', proxies: new Map([['k6->target', proxy]]) };
  const line =
    '  edge      k6->target, the proxy "mine" of the Toxiproxy 2.12.0 at http://127.0.0.1:8474, from 127.0.0.1:20001 to 127.0.0.1:9000\n';
  expect(shown(['home'], {}, { adoptable })).toContain(line);
  expect(shown(['home'], {}, { adoptable })).not.toContain('CANNOT');
  const proxies = new Map([['k6->target', { ...proxy, enabled: false }]]);
  expect(shown(['home'], {}, { adoptable: { ...adoptable, proxies } })).toContain(
    `${line}  CANNOT    k6->target be adopted: it is disabled: nothing listens\n`,
  );
});
