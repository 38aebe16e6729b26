import { readFile } from 'node:fs/promises';
import pg from 'pg';
import { ProofloadError } from '../diagnostic/error.ts';
import type { UndoLog } from '../undo/undo-log.ts';
import { processBody } from './body.ts';
import type { Containers } from './containers/containers.ts';
import { startContainedPostgres } from './containers/postgres.ts';
import { keepService, type KeptService } from './kept-service.ts';
import { postgresStopMs, startPostgres } from './postgres.ts';

/** A database for one run. */
export interface RunningDatabase {
  readonly host: string;
  readonly port: number;
  /** The URL of it behind another address, such as a fault proxy's. */
  urlAt(host: string, port: number): string;
  /** The embedded server; null where it is somebody else's. */
  readonly own: KeptService | null;
  /** Ends an embedded server; a schema is dropped when the run is undone. */
  stop(): Promise<void>;
}

export const postgresUrlVariable = 'PROOFLOAD_POSTGRES_URL';

export interface DatabaseSpec {
  readonly name: string;
  readonly runId: string;
  /** SQL files, run in this order. */
  readonly init: readonly string[];
  readonly logFile: string;
  readonly undo: UndoLog;
  /** Value of `PROOFLOAD_POSTGRES_URL`, if it is set. */
  readonly serverUrl: string | undefined;
  /** Of the database that it follows, through the fault proxy of the edge to it. */
  readonly primaryUrl: string | undefined;
  /** An embedded server logs what takes longer. */
  readonly slowQueryMs: number | undefined;
  /** An embedded server is to run in one, with so many cores and so much memory. Null: it is a process. */
  readonly containers: Containers | null;
  readonly cores: number | undefined;
  readonly memoryBytes: number | undefined;
  readonly workDir: string;
  /** Of the harness. */
  readonly env: Readonly<Record<string, string>>;
  /** Called with a sentence when an embedded server ends without being ended. */
  readonly onCrash: (sentence: string) => void;
}

/** Starts an embedded server, or makes a schema on the given one; both are gone when the run is undone. */
export async function startDatabase(spec: DatabaseSpec): Promise<RunningDatabase> {
  const { serverUrl, containers } = spec;
  const database =
    serverUrl !== undefined
      ? await schemaOn(serverUrl, spec)
      : containers !== null
        ? await contained(spec, containers)
        : await embedded(spec);
  await initialise(database, spec);
  return database;
}

async function embedded(spec: DatabaseSpec): Promise<RunningDatabase> {
  const server = await startPostgres(spec);
  const own = keepService({
    name: spec.name,
    first: processBody(server.process, spec.undo),
    stopTimeoutMs: postgresStopMs,
    readyUrl: null,
    disk: null,
    clockFile: null,
    launch: async () => processBody(await server.restart(), spec.undo),
    onCrash: spec.onCrash,
  });
  return {
    host: server.host,
    port: server.port,
    urlAt: (host, port) => moved(server.url, host, port),
    own,
    async stop() {
      await own.stop();
      await server.stop();
    },
  };
}

async function contained(spec: DatabaseSpec, { engine, network }: Containers): Promise<RunningDatabase> {
  const server = await startContainedPostgres({ ...spec, engine, network });
  const { host, port, url, kept } = server;
  return { host, port, urlAt: (at, atPort) => moved(url, at, atPort), own: kept, stop: () => server.stop() };
}

async function schemaOn(serverUrl: string, { runId, name, undo }: DatabaseSpec): Promise<RunningDatabase> {
  // Postgres cuts names at 63 characters; what tells runs apart is at the end of their ids.
  const unique = `${runId}_${name}`.toLowerCase().replace(/[^a-z0-9_]/g, '_');
  const schema = `proofload_${unique.slice(-53)}`;
  if (!URL.canParse(serverUrl)) unreachable(new Error('the value is no URL'));
  const url = new URL(serverUrl);
  // Asked before anything is entered: a server that nobody reaches could not be undone either.
  await withClient(serverUrl, async (client) => {
    await client.query('SELECT 1');
  }).catch(unreachable);
  const entered = await undo.enter({ kind: 'postgres-schema', schema, urlVariable: postgresUrlVariable });
  await withClient(serverUrl, async (client) => {
    await client.query(`CREATE SCHEMA ${schema}`).catch(async (error: unknown) => {
      if (error instanceof pg.DatabaseError) await entered.undone(); // the server itself said that it made nothing
      throw error;
    });
  }).catch(unreachable);
  await entered.made();
  url.searchParams.set('options', `-c search_path=${schema}`);
  const ownUrl = url.href.replace('options=-c+', 'options=-c%20'); // libpq reads a plus as a plus
  return {
    host: url.hostname,
    port: url.port === '' ? 5432 : Number(url.port),
    urlAt: (host, port) => moved(ownUrl, host, port),
    own: null,
    stop: () => Promise.resolve(),
  };
}

function unreachable(cause: unknown): never {
  throw new ProofloadError('database-unreachable', `no schema could be made on the server of ${postgresUrlVariable}`, {
    exit: 'environment',
    cause,
    hint: 'check that the URL is right, the server is up and the role may create schemas; unset the variable for an embedded server',
  });
}

async function initialise(database: RunningDatabase, { init }: DatabaseSpec): Promise<void> {
  if (init.length === 0) return;
  await withClient(database.urlAt(database.host, database.port), async (client) => {
    for (const file of init) {
      await client.query(await readFile(file, 'utf8')).catch((error: unknown) => {
        throw new ProofloadError('database-init', `${file} failed`, {
          exit: 'environment',
          cause: error,
          location: { file },
        });
      });
    }
  });
}

async function withClient(url: string, use: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined); // the query in progress tells
  await client.connect();
  try {
    await use(client);
  } finally {
    await client.end();
  }
}

function moved(from: string, host: string, port: number): string {
  const url = new URL(from);
  url.hostname = host;
  url.port = String(port);
  return url.href;
}
