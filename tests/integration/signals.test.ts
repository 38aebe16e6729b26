import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync, chmodSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { pgbouncerSource } from '../../src/probe/sources/pgbouncer.ts';
import { postgresSource } from '../../src/probe/sources/postgres.ts';
import { redisSource } from '../../src/probe/sources/redis.ts';
import { sqlSource } from '../../src/probe/sources/sql.ts';
import type { Answer, Source } from '../../src/probe/source.ts';
import { until } from '../../src/system/clock.ts';
import { candidatePorts } from '../../src/system/ports.ts';
import { processUsage } from '../../src/system/process-usage.ts';
import { startPostgres, type RunningPostgres } from '../../src/target/postgres.ts';
import { openUndoLog, type UndoLog } from '../../src/undo/undo-log.ts';

const folder = mkdtempSync(join(tmpdir(), 'signals-test-'));
let undo: UndoLog;
let server: RunningPostgres;

beforeAll(async () => {
  chmodSync(folder, 0o755); // for those who run as nobody
  undo = await openUndoLog({ runId: `signals-test-${process.pid}`, journalFile: join(folder, 'journal.ndjson') });
  server = await startPostgres({ name: 'db', undo, logFile: join(folder, 'db.log'), slowQueryMs: 100 });
}, 60_000);

afterAll(async () => {
  await server.stop();
  await undo[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

const value = ({ readings }: Answer, field: string) => readings.find((one) => one.field === field)?.value;

async function client(): Promise<pg.Client> {
  const one = new pg.Client({ connectionString: server.url });
  one.on('error', () => undefined);
  await one.connect();
  onTestFinished(async () => {
    await one.end();
  });
  return one;
}

function opened(source: Source): Source {
  onTestFinished(() => source.close());
  return source;
}

async function becomes(source: Source, field: string, wanted: (value: number) => boolean): Promise<Answer> {
  let answer: Answer | undefined;
  const waited = await until(
    async () => {
      answer = await source.read(10_000);
      return wanted(value(answer, field) ?? NaN);
    },
    { timeoutMs: 15_000, what: field },
  );
  expect(waited.met, `${field} is ${String(answer && value(answer, field))}`).toBe(true);
  return answer as Answer;
}

describe('a PostgreSQL server', () => {
  const own = { pid: () => server.process.pid, usage: () => Promise.resolve(undefined) };
  const onLog = (fn: (line: string) => void) => void server.process.onLine(fn);
  const source = () => opened(postgresSource({ url: server.url, own: { ...own, onLog } }));

  it('tells its connections without ours, and how many it allows', async () => {
    const asked = source();
    const answer = await asked.read(10_000);
    expect(value(answer, 'connections')).toBe(0);
    expect(value(answer, 'connections_allowed')).toBe(300);
    await client();
    await client();
    expect(value(await asked.read(10_000), 'connections')).toBe(2);
    expect(value(answer, 'replication_lag_ms')).toBeUndefined();
  });

  it('tells who waits for a lock', async () => {
    const [holder, waiter, asked] = [await client(), await client(), source()];
    await holder.query('create table t (id int); insert into t values (1)');
    await holder.query('begin; update t set id = 2');
    const waiting = waiter.query('update t set id = 3');
    await becomes(asked, 'lock_waits', (waits) => waits === 1);
    await holder.query('commit');
    await waiting;
    expect(value(await asked.read(10_000), 'lock_waits')).toBe(0);
  });

  it('counts statements that were slow, each once', async () => {
    const [one, asked] = [await client(), source()];
    await one.query('select pg_sleep(0.2)');
    await one.query('select pg_sleep(0.2), $1::int', [1]);
    await one.query('select 1');
    await becomes(asked, 'slow_queries', (slow) => slow === 2);
  });

  it('tells how many blocks it looked for, and found', async () => {
    const [one, asked] = [await client(), source()];
    const before = await asked.read(10_000);
    await one.query('create table big as select generate_series(1, 50000) as id');
    await one.end();
    const answer = await becomes(
      asked,
      'blocks_asked',
      (blocks) => blocks > (value(before, 'blocks_asked') ?? NaN) + 100,
    );
    expect(value(answer, 'blocks_found')).toBeLessThanOrEqual(value(answer, 'blocks_asked') ?? 0);
  });

  it('is asked what a statement says, by its other columns', async () => {
    const asked = opened(sqlSource(server, "select 3 as n, 'a' as kind union all select 4, 'b' order by 1"));
    expect((await asked.read(10_000)).readings).toEqual([
      { field: 'value', labels: { kind: 'a' }, value: 3 },
      { field: 'value', labels: { kind: 'b' }, value: 4 },
    ]);
    await expect(opened(sqlSource(server, 'select no')).read(10_000)).rejects.toThrow('column "no" does not exist');
  });

  it('that does not answer in time is given up, and asked anew once it does', async () => {
    const asked = source();
    await asked.read(10_000);
    server.process.signal('SIGSTOP', 'family');
    await expect(asked.read(100)).rejects.toThrow();
    await expect(asked.read(100)).rejects.toThrow();
    server.process.signal('SIGCONT', 'family');
    await until(() => asked.read(10_000).then(() => true), { timeoutMs: 15_000, what: 'an answer' });
    expect(value(await asked.read(10_000), 'connections_allowed')).toBe(300);
  });
});

function installed(program: string): boolean {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** A program that listens on a port, as nobody where we are root. */
function start(program: string, args: readonly string[]): void {
  const asNobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
  const child = spawn(program, args, { cwd: folder, stdio: 'ignore', ...asNobody });
  onTestFinished(async () => {
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  });
}

/** One where nobody listens. */
async function aPort(): Promise<number> {
  for (const port of candidatePorts()) {
    const server = createServer();
    const bound = once(server, 'listening').then(
      () => true,
      () => false,
    );
    server.listen(port, '127.0.0.1');
    if (!(await bound)) continue;
    await new Promise((resolve) => server.close(resolve));
    return port;
  }
  throw new Error('every port is taken');
}

describe.skipIf(!installed('redis-server'))('Redis', () => {
  it('tells what it has found, and refuses who does not know the password', async () => {
    const port = await aPort();
    start('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--requirepass', 's cret']);
    const source = redisSource({ url: `tcp://:s%20cret@127.0.0.1:${port}`, host: '127.0.0.1', port });
    await until(() => source.read(500).then(() => true), { timeoutMs: 15_000, what: 'redis' });
    const answer = await source.read(10_000);
    expect(value(answer, 'connected_clients')).toBe(1);
    expect(value(answer, 'keyspace_hits')).toBe(0);
    expect(value(answer, 'used_memory')).toBeGreaterThan(100_000);
    const stranger = redisSource({ url: `tcp://127.0.0.1:${port}`, host: '127.0.0.1', port });
    await expect(stranger.read(10_000)).rejects.toThrow('NOAUTH Authentication required.');
  });
});

describe.skipIf(!installed('pgbouncer'))('PgBouncer', () => {
  it('tells of its pools and what went through them', async () => {
    const port = await aPort();
    const { hostname, port: at, username, password } = new URL(server.url);
    writeFileSync(
      join(folder, 'pgbouncer.ini'),
      [
        '[databases]',
        `shop = host=${hostname} port=${at} dbname=postgres user=${username} password=${password}`,
        '[pgbouncer]',
        `listen_addr = 127.0.0.1\nlisten_port = ${port}\nunix_socket_dir =\nauth_type = any\nadmin_users = ${username}`,
        'pool_mode = transaction\ndefault_pool_size = 5\nignore_startup_parameters = extra_float_digits',
      ].join('\n'),
    );
    start('pgbouncer', [join(folder, 'pgbouncer.ini')]);
    const source = opened(pgbouncerSource({ url: `postgres://${username}:x@127.0.0.1:${port}/shop` }));
    await until(() => source.read(500).then(() => true), { timeoutMs: 15_000, what: 'pgbouncer' });
    const user = new pg.Client({ connectionString: `postgres://${username}:x@127.0.0.1:${port}/shop` });
    user.on('error', () => undefined); // PgBouncer is killed before it
    await user.connect();
    await user.query('select 1');
    const { readings } = await source.read(10_000);
    const active = readings.find(({ field }) => field === 'cl_active');
    expect(active).toMatchObject({ labels: { database: 'shop' }, value: 1 });
    expect(readings.find(({ field }) => field === 'total_query_count')).toMatchObject({ labels: { database: 'shop' } });
    expect(readings.filter(({ labels }) => labels['database'] === 'pgbouncer')).toEqual([]);
    await user.end();
  });
});

describe('processes', () => {
  it('use what all below the first one use, also those that have ended', async () => {
    const work = 'const end = process.cpuUsage().user + 6e5; while (process.cpuUsage().user < end);';
    const inner = `require('node:child_process').spawnSync(process.execPath, ['-e', ${JSON.stringify(work)}])`;
    const keep = 'const held = Buffer.alloc(60e6, 1); setInterval(() => held, 1000); console.log("done")';
    const child = spawn(process.execPath, ['-e', `${inner}; ${keep}`], { stdio: ['ignore', 'pipe', 'ignore'] });
    onTestFinished(() => void child.kill('SIGKILL'));
    await once(child.stdout, 'data');
    const usage = processUsage(child.pid ?? 0);
    expect(usage?.cpuSeconds).toBeGreaterThan(0.6);
    expect(usage?.memoryBytes).toBeGreaterThan(60e6);
    expect(usage?.memoryBytes).toBeLessThan(250e6);
  });

  it('share the buffers of a database, which count once', async () => {
    const many = await Promise.all(Array.from({ length: 10 }, client));
    await Promise.all(many.map((one) => one.query('select count(*) from pg_class a, pg_class b')));
    const usage = processUsage(server.process.pid);
    expect(usage?.memoryBytes).toBeLessThan(200e6);
    expect(usage?.openFiles).toBeGreaterThan(50);
  });
});
