import { expect, test } from 'vitest';
import { environmentOf } from './environment.ts';
import { buildRecord } from './testing/record-builder.ts';

const { manifest } = buildRecord({});

test('where and with what a run was measured', () => {
  const { plan, host } = manifest;
  const services = [
    { name: 'api', kind: 'process', replicas: 2 },
    { name: 'db', kind: 'postgres', container: true as const },
  ];
  const adopted = {
    toxiproxy: 'http://127.0.0.1:8474',
    proxies: { 'k6->api': 'shop_api', 'api->db': 'shop_db' },
  };
  const target = { ...plan.target, services, adopted };
  const told = environmentOf({
    ...manifest,
    host: { ...host, cpu: 'Some Processor' },
    versions: { k6: '2.2.0' },
    plan: { ...plan, target, faultPlanFile: 'chaos/shop.ts', k6Extensions: ['xk6-sql'] },
  });
  expect(told).toEqual({
    ...{ platform: 'linux', arch: 'x64', cpus: 2, cpu: 'Some Processor', memoryBytes: 1 },
    ...{ versions: { k6: '2.2.0' }, k6Extensions: ['xk6-sql'] },
    services: [
      { name: 'api', kind: 'process', replicas: 2, container: false },
      { name: 'db', kind: 'postgres', replicas: 1, container: true },
    ],
    adopted: [
      { edge: 'k6->api', proxy: 'shop_api', toxiproxy: 'http://127.0.0.1:8474' },
      { edge: 'api->db', proxy: 'shop_db', toxiproxy: 'http://127.0.0.1:8474' },
    ],
    ...{ scenarioFile: 'scenarios/shop/proof.ts', faultPlanFile: 'chaos/shop.ts', seed: 1 },
    ...{ requestTimeoutMs: 10_000, recoveryMs: 5000 },
  });
});

test('of what older records do not tell, nothing is told', () => {
  expect(environmentOf(manifest)).toMatchObject({ cpu: null, k6Extensions: [], services: [], adopted: [] });
});
