import { expect, test } from 'vitest';
import type { ProofloadError } from '../diagnostic/error.ts';
import { defineTarget, type Service } from '../define/target.ts';
import { checkTarget } from './check-target.ts';
import { Problems } from './problems.ts';

const mail: Service = { kind: 'external', url: 'http://127.0.0.1:1' };

function problemsOf(services: Readonly<Record<string, Service>>, edges: readonly string[]): string[] {
  const problems = new Problems();
  const all = { mail, ...services };
  const target = defineTarget({ name: 'shop', services: all, edges: ['k6->mail', ...edges] as never[] });
  checkTarget(target, {}, { allowRemote: false }, problems);
  try {
    problems.throwIfAny();
    return [];
  } catch (error) {
    return (error as ProofloadError).problems.map(({ message, hint }) => [message, hint].filter(Boolean).join(': '));
  }
}

const db: Service = { kind: 'postgres' };
const cache: Service = { kind: 'redis' };
const pool: Service = { kind: 'pgbouncer' };
const replica: Service = { kind: 'postgres', replicaOf: 'db' };

test('a database with a replica, a pool and a cache', () => {
  const settings = { pool_mode: 'transaction', default_pool_size: 5 };
  const services = { db, replica, pool: { ...pool, settings }, cache: { ...cache, settings: { save: '' } } };
  expect(problemsOf(services, ['replica->db', 'pool->db'])).toEqual([]);
});

test('a pool of a database that runs already', () => {
  const known: Service = { kind: 'external', url: 'postgres://shop:secret@127.0.0.1:5432/shop' };
  expect(problemsOf({ known, pool }, ['pool->known'])).toEqual([]);
  const unknown: Service = { kind: 'external', url: 'postgres://127.0.0.1:5432/shop' };
  expect(problemsOf({ unknown, pool }, ['pool->unknown'])).toEqual([
    expect.stringMatching(/"pool" is a PgBouncer in front of "unknown", .* with its user: postgres:\/\/user/),
  ]);
});

test.each<[string, Readonly<Record<string, Service>>, readonly string[], RegExp]>([
  ['a pool of nothing', { pool }, [], /"pool" has 0 edges that lead away.*pool->db/],
  ['a pool of two', { db, cache, pool }, ['pool->db', 'pool->cache'], /"pool" has 2 edges that lead away/],
  ['a pool of a cache', { cache, pool }, ['pool->cache'], /in front of "cache", which is no PostgreSQL database/],
  ['a replica without an edge', { db, replica }, [], /"replica" follows "db" over an edge.*add the edge "replica->db"/],
  ['a replica of nothing', { replica: { ...replica, replicaOf: 'bd' }, db }, ['replica->db'], /of "bd", .*"db"\?/],
  ['a replica of itself', { replica: { ...replica, replicaOf: 'replica' } }, [], /of "replica", which is no primary/],
  ['a replica with init', { db, replica: { ...replica, init: ['fields.ts'] } }, ['replica->db'], /leave init out/],
  [
    'a setting of ours',
    { cache: { ...cache, settings: { port: 6379 } } },
    [],
    /port is the run's to say: leave it out/,
  ],
  ['no setting', { cache: { ...cache, settings: { 'a b': 1 } } }, [], /expected the name of a setting/],
  ['two lines', { cache: { ...cache, settings: { save: '\nport 1' } } }, [], /must be one line/],
])('%s is refused', (_what, services, edges, message) => {
  expect(problemsOf(services, edges)).toEqual([expect.stringMatching(message)]);
});
