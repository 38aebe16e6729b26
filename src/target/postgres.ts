import { randomBytes } from 'node:crypto';
import { chmod, chown, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { ProofloadError } from '../diagnostic/error.ts';
import { startChild, type Child } from '../system/child.ts';
import { until } from '../system/clock.ts';
import { leavePostgres } from '../system/leave-postgres.ts';
import { PortTaken, withPort } from '../system/ports.ts';
import { makeTempFolder } from '../undo/temp-folder.ts';
import type { UndoLog } from '../undo/undo-log.ts';
import { copyPrimary } from './postgres-replica.ts';
import { needPostgresBinaries, usableHome, type PostgresBinaries } from './postgres-binaries.ts';
import { unprivilegedOwner, type Owner } from './owner.ts';

export interface PostgresSpec {
  /** What it is called in messages and in the journal. */
  readonly name: string;
  readonly undo: Pick<UndoLog, 'runId' | 'enter'>;
  readonly logFile: string;
  /** A primary on this machine, as it is to reach it: it becomes a replica of that one. @default it is one by itself */
  readonly primaryUrl?: string | undefined;
  /** @default 300 */
  readonly maxConnections?: number | undefined;
  /** Statements that take longer are logged. @default none */
  readonly slowQueryMs?: number | undefined;
  /** @default those of the package for this machine */
  readonly binaries?: PostgresBinaries | undefined;
  /** Ports to try, in this order. @default any of ours */
  readonly ports?: Iterable<number> | undefined;
}

/** A Postgres of our own, with a database `postgres`, which is empty or its primary's, and a superuser `postgres`. */
export interface RunningPostgres extends AsyncDisposable {
  /** With the password. */
  readonly url: string;
  readonly host: '127.0.0.1';
  readonly port: number;
  /** The server process that runs now; another one after `restart`. */
  readonly process: Child;
  /** Starts the server again on the same data and the same port, after it was killed or to restart it. Gives it when it answers. */
  restart(): Promise<Child>;
  /** Stops the server and deletes its data. May be called again. */
  stop(): Promise<void>;
}

/** How long the server has to end when it is asked to, in ms. */
export const postgresStopMs = 5_000;

/** A data folder with what a start on it needs to know; the same for every restart. */
export interface Cluster {
  readonly spec: PostgresSpec;
  /** Holds `bin`, `lib` and `share`. */
  readonly home: string;
  readonly folder: string;
  /** The data. */
  readonly data: string;
  readonly owner: Owner | undefined;
  readonly password: string;
  /** Deletes it. */
  remove(): Promise<void>;
}

/**
 * Starts a Postgres on 127.0.0.1; resolves when it has answered a query.
 *
 * It is a database for tests: it does not flush to the disk (`fsync=off`), so it survives the death of its processes but not
 * that of the machine.
 *
 * @throws {ProofloadError} `postgres-missing`, `postgres-not-started`, `no-free-port`
 */
export async function startPostgres(spec: PostgresSpec): Promise<RunningPostgres> {
  const cluster = await makeCluster(spec);
  try {
    const [port, first] = await withPort(
      async (candidate) => [candidate, await launch(cluster, candidate)] as const,
      spec.ports,
    );
    return running(cluster, port, first);
  } catch (error) {
    await cluster.remove();
    throw error;
  }
}

/** Makes a cluster, empty or as its primary, which no server runs on yet. */
export async function makeCluster(spec: PostgresSpec): Promise<Cluster> {
  const binaries = spec.binaries ?? needPostgresBinaries();
  const temporary = await makeTempFolder('postgres', spec.undo);
  const folder = temporary.path;
  const remove = () => temporary.remove();
  try {
    const owner = await unprivilegedOwner('Postgres');
    if (owner !== undefined) await chmod(folder, 0o711);
    const home = await usableHome(binaries, folder, owner?.uid);
    const { primaryUrl } = spec;
    const password = primaryUrl === undefined ? randomBytes(18).toString('base64url') : new URL(primaryUrl).password;
    const cluster: Cluster = { spec, home, folder, data: join(folder, 'data'), owner, password, remove };
    if (primaryUrl === undefined) await initialise(cluster);
    else await copyPrimary({ primaryUrl, name: spec.name, data: cluster.data, owner });
    return cluster;
  } catch (error) {
    await remove();
    throw error;
  }
}

function running(cluster: Cluster, port: number, first: Child): RunningPostgres {
  let child = first;
  const stop = async (): Promise<void> => {
    await child.stop();
    await cluster.remove();
  };
  return {
    url: urlOf(cluster, port),
    host: '127.0.0.1',
    port,
    get process() {
      return child;
    },
    async restart() {
      await child.stop();
      return (child = await launch(cluster, port));
    },
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

/** Makes an empty data folder. */
async function initialise(cluster: Cluster): Promise<void> {
  const { spec, folder, data, owner, password } = cluster;
  const passwordFile = join(folder, 'password');
  await mkdir(data, { mode: 0o700 });
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (owner !== undefined) for (const path of [data, passwordFile]) await chown(path, owner.uid, owner.gid);
  const args = [
    '-D',
    data,
    '-U',
    'postgres',
    '--pwfile',
    passwordFile,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
  ];
  const child = await startProgram(cluster, 'initdb', [...args, '--no-sync', '--no-instructions']);
  const { code } = await child.exited;
  await child.stop();
  await rm(passwordFile);
  if (code !== 0) throw notStarted(spec, `initdb ended with ${code ?? 'a signal'}`, child);
}

/** Starts the server on a port. @throws {PortTaken} */
async function launch(cluster: Cluster, port: number): Promise<Child> {
  const flags = serverFlags(cluster.spec, '127.0.0.1', port);
  const child = await startProgram(cluster, 'postgres', ['-D', cluster.data, ...flags]);
  const timeoutMs = 30_000;
  const waited = await until(
    // A stranger on the same port may accept and say nothing, so the end of our own server counts at once.
    () =>
      Promise.race([
        child.exited.then(() => 'ended' as const), // its last words are read by then
        pingPostgres(urlOf(cluster, port)).then(() => 'ready' as const),
      ]),
    { timeoutMs, everyMs: 10, what: 'the first query' },
  );
  if (waited.met && waited.value === 'ready') return child;
  await child.stop();
  if (child.lastLog(20).some((line) => line.includes('could not bind'))) throw new PortTaken(`port ${port} is taken`);
  throw notStarted(cluster.spec, waited.met ? 'the server ended' : `no answer within ${timeoutMs} ms`, child);
}

/** How the server is told where to listen, and what its tests need of it. */
export function serverFlags(
  { maxConnections, slowQueryMs }: Pick<PostgresSpec, 'maxConnections' | 'slowQueryMs'>,
  address: string,
  port: number,
): string[] {
  const settings = {
    listen_addresses: address,
    port,
    unix_socket_directories: '',
    max_connections: maxConnections ?? 300,
    fsync: 'off',
    full_page_writes: 'off',
    // Stays on: what was acknowledged must survive a killed server, or an audit would blame the target.
    synchronous_commit: 'on',
    log_min_duration_statement: slowQueryMs ?? -1,
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

function startProgram(cluster: Cluster, program: 'initdb' | 'postgres', args: readonly string[]): Promise<Child> {
  const { spec, home, folder, data, owner } = cluster;
  return startChild(
    {
      name: program === 'postgres' ? spec.name : `${spec.name} (initdb)`,
      command: join(home, 'bin', program),
      args,
      env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' },
      cwd: folder,
      logFile: spec.logFile,
      stopSignal: 'SIGINT', // "fast": open connections are cut
      stopTimeoutMs: postgresStopMs,
      killSignal: 'SIGQUIT', // "immediate", and still takes the shared memory away
      ...(program === 'postgres' && { workFolder: data }), // its backends leave group and environment
      ...(owner !== undefined && { uid: owner.uid, gid: owner.gid }),
    },
    spec.undo,
  );
}

/** Whether a server answers a query. */
export async function pingPostgres(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000, query_timeout: 2_000 });
  client.on('error', () => undefined); // told by the query
  try {
    await client.connect();
    await client.query('select 1');
  } finally {
    leavePostgres(client);
  }
}

export function urlOf({ password }: Pick<Cluster, 'password'>, port: number): string {
  return `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
}

function notStarted(spec: PostgresSpec, why: string, child: Child): ProofloadError {
  const log = child.lastLog(15).map((line) => `\n  | ${line}`);
  return new ProofloadError('postgres-not-started', `Postgres "${spec.name}" did not start: ${why}${log.join('')}`, {
    exit: 'environment',
    hint: `read ${spec.logFile}, or give a database: PROOFLOAD_POSTGRES_URL=postgres://…`,
  });
}
