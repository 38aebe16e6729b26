/**
 * Mistakes that the compiler must find in authored files. Each `@ts-expect-error` is a test: it fails to compile when
 * the mistake below it compiles.
 */
import {
  counter,
  defineConfig,
  defineFaultPlan,
  defineJourney,
  defineScenario,
  defineSlo,
  defineTarget,
  feeder,
  health,
  lines,
  profiles,
  prometheus,
  rate,
  sql,
  rows,
  trend,
  users,
} from 'proofload';

const shop = defineTarget({
  name: 'shop',
  services: {
    db: { kind: 'postgres' },
    api: { kind: 'node', entry: 'main.ts', ready: '/ready' },
  },
  edges: ['k6->api', 'api->db'],
});

const buyer = defineJourney({
  name: 'buyer',
  steps: ['login', 'search'],
  run({ step, url, pick }) {
    const token: string = step('login', () => 'token');
    step('search', () => pick([url('/'), token]));
    // @ts-expect-error a step that is not declared
    step('serch', () => 1);
    // @ts-expect-error an async body would lose its name
    void step('search', async () => Promise.resolve(1));
    // @ts-expect-error a path begins with a slash
    url('search');
  },
});

export const scenario = defineScenario({ target: shop, profile: users(1, { for: '10s' }), journeys: [buyer] });

defineJourney({
  name: 'scanner',
  steps: ['scan'],
  data: { account: feeder<{ email: string }>('accounts.csv', { order: 'unique' }) },
  metrics: { scanTime: trend('ms'), scans: counter() },
  run({ step, pick, data, metrics, remember, job }) {
    const email: string = data.account.email;
    // @ts-expect-error a column that rows have not
    pick([data.account.password]);
    // @ts-expect-error a feeder that is not declared
    pick([data.word]);
    metrics.scans.add(1);
    // @ts-expect-error a metric that is not declared
    pick([metrics.scanz]);
    const length: number = remember('length', () => email.length);
    // @ts-expect-error what is remembered is not async
    void remember('later', async () => Promise.resolve(1));
    const work = { start: () => length, done: (id: number) => id > 0, every: '1s', within: '30s' } as const;
    const id: number = step('scan', () => job('scanTime', work));
    // @ts-expect-error a job times a metric of the journey
    job('scanTiem', work);
    // @ts-expect-error a duration has a unit
    job('scanTime', { ...work, within: String(id) });
  },
});
// @ts-expect-error rows come from CSV or JSON
feeder('accounts.xlsx', { order: 'unique' });
// @ts-expect-error an order that does not exist
feeder('accounts.csv', { order: 'sequential' });

defineTarget({
  name: 'wrong',
  services: { api: { kind: 'node', entry: 'main.ts', ready: '/ready' } },
  // @ts-expect-error an edge to a service that is not there
  edges: ['k6->api', 'api->db'],
});
defineTarget({
  name: 'wrong',
  // @ts-expect-error a ready path begins with a slash
  services: { api: { kind: 'node', entry: 'main.ts', ready: 'ready' } },
  edges: ['k6->api'],
});
defineTarget({
  name: 'adopted',
  services: { api: { kind: 'external', url: 'http://127.0.0.1:9000' } },
  edges: ['k6->api'],
  // @ts-expect-error an edge that is not there
  adopt: { 'api->db': 'postgres_proxy' },
});

// @ts-expect-error a field that scenarios have not
defineScenario({ target: shop, profile: users(1, { for: '10s' }), journeys: [buyer], duration: '10s' });
// @ts-expect-error a scenario has at least one journey
defineScenario({ target: shop, profile: users(1, { for: '10s' }), journeys: [] });
// @ts-expect-error a duration has a unit
users(1, { for: '10' });
// @ts-expect-error a number is no duration
users(1, { for: 10_000 });

const open = rate(5, { for: '10s', maxUsers: 9 });
const stages = users([
  { at: 5, for: '10s' },
  { to: 9, over: '5s' },
]);
defineScenario({ target: shop, profiles: { ...profiles, open, stages }, journeys: [{ journey: buyer, weight: 2 }] });
// @ts-expect-error one profile or several, not both
defineScenario({ target: shop, profile: open, profiles: { stages }, journeys: [buyer] });
// @ts-expect-error a stage goes to a level at once for a while, or there over a while
users([{ at: 5, over: '10s' }]);
// @ts-expect-error stages have their own lengths
users([{ at: 5, for: '10s' }], { for: '10s' });
// @ts-expect-error a closed profile has as many users as it says
users(5, { for: '10s', maxUsers: 9 });

defineTarget({
  name: 'asked',
  services: {
    api: { kind: 'node', entry: 'main.ts', ready: '/ready', metrics: '/metrics', cores: 0.5, memory: '64MB' },
  },
  edges: ['k6->api'],
  probes: {
    queue: prometheus('api', 'queue', { of: 'queue_size', by: ['shard'] }),
    // @ts-expect-error a service that is not there
    orders: sql('db', 'select count(*) from orders'),
    // @ts-expect-error a path begins with a slash
    ready: health('api', 'ready'),
    // @ts-expect-error a way of reading that does not exist
    calls: prometheus('api', 'calls_total', { as: 'counter' }),
  },
});
defineTarget({
  name: 'wrong',
  // @ts-expect-error a size has a unit
  services: { api: { kind: 'node', entry: 'main.ts', ready: '/ready', memory: '64' } },
  edges: ['k6->api'],
});

const timing = { id: 'slow', at: '10s', for: '5s' } as const;

const stores = defineTarget({
  name: 'stores',
  services: {
    db: { kind: 'postgres' },
    replica: { kind: 'postgres', replicaOf: 'db' },
    pool: { kind: 'pgbouncer', settings: { pool_mode: 'transaction', default_pool_size: 5 } },
    cache: { kind: 'redis', settings: { maxmemory: '64mb' }, memory: '64MB' },
    api: { kind: 'node', entry: 'main.ts', ready: '/ready' },
  },
  edges: ['k6->api', 'api->pool', 'api->cache', 'pool->db', 'replica->db'],
});
defineTarget({
  name: 'wrong',
  services: {
    api: { kind: 'node', entry: 'main.ts', ready: '/ready' },
    // @ts-expect-error a kind that does not exist
    cache: { kind: 'memcached' },
    // @ts-expect-error a field of another kind
    pool: { kind: 'pgbouncer', replicaOf: 'db' },
    // @ts-expect-error a setting is a text or a number
    other: { kind: 'redis', settings: { appendonly: true } },
  },
  edges: ['k6->api'],
});
defineFaultPlan({
  target: stores,
  faults: ({ pausePool, pauseWrites, memoryFull, replicaLag, lockTable, kill }) => [
    pausePool('pool', timing),
    pauseWrites('cache', timing),
    memoryFull('cache', timing),
    replicaLag('replica', { ...timing, by: '2s' }),
    kill('cache', timing),
    // @ts-expect-error a database is no PgBouncer
    pausePool('db', timing),
    // @ts-expect-error a pool is no Redis
    memoryFull('pool', timing),
    // @ts-expect-error an attribute of another fault
    pauseWrites('cache', { ...timing, by: '2s' }),
    // @ts-expect-error a Redis is no PostgreSQL
    lockTable('cache', { ...timing, table: 'orders' }),
    // @ts-expect-error behind by how long
    replicaLag('replica', { ...timing, by: '2' }),
  ],
});

defineTarget({
  name: 'replicated',
  services: {
    api: { kind: 'node', entry: 'main.ts', ready: '/ready', replicas: 3, affinity: { cookie: 'session' } },
    // @ts-expect-error an affinity that does not exist
    web: { kind: 'node', entry: 'main.ts', ready: '/ready', replicas: 3, affinity: 'source' },
    // @ts-expect-error a database has no replicas
    db: { kind: 'postgres', replicas: 2 },
  },
  edges: ['k6->api'],
});

defineFaultPlan({
  target: shop,
  faults: ({ httpError, slowBody, truncateBody, malformBody, delayHeaders }) => [
    httpError('k6->api', { ...timing, status: 429, retryAfter: '1s', match: { method: 'POST', share: '10%' } }),
    slowBody('k6->api', { ...timing, rate: '10KB/s', match: { path: '/orders/{id}', headers: { 'x-a': '*' } } }),
    // @ts-expect-error a share is a percentage
    httpError('k6->api', { ...timing, match: { share: 0.1 } }),
    // @ts-expect-error a rate is so much a second
    slowBody('k6->api', { ...timing, rate: '10KB' }),
    // @ts-expect-error a path begins with a slash or *
    truncateBody('k6->api', { ...timing, match: { path: 'orders' } }),
    // @ts-expect-error a way that does not exist
    malformBody('k6->api', { ...timing, how: 'xml' }),
    // @ts-expect-error late by how much
    delayHeaders('k6->api', timing),
    // @ts-expect-error an edge that is not there
    httpError('k6->db', timing),
  ],
});
defineFaultPlan({
  target: shop,
  journeys: [buyer],
  faults: ({ latency, bandwidth, timeout, reset, slowClose, slicer, limitData, down, blackHole, again }) => [
    latency('api->db', { ...timing, delay: '300ms', jitter: '50ms', hits: ['search'] }),
    down('api->db', { ...timing, id: 'cut', at: '40%', flapping: { every: '1s', on: '300ms' } }),
    // @ts-expect-error an edge that the target has not
    latency('api->cache', { ...timing, delay: '300ms' }),
    // @ts-expect-error an attribute of another fault
    down('api->db', { ...timing, delay: '300ms' }),
    // @ts-expect-error a step that no journey has
    blackHole('api->db', { ...timing, hits: ['serch'] }),
    // @ts-expect-error latency needs a delay
    latency('api->db', timing),
    // @ts-expect-error a moment is a duration or a percentage
    down('api->db', { ...timing, at: 'soon' }),
    // @ts-expect-error a direction that does not exist
    blackHole('api->db', { ...timing, direction: 'sideways' }),
    latency('api->db', { ...timing, ramp: { from: '10ms', to: '300ms', steps: 5 } }),
    bandwidth('api->db', { ...timing, rate: '100KB/s' }),
    bandwidth('api->db', { ...timing, ramp: { from: '1MB/s', to: '10KB/s', steps: 5 }, direction: 'both' }),
    timeout('api->db', { ...timing, after: '2s' }),
    reset('api->db', { ...timing, direction: 'downstream' }),
    slowClose('api->db', { ...timing, delay: '1s' }),
    slicer('api->db', { ...timing, size: '100B', variation: '50B', delay: '0.5ms' }),
    limitData('api->db', { ...timing, bytes: '10KB' }),
    // @ts-expect-error a delay or a ramp, not both
    latency('api->db', { ...timing, delay: '300ms', ramp: { from: '10ms', to: '300ms', steps: 5 } }),
    // @ts-expect-error a ramp has ends of the kind of its fault
    bandwidth('api->db', { ...timing, ramp: { from: '10ms', to: '300ms', steps: 5 } }),
    // @ts-expect-error bandwidth needs a rate
    bandwidth('api->db', timing),
    // @ts-expect-error a rate is data a second
    bandwidth('api->db', { ...timing, rate: '100KB' }),
    // @ts-expect-error a time-out needs its time
    timeout('api->db', timing),
    // @ts-expect-error an amount of data has a unit
    limitData('api->db', { ...timing, bytes: 1000 }),
    // @ts-expect-error resets do not wait
    reset('api->db', { ...timing, after: '2s' }),
    // @ts-expect-error a plan, not a target
    again(shop, { at: '10s', for: '5s' }),
  ],
});
defineFaultPlan({
  target: shop,
  params: { delay: '300ms', share: '10%', times: 3, hard: false, path: '/search' },
  require: { of: 'steady', for: '5s' },
  halt: [
    { errorRate: '50%', for: '5s' },
    { of: 'few errors', for: '10s' },
  ],
  faults: ({ latency, down, matrix, random }, { delay, share, times, hard, path }) => [
    latency('api->db', { id: path, at: share, for: '5s', delay, repeat: { every: '9s', times: hard ? 1 : times } }),
    matrix([latency('api->db', { id: 'slow', delay }), down('api->db', { id: 'cut', for: '2s' })], {
      each: '6s',
      quiet: '10s',
    }),
    random({ pick: 1, from: [down('api->db', { id: 'a', for: share })], quiet: '10s', seed: 7 }),
    // @ts-expect-error a share is no delay
    latency('api->db', { ...timing, delay: share }),
    // @ts-expect-error quiet has a unit
    matrix([], { quiet: '10' }),
    // @ts-expect-error a matrix is of faults
    matrix([matrix([], { quiet: '1s' })], { quiet: '10s' }),
  ],
});
defineFaultPlan({
  target: shop,
  params: { delay: '300ms' },
  // @ts-expect-error a parameter that is not declared
  faults: ({ latency }, { dealy }) => [latency('api->db', { ...timing, delay: '1s', hits: [String(dealy)] })],
});
// @ts-expect-error a share has its sign
defineFaultPlan({ target: shop, halt: { errorRate: '50', for: '5s' }, faults: () => [] });
// @ts-expect-error steady, or names
defineFaultPlan({ target: shop, require: { of: 'stedy', for: '5s' }, faults: () => [] });

defineFaultPlan({
  target: shop,
  faults: ({ pause, kill, restart, cpuThrottle, cpuStress, memoryStress, diskFull, clockSkew }) => [
    diskFull('api', timing),
    clockSkew('api', { ...timing, by: '-5m' }),
    // @ts-expect-error ahead or behind
    clockSkew('api', { ...timing, by: '5m' }),
    pause('api', timing),
    kill('db', { ...timing, restart: false }),
    restart('api', timing),
    cpuThrottle('api', { ...timing, cpus: 0.2 }),
    cpuStress('api', { ...timing, workers: 2, load: '50%' }),
    memoryStress('api', { ...timing, size: '256MB' }),
    // @ts-expect-error a service, not an edge
    pause('api->db', timing),
    // @ts-expect-error a service that the target has not
    kill('cache', timing),
    // @ts-expect-error a throttle needs its CPUs
    cpuThrottle('api', timing),
    // @ts-expect-error an amount of memory has a unit
    memoryStress('api', { ...timing, size: 256 }),
  ],
});

defineFaultPlan({
  target: shop,
  faults: ({ action }) => [
    action({
      id: 'dump',
      at: '40%',
      run: ['pg_dump', '{db.url}'],
      expect: { sql: { on: 'db', query: 'select true' } },
    }),
    action({ id: 'flag', at: '40%', for: '5s', run: ['flags', 'on'], undo: ['flags', 'off'], timeout: '2s' }),
    // @ts-expect-error a shell's line is no command
    action({ id: 'dump', at: '40%', run: 'pg_dump shop' }),
    // @ts-expect-error a program at least
    action({ id: 'dump', at: '40%', run: [] }),
    // @ts-expect-error a service that the target has not
    action({ id: 'dump', at: '40%', run: ['pg_dump'], expect: { sql: { on: 'cache', query: 'select true' } } }),
  ],
});

defineFaultPlan({
  target: shop,
  faults: ({ lockTable, terminateConnections, exhaustConnections, readOnly }) => [
    lockTable('db', { ...timing, table: 'orders', flapping: { every: '1s', on: '300ms' } }),
    terminateConnections('db', { ...timing, every: '2s' }),
    exhaustConnections('db', { ...timing, leave: 5 }),
    readOnly('db', timing),
    // @ts-expect-error a lock is on a table
    lockTable('db', timing),
    // @ts-expect-error a pause between two has a unit
    terminateConnections('db', { ...timing, every: 2 }),
  ],
});

defineConfig({
  experiments: { proof: { scenario: 'proof.ts', slo: 'shop.yaml' } },
  // @ts-expect-error an experiment that is not there
  gates: { pr: ['prof'] },
});
// @ts-expect-error an SLO file is YAML
defineConfig({ experiments: { proof: { scenario: 'proof.ts', slo: 'shop.json' } } });

defineSlo({
  objectives: [
    { name: 'fast', metric: 'response_time', stat: 'p99.9', target: '300ms', critical: 'at most 2s', during: 'fault' },
    { name: 'near', metric: 'response_time', stat: 'p95', target: '3x steady', during: ['fault:slow', 'edge:slow'] },
    { name: 'steadily', metric: 'checks', target: '99%', window: { rolling: '30s', allowed: '2%' } },
    { name: 'back', recovery: { of: ['fast'], within: '5s' }, severity: 'warn' },
    // @ts-expect-error a limit without its unit
    { name: 'fast', metric: 'response_time', stat: 'p95', target: 300 },
    // @ts-expect-error no such statistic
    { name: 'fast', metric: 'response_time', stat: 'median', target: '300ms' },
    // @ts-expect-error no such phase
    { name: 'fast', metric: 'response_time', stat: 'p95', target: '300ms', during: 'stead' },
    // @ts-expect-error a window is one or the other
    { name: 'fast', metric: 'checks', target: '99%', window: { allowed: '2%' } },
    // @ts-expect-error no such field
    { name: 'fast', metric: 'checks', target: '99%', colour: 'red' },
  ],
});

defineJourney({
  name: 'payer',
  steps: ['pay'],
  ledgers: ['payments'],
  run({ ledger, pick, step }) {
    const key = ledger.payments.key();
    // @ts-expect-error a ledger that is not declared
    pick([ledger.orders]);
    step('pay', () => ledger.payments.write(key, () => 'acknowledged', { value: '9 €', tries: 2 }));
    // @ts-expect-error what becomes of a write cannot be told from a truth
    step('pay', () => ledger.payments.write(key, () => true));
  },
});

defineTarget({
  name: 'audited',
  services: { db: { kind: 'postgres' }, api: { kind: 'node', entry: 'main.ts', ready: '/ready' } },
  edges: ['k6->api'],
  // @ts-expect-error a service that is not there
  audits: { orders: lines('web', '/orders'), payments: rows('db', 'select key from payments', { after: '10s' }) },
});
