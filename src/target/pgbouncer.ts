import { randomBytes } from 'node:crypto';
import { leavePostgres } from '../system/leave-postgres.ts';
import { startServer, type ServerContext } from './server.ts';
import type { Up } from './start-target.ts';

export interface PgbouncerSpec extends ServerContext {
  readonly program: string;
  readonly settings: Readonly<Record<string, string | number>>;
  /** Of the database, through the fault proxy of the edge to it. */
  readonly databaseUrl: string;
}

const user = 'proofload';

/** Starts a PgBouncer with one database, which is called as the one behind it. */
export function startPgbouncer({ settings, databaseUrl, ...context }: PgbouncerSpec): Promise<Up> {
  const password = randomBytes(18).toString('base64url');
  const database = decodeURIComponent(new URL(databaseUrl).pathname.slice(1));
  return startServer({
    ...context,
    protocol: { kind: 'postgres' },
    args: () => ['pgbouncer.ini'],
    files: (folder, port) => ({
      'users.txt': `"${user}" "${password}"\n`,
      'pgbouncer.ini': [
        '[databases]',
        `* = ${upstream(databaseUrl)}`, // whatever it is called: names here cannot hold everything that names may

        '[pgbouncer]',
        ...Object.entries({
          ignore_startup_parameters: 'extra_float_digits,options',
          ...settings,
          listen_addr: '127.0.0.1',
          listen_port: port,
          unix_socket_dir: '',
          auth_type: 'md5',
          auth_file: `${folder}/users.txt`,
          admin_users: user,
        }).map(([name, value]) => `${name} = ${value}`),
        '',
      ].join('\n'),
    }),
    urlAt: ({ host, port }) => `postgres://${user}:${password}@${host}:${port}/${encodeURIComponent(database)}`,
    // Of its own console: whether the database answers is another question.
    ask: (at) => askConsole(at.url),
    stopSignal: 'SIGINT', // ends when transactions have; SIGTERM is "at once" in some versions
  });
}

/** How it connects to a database. https://www.pgbouncer.org/config.html#section-databases */
export function upstream(databaseUrl: string): string {
  const url = new URL(databaseUrl);
  const path = /^-c search_path=(\w+)$/.exec(url.searchParams.get('options') ?? '')?.[1];
  const known = {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? '5432' : url.port,
    dbname: decodeURIComponent(url.pathname.slice(1)),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    // It knows no startup options: what they would set is set once a connection to the database is open.
    ...(path === undefined ? {} : { connect_query: `SET search_path TO ${path}` }),
  };
  return Object.entries(known)
    .map(([name, value]) => `${name}='${value.replaceAll("'", "''")}'`)
    .join(' ');
}

async function askConsole(url: string): Promise<void> {
  const { default: pg } = await import('pg'); // late: its client takes 40 ms to load
  const console = new URL(url);
  console.pathname = '/pgbouncer';
  const client = new pg.Client({
    connectionString: console.href,
    connectionTimeoutMillis: 2_000,
    query_timeout: 2_000,
  });
  client.on('error', () => undefined); // told by the query
  try {
    await client.connect();
    await client.query('SHOW VERSION');
  } finally {
    leavePostgres(client);
  }
}
