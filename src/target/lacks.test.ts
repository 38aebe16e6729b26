import { expect, test } from 'vitest';
import type { CheckedService } from '../inputs/service-shape.ts';
import { lacksOf, refuseLacking } from './lacks.ts';

const db: CheckedService = { kind: 'postgres', init: [] };
const replica: CheckedService = { ...db, replicaOf: 'db' };
const target = { services: { db, replica }, runtime: 'processes' } as const;

test('a replica needs a primary of ours, and nothing else of PostgreSQL lacks anything', async () => {
  expect([...(await lacksOf(target, {}))]).toEqual([]);
  const lacks = await lacksOf(target, { PROOFLOAD_POSTGRES_URL: 'postgres://db.test/shop' });
  expect([...lacks.keys()]).toEqual(['replica']);
  expect(() => refuseLacking(lacks)).toThrow(
    expect.objectContaining({
      exitCode: 7,
      problems: [
        {
          message: 'service "replica": it is a replica, and the server of PROOFLOAD_POSTGRES_URL is not ours to copy',
          hint: 'unset PROOFLOAD_POSTGRES_URL, and the run starts servers of its own',
        },
      ],
    }),
  );
});

test('a replica is a process', async () => {
  const lacks = await lacksOf({ ...target, runtime: 'containers' }, {});
  expect([...lacks]).toEqual([
    ['replica', { why: 'it is a replica, and those run as processes only', hint: 'leave --runtime containers out' }],
  ]);
});

test('nothing lacking is nothing refused', () => {
  expect(() => refuseLacking(new Map())).not.toThrow();
});
