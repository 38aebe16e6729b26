import { spawnSync } from 'node:child_process';
import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { now, sleep, until } from '../../src/system/clock.ts';
import { askRedis, type RedisReply } from '../../src/system/redis.ts';
import type { RunningService } from '../../src/target/start-target.ts';
import { momentOf } from './chaos-kit.ts';
import { clerk, faultOn, startStage, type Performance, type Stage } from './service-kit.ts';

const isThere = (program: string): boolean => spawnSync(program, ['--version']).status === 0;
const hasRedis = isThere('redis-server');
const hasPgbouncer = isThere('pgbouncer');

interface Said {
  readonly at: number;
  readonly ms: number;
  readonly said: string;
}

/** Asks the same again and again, each when the one before was answered, until it is stopped, and ten times more. */
function keepAsking(ask: () => Promise<unknown>) {
  const said: Said[] = [];
  let asking = true;
  const loop = async (): Promise<void> => {
    for (let more = 10; asking || more > 0; more -= asking ? 0 : 1) {
      const at = now();
      const how = await ask().then(
        () => 'ok',
        (error: unknown) => (error as { code?: string }).code ?? String(error),
      );
      said.push({ at, ms: now() - at, said: how });
      await sleep(10);
    }
  };
  const done = loop();
  return {
    async stop(): Promise<Said[]> {
      asking = false;
      await done;
      return said;
    },
  };
}

const during = (said: readonly Said[], { t0, events }: Performance): Said[] =>
  said.filter(({ at, ms }) => at - t0 > momentOf(events, 'felt') && at + ms - t0 < momentOf(events, 'heal-asked'));
const after = (said: readonly Said[], { t0, events }: Performance): Said[] =>
  said.filter(({ at }) => at - t0 > momentOf(events, 'clean') + 50);
const outcomes = (said: readonly Said[]) => [...new Set(said.map((one) => one.said))];
const slowest = (said: readonly Said[]) => Math.max(...said.map(({ ms }) => ms));

function expectClean({ events, problems, left }: Performance): void {
  expect({ problems, left }).toEqual({ problems: [], left: [] });
  const feltAfter = momentOf(events, 'felt') - momentOf(events, 'asked');
  const cleanAfter = momentOf(events, 'clean') - momentOf(events, 'heal-asked');
  console.log(`felt after ${Math.round(feltAfter)} ms, clean after ${Math.round(cleanAfter)} ms`);
  expect(feltAfter).toBeLessThan(500);
  expect(cleanAfter).toBeLessThan(500);
}

const serviceOf = (stage: Stage, wanted: string): RunningService =>
  stage.target.services.find(({ name }) => name === wanted)!;

describe.skipIf(!hasRedis)('a Redis of the run', () => {
  const startCache = (settings = {}): Promise<Stage> =>
    startStage(
      { cache: { kind: 'redis', settings }, clerk: { ...clerk, env: { ...clerk.env, CACHE_URL: '{cache.url}' } } },
      ['k6->clerk', 'clerk->cache'],
    );
  const asker =
    (stage: Stage) =>
    (...words: string[]): Promise<RedisReply> =>
      askRedis(serviceOf(stage, 'cache'), words, 10_000);

  test('is nobody else’s, configured as it was asked to be, and comes back empty after a kill', async () => {
    await using stage = await startCache({ maxmemory: '64mb' });
    const ask = asker(stage);
    const { host, port } = serviceOf(stage, 'cache');
    await expect(askRedis({ host, port, url: 'redis://x' }, ['PING'], 1_000)).rejects.toThrow('NOAUTH');
    expect(await ask('CONFIG', 'GET', 'maxmemory')).toEqual(['maxmemory', String(64 * 2 ** 20)]);
    expect(stage.target.services.find(({ name }) => name === 'clerk')).toBeDefined();
    await ask('SET', 'greeting', 'hello');
    const asking = keepAsking(() => ask('PING'));
    const played = await stage.play([faultOn('cache', { kind: 'kill', restart: true }, 400, 1_000)]);
    const said = await asking.stop();
    expectClean(played);
    expect(outcomes(during(said, played))).toEqual(['ECONNREFUSED']);
    expect(await ask('GET', 'greeting')).toBeNull();
  });

  test('keeps what its settings make it keep', async () => {
    await using stage = await startCache({ appendonly: 'yes', appendfsync: 'always' });
    const ask = asker(stage);
    await ask('SET', 'greeting', 'hello');
    const { problems, left } = await stage.play([faultOn('cache', { kind: 'kill', restart: true }, 400, 800)]);
    expect({ problems, left }).toEqual({ problems: [], left: [] });
    expect(await ask('GET', 'greeting')).toBe('hello');
  });

  test('pause: a canary on its edge sees it stand still', async () => {
    await using stage = await startCache();
    const played = await stage.play([faultOn('cache', { kind: 'pause' }, 1_000, 2_000)], 1_500);
    expectClean(played);
    expect(played.probes.some(({ outcome }) => outcome === 'answered')).toBe(true);
  });

  test('pauseWrites: writes wait, reads do not', async () => {
    await using stage = await startCache();
    const ask = asker(stage);
    const writing = keepAsking(() => ask('SET', 'a', '1'));
    const reading = keepAsking(() => ask('GET', 'a'));
    const played = await stage.play([faultOn('cache', { kind: 'pause-writes' }, 500, 1_500)]);
    const [written, read] = [await writing.stop(), await reading.stop()];
    expectClean(played);
    expect(outcomes([...written, ...read])).toEqual(['ok']);
    expect(written.filter(({ ms }) => ms > 800)).toHaveLength(1); // the one that waited: they come one after another
    expect(slowest(read)).toBeLessThan(400);
    expect(after(written, played).length).toBeGreaterThan(5);
    expect(slowest(after(written, played))).toBeLessThan(400);
  });

  test('memoryFull: writes are refused, reads and deletions are not; its settings and its data are as before', async () => {
    await using stage = await startCache({ maxmemory: '64mb', 'maxmemory-policy': 'allkeys-lru' });
    const ask = asker(stage);
    await ask('SET', 'greeting', 'hello');
    const writing = keepAsking(() => ask('SET', 'a', '1'));
    const others = keepAsking(() => ask('GET', 'greeting').then(() => ask('DEL', 'b')));
    const played = await stage.play([faultOn('cache', { kind: 'memory-full' }, 500, 1_500)]);
    const [written, other] = [await writing.stop(), await others.stop()];
    expectClean(played);
    expect(during(written, played).every(({ said }) => said.includes('OOM'))).toBe(true);
    expect(during(written, played).length).toBeGreaterThan(10);
    expect(outcomes(other)).toEqual(['ok']);
    expect(outcomes(after(written, played))).toEqual(['ok']);
    expect(await ask('GET', 'greeting')).toBe('hello');
    expect(await ask('CONFIG', 'GET', 'maxmemory')).toEqual(['maxmemory', String(64 * 2 ** 20)]);
    expect(await ask('CONFIG', 'GET', 'maxmemory-policy')).toEqual(['maxmemory-policy', 'allkeys-lru']);
  });

  test('that does not start says so in its own last words', async () => {
    await expect(startCache({ maxmemory: 'plenty' })).rejects.toMatchObject({
      code: 'target-not-up',
      problems: expect.arrayContaining([{ message: expect.stringContaining('maxmemory plenty') as string }]) as unknown,
    });
  });
});

describe.skipIf(!hasPgbouncer)('a PgBouncer of the run', () => {
  const startPool = (settings = {}): Promise<Stage> =>
    startStage(
      {
        db: { kind: 'postgres' },
        pool: { kind: 'pgbouncer', settings },
        clerk: { ...clerk, env: { ...clerk.env, DATABASE_URL: '{pool.url}' } },
      },
      ['k6->clerk', 'clerk->pool', 'pool->db'],
    );
  /** Each query is a transaction of its own. */
  const clientOf = (stage: Stage) =>
    new pg.Pool({ connectionString: serviceOf(stage, 'pool').url, max: 2 }).on('error', () => undefined);

  test('pausePool: queries and new connections wait until it goes on', async () => {
    await using stage = await startPool({ pool_mode: 'transaction', default_pool_size: 3 });
    const client = clientOf(stage);
    const { url } = serviceOf(stage, 'pool');
    const connect = async (): Promise<void> => {
      const one = new pg.Client({ connectionString: url });
      await one.connect();
      await one.query('select 1');
      await one.end();
    };
    const querying = keepAsking(() => client.query('select 1'));
    const connecting = keepAsking(connect);
    const played = await stage.play([faultOn('pool', { kind: 'pause-pool' }, 500, 1_500)]);
    const [queried, connected] = [await querying.stop(), await connecting.stop()];
    await client.end();
    expectClean(played);
    expect(outcomes([...queried, ...connected])).toEqual(['ok']);
    expect(queried.filter(({ ms }) => ms > 800)).toHaveLength(1);
    expect(connected.filter(({ ms }) => ms > 800)).toHaveLength(1);
    expect(slowest(after(queried, played))).toBeLessThan(400);
  });

  test('pausePool: a session that has a connection to itself keeps it, and others wait', async () => {
    await using stage = await startPool();
    const client = new pg.Client({ connectionString: serviceOf(stage, 'pool').url });
    await client.connect();
    await client.query('select 1');
    const querying = keepAsking(() => client.query('select 1'));
    const played = await stage.play([faultOn('pool', { kind: 'pause-pool' }, 500, 1_500)]);
    const said = await querying.stop();
    await client.end();
    expectClean(played);
    expect(slowest(said)).toBeLessThan(400);
  });

  test('kill: connections end and are refused, and it is there again', async () => {
    await using stage = await startPool();
    const client = clientOf(stage);
    const querying = keepAsking(() => client.query('select 1'));
    const played = await stage.play([faultOn('pool', { kind: 'kill', restart: true }, 400, 1_000)], 1_000);
    const said = await querying.stop();
    await client.end();
    expectClean(played);
    expect(outcomes(during(said, played))).toContain('ECONNREFUSED');
    expect(outcomes(said.slice(-5))).toEqual(['ok']);
  });

  test('restart: it ends in an orderly way, and is there again', async () => {
    await using stage = await startPool({ pool_mode: 'transaction' });
    const played = await stage.play([faultOn('pool', { kind: 'restart' }, 300, 1_300)]);
    expectClean({ ...played, events: played.events.filter(({ event }) => event !== 'escalated') });
    expect(played.events.filter(({ event }) => event === 'escalated')).toEqual([]);
  });
});

test('a locked table of a Postgres is felt and clean as soon as a store', async () => {
  const user = { ...clerk, env: { ...clerk.env, DATABASE_URL: '{db.url}' } } as const;
  await using stage = await startStage({ db: { kind: 'postgres' }, clerk: user }, ['k6->clerk', 'clerk->db']);
  const client = new pg.Client({ connectionString: serviceOf(stage, 'db').url });
  await client.connect();
  await client.query('create table orders (id int)');
  await client.end();
  expectClean(await stage.play([faultOn('db', { kind: 'lock-table', table: 'orders' }, 500, 1_500)]));
});

test('a service that stands still is felt and clean as soon as a store', async () => {
  await using stage = await startStage({ clerk }, ['k6->clerk']);
  expectClean(await stage.play([faultOn('clerk', { kind: 'pause' }, 1_000, 2_000)]));
});

describe('a replica of the run', () => {
  const startPair = (): Promise<Stage> =>
    startStage(
      {
        db: { kind: 'postgres' },
        replica: { kind: 'postgres', replicaOf: 'db' },
        clerk: { ...clerk, env: { ...clerk.env, DATABASE_URL: '{db.url}', REPLICA_URL: '{replica.url}' } },
      },
      ['k6->clerk', 'clerk->db', 'clerk->replica', 'replica->db'],
    );

  async function withPair(use: (stage: Stage, primary: pg.Client, replica: pg.Client) => Promise<void>): Promise<void> {
    await using stage = await startPair();
    const [primary, replica] = ['db', 'replica'].map(
      (name) => new pg.Client({ connectionString: serviceOf(stage, name).url }),
    ) as [pg.Client, pg.Client];
    for (const client of [primary, replica]) client.on('error', () => undefined);
    await Promise.all([primary.connect(), replica.connect()]);
    await primary.query('create table notes (at double precision)');
    await until(() => replica.query('select from notes').then(() => true), { timeoutMs: 5_000, what: 'the table' });
    try {
      await use(stage, primary, replica);
    } finally {
      await Promise.all([primary.end(), replica.end()]);
    }
  }

  /** How old the newest note is that the replica shows, in ms. */
  async function ageOn(replica: pg.Client): Promise<number> {
    const { rows } = await replica.query<{ at: number }>('select max(at) as at from notes');
    return now() - (rows[0]?.at ?? 0);
  }

  function keepMeasuring(replica: pg.Client) {
    const ages: { readonly at: number; readonly ms: number }[] = [];
    const asking = keepAsking(async () => void ages.push({ at: now(), ms: await ageOn(replica) }));
    return {
      async stop() {
        await asking.stop();
        return ages;
      },
    };
  }

  test('follows its primary, and can only be read', () =>
    withPair(async (_stage, primary, replica) => {
      await expect(replica.query('insert into notes values (1)')).rejects.toMatchObject({ code: '25006' });
      const { rows } = await primary.query('select application_name, state from pg_stat_replication');
      expect(rows).toEqual([{ application_name: 'replica', state: 'streaming' }]);
    }));

  test('replicaLag: it stands still, and has everything again afterwards', () =>
    withPair(async (stage, primary, replica) => {
      const writing = keepAsking(() => primary.query('insert into notes values ($1)', [now()]));
      const measuring = keepMeasuring(replica);
      const played = await stage.play([faultOn('replica', { kind: 'replica-lag', byMs: null }, 500, 2_500)]);
      const ages = await measuring.stop();
      await writing.stop();
      expectClean(played);
      const { t0, events } = played;
      const worst = ages.filter(({ at }) => at - t0 < momentOf(events, 'heal-asked')).at(-1)!;
      expect(worst.ms).toBeGreaterThan(1_700);
      expect(ages.at(-1)!.ms).toBeLessThan(300);
    }));

  test('replicaLag by a time: it is so far behind all the time', () =>
    withPair(async (stage, primary, replica) => {
      const writing = keepAsking(() => primary.query('insert into notes values ($1)', [now()]));
      const measuring = keepMeasuring(replica);
      const played = await stage.play([faultOn('replica', { kind: 'replica-lag', byMs: 800 }, 500, 4_000)]);
      const ages = await measuring.stop();
      await writing.stop();
      expectClean(played);
      const { t0, events } = played;
      const settled = ages.filter(({ at }) => at - t0 > 2_000 && at - t0 < momentOf(events, 'heal-asked'));
      expect(settled.length).toBeGreaterThan(20);
      expect(Math.min(...settled.map(({ ms }) => ms))).toBeGreaterThan(750);
      expect(Math.max(...settled.map(({ ms }) => ms))).toBeLessThan(1_500);
      expect(ages.at(-1)!.ms).toBeLessThan(300);
    }));

  test('replicaLag: nothing is felt while nothing is written', () =>
    withPair(async (stage) => {
      const { events, problems, left } = await stage.play([
        faultOn('replica', { kind: 'replica-lag', byMs: null }, 300, 900),
      ]);
      expect({ problems, left }).toEqual({ problems: [], left: [] });
      expect(events.map(({ event }) => event)).not.toContain('felt');
    }));

  test('comes back after a kill, and has what was written meanwhile', () =>
    withPair(async (stage, primary) => {
      const pid = serviceOf(stage, 'replica').own!.pid();
      const playing = stage.play([faultOn('replica', { kind: 'kill', restart: true }, 200, 2_200)], 2_000);
      await expect.poll(() => serviceOf(stage, 'replica').own!.pid()).not.toBe(pid);
      await primary.query('insert into notes values (7)');
      const { problems, left } = await playing;
      expect({ problems, left }).toEqual({ problems: [], left: [] });
      const again = new pg.Client({ connectionString: serviceOf(stage, 'replica').url });
      await again.connect();
      const there = await until(async () => (await again.query('select from notes where at = 7')).rowCount === 1, {
        timeoutMs: 5_000,
        what: 'what was written',
      });
      await again.end();
      expect(there.met).toBe(true);
    }));
});
