import { describe, expect, it } from 'vitest';
import { health, pgbouncer, prometheus, redis, sql, type Probe } from '../define/probe.ts';
import { defineTarget } from '../define/target.ts';
import type { PlannedProbe } from '../model/signal.ts';
import { checkTarget } from './check-target.ts';
import { Problems } from './problems.ts';

const services = {
  api: { kind: 'external', url: 'http://127.0.0.1:8080', metrics: '/metrics' },
  web: { kind: 'external', url: 'http://127.0.0.1:8081' },
  db: { kind: 'external', url: 'postgres://shop:secret@127.0.0.1/shop' },
  cache: { kind: 'external', url: 'tcp://127.0.0.1:6379' },
  own: { kind: 'postgres', cores: 2, memory: '1GB', slowQuery: '200ms' },
} as const;

function check(probes: Readonly<Record<string, Probe>>, more: object = {}) {
  const target = defineTarget({ name: 'shop', services, edges: ['k6->api'], ...more });
  const problems = new Problems();
  const checked = checkTarget({ ...target, probes }, {}, { allowRemote: false }, problems);
  let told: readonly { message: string; hint?: string | undefined }[] = [];
  try {
    problems.throwIfAny();
  } catch (error) {
    told = (error as { problems: typeof told }).problems;
  }
  return { probes: checked?.probes ?? [], told: told.map(({ message, hint }) => `${message} (${hint ?? ''})`) };
}

const own = (probes: readonly PlannedProbe[], metric: string) => probes.find((probe) => probe.metric === metric);

describe('probes of a target', () => {
  it('are levels, counts, shares, truths and histograms by what is said of them', () => {
    const { probes } = check({
      waiting: prometheus('api', 'pool_waiting'),
      in_use: prometheus('api', 'pool_in_use', { of: 'pool_size' }),
      retries: prometheus('api', 'retries_total', { as: 'count', by: ['reason'] }),
      hits: redis('cache', 'keyspace_hits', { as: 'count', of: ['keyspace_hits', 'keyspace_misses'] }),
      open: prometheus('api', 'breaker', { is: 1 }),
      time: prometheus('api', 'time_seconds', { as: 'histogram', unit: 's', where: { route: '/' } }),
      queue: pgbouncer('db', 'cl_waiting', { by: ['database'] }),
      orders: sql('db', 'select count(*) from orders'),
      ready: health('web', '/health/ready'),
    });
    const told = (name: string) => {
      const { kind, unit, atMost, labels } = own(probes, name)?.signal ?? {};
      return [kind, unit, atMost, labels?.join(' ')];
    };
    expect(told('waiting')).toEqual(['level', 'number', true, 'service']);
    expect(told('in_use')).toEqual(['level', 'share', true, 'service']);
    expect(told('retries')).toEqual(['count', 'number', true, 'service reason']);
    expect(told('hits')).toEqual(['ratio', 'share', true, 'service']);
    expect(told('open')).toEqual(['truth', 'share', true, 'service']);
    expect(told('time')).toEqual(['histogram', 'ms', true, 'service']);
    expect(told('ready')).toEqual(['truth', 'share', false, 'service']);
    expect(own(probes, 'time')).toMatchObject({ take: { factor: 1000, where: { route: '/' } } });
    expect(own(probes, 'orders')).toMatchObject({ ask: { kind: 'sql' }, take: { field: 'value' } });
    expect(own(probes, 'queue')).toMatchObject({ service: 'db', ask: { kind: 'pgbouncer' } });
  });

  it('are joined by what services of their kind tell anyway', () => {
    const { probes } = check({});
    const of = (service: string) => probes.filter((one) => one.service === service).map(({ metric }) => metric);
    expect(of('api')).toEqual([]);
    expect(of('own')).toEqual([
      ...['service_up', 'service_memory_bytes', 'service_open_files', 'service_cpu', 'service_memory'],
      ...['db_connections', 'db_lock_waits', 'db_cache_hit_ratio', 'db_replication_lag', 'db_slow_queries'],
    ]);
    expect(of('db')).toEqual(['db_connections', 'db_lock_waits', 'db_cache_hit_ratio', 'db_replication_lag']);
    expect(own(probes, 'service_cpu')?.take.factor).toBe(0.5);
  });

  it.each([
    [{ service_cpu: health('api', '/') }, 'probe "service_cpu": k6 or Proofload has a metric "service_cpu" already'],
    [{ a: prometheus('apl', 'x') }, 'probe "a": there is no service "apl" (did you mean "api"?)'],
    [{ a: prometheus('web', 'x') }, `service "web" does not say where its metrics are (add metrics: '/metrics' to it)`],
    [
      { a: sql('api', 'select 1') },
      'service "api" is not asked by sql() (it speaks http: take prometheus() or health())',
    ],
    [{ a: pgbouncer('own', 'cl_waiting') }, 'service "own" is not asked by pgbouncer()'],
    [{ a: redis('db', 'used_memory') }, 'it speaks postgres: take sql(), or pgbouncer() for a PgBouncer'],
    [{ a: redis('cache', 'x', { as: 'histogram' }) }, 'only Prometheus has histograms (take level or count)'],
    [
      { a: prometheus('api', 'x', { is: 1, unit: 's' }) },
      '"is" makes it a share of the time (leave out as, of and unit)',
    ],
    [{ a: prometheus('api', 'x', { of: 'y', unit: 's' }) }, '"of" makes it a share (leave out unit)'],
    [{ a: prometheus('api', 'x', { as: 'count', unit: 's' }) }, 'a count has no unit'],
    [{ a: prometheus('api', 'x', { by: ['le'] }) }, 'by names "le", which Proofload uses itself'],
    [{ a: prometheus('api', '') }, 'target: probes.a.what is "": expected what is asked'],
    [{ 'a-b': health('api', '/') }, 'target: probes.a-b: expected a name of letters, digits and _, as metrics have'],
  ])('have no mistakes: %#', (probes, message) => {
    expect(check(probes).told.join('\n')).toContain(message);
  });

  it('are asked every second, or as often as the target says, which is no less than 100 ms', () => {
    expect(check({}, { sampleEvery: '50ms' }).told.join()).toContain('sampleEvery is "50ms": must be at least 100ms');
    const wrong = check({}, { services: { ...services, own: { kind: 'postgres', cores: 0, memory: '1 G' } } }).told;
    expect(wrong.join('\n')).toContain('services.own.cores is 0: must be above 0');
    expect(wrong.join('\n')).toContain('services.own.memory is "1 G": expected a size such as 512MB');
  });
});
