import { expect, test } from 'vitest';
import type { FaultAction } from '../../model/fault-action.ts';
import { meansOf } from './means-of.ts';
import type { Site } from './means.ts';

const site: Site = {
  edges: [{ name: 'k6->api', to: 'api' }],
  services: { api: { kind: 'node' }, db: { kind: 'postgres' } },
  contained: new Set(),
  env: { PATH: '' },
};
const contained: Site = { ...site, contained: new Set(['api']) };
const shared: Site = { ...site, env: { PATH: '', PROOFLOAD_POSTGRES_URL: 'postgres://db.test/shop' } };

async function lackOf(action: FaultAction, on: string, where: Site): Promise<string | undefined> {
  const means = await meansOf([{ id: 'f', on, startMs: 0, endMs: 1, action }], where);
  return means.get('f')?.lack?.why;
}

test.each<[FaultAction, string, Site, RegExp | undefined]>([
  [{ kind: 'pause' }, 'db', site, undefined],
  [{ kind: 'pause' }, 'db', shared, /whose processes are not ours/],
  [{ kind: 'kill', restart: true }, 'api', shared, undefined],
  [{ kind: 'cpu-stress', workers: 1, load: 1 }, 'api', site, /no stress-ng on PATH/],
  [{ kind: 'disconnect' }, 'api', site, /it is a process/],
  [{ kind: 'disconnect' }, 'api', contained, undefined],
  [{ kind: 'cpu-throttle', cpus: 0.2 }, 'api', contained, undefined],
  [{ kind: 'disk-full' }, 'api', contained, /it runs in a container/],
  [{ kind: 'clock-skew', byMs: 5000 }, 'api', contained, /it runs in a container/],
  [{ kind: 'lock-table', table: 'orders' }, 'db', shared, undefined],
  [{ kind: 'read-only' }, 'db', site, undefined],
  [{ kind: 'read-only' }, 'db', shared, /would break the others on it/],
  [{ kind: 'terminate-connections', everyMs: null }, 'db', shared, /would break the others on it/],
  [{ kind: 'exhaust-connections', leave: 0 }, 'db', shared, /would break the others on it/],
])('%j on %s works where it can, and says why where it cannot', async (action, on, where, why) => {
  const lack = await lackOf(action, on, where);
  if (why === undefined) expect(lack).toBeUndefined();
  else expect(lack).toMatch(why);
});

test.each([
  ['api', 'a canary through k6->api'],
  ['db', 'a canary at db itself'],
  ['web', 'a canary at the first replica that it is put on'],
])('a pause of %s is proven by %s', async (on, proof) => {
  const where: Site = {
    ...site,
    edges: [...site.edges, { name: 'api->web', to: 'web' }],
    services: { ...site.services, web: { kind: 'node', replicas: 2 } },
  };
  const means = await meansOf([{ id: 'f', on, startMs: 0, endMs: 1, action: { kind: 'pause' } }], where);
  expect(means.get('f')?.proof).toBe(proof);
});
