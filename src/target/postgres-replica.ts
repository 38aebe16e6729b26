import { appendFile, chmod, chown, copyFile, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import type { Owner } from './owner.ts';

export interface ReplicaSpec {
  /** Of the primary, as the replica is to reach it. */
  readonly primaryUrl: string;
  /** What the primary knows it by. */
  readonly name: string;
  /** Its data folder, which is made. */
  readonly data: string;
  readonly owner: Owner | undefined;
}

/** What a server makes anew, and what is only its own. https://www.postgresql.org/docs/current/continuous-archiving.html */
const emptied = new Set([
  'pg_dynshmem',
  'pg_notify',
  'pg_replslot',
  'pg_serial',
  'pg_snapshots',
  'pg_stat_tmp',
  'pg_subtrans',
  'pg_wal',
]);
const leftOut = new Set(['postmaster.pid', 'postmaster.opts', 'pg_internal.init', 'backup_label', 'standby.signal']);

/**
 * Makes the data folder of a replica from that of a primary which runs on this machine, as `pg_basebackup` does, which the
 * packages of embedded servers leave out. A slot keeps what the primary writes from now on until the replica has it.
 */
export async function copyPrimary({ primaryUrl, name, data, owner }: ReplicaSpec): Promise<void> {
  const slot = `proofload_${name.replaceAll('-', '_')}`;
  const client = new pg.Client({ connectionString: primaryUrl, connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined); // told by the query
  await client.connect();
  try {
    await client.query('SELECT pg_create_physical_replication_slot($1, true)', [slot]);
    const { rows: folders } = await client.query<{ data_directory: string }>('SHOW data_directory');
    await client.query(`SELECT pg_backup_start('replica', fast => true)`);
    await copyData(folders[0]?.data_directory ?? '', data);
    const { rows: labels } = await client.query<{ labelfile: string }>('SELECT labelfile FROM pg_backup_stop(false)');
    await writeFile(join(data, 'backup_label'), labels[0]?.labelfile ?? '');
  } finally {
    await client.end();
  }
  await writeFile(join(data, 'standby.signal'), '');
  const connection = connectionTo(primaryUrl, name).replaceAll("'", "''");
  await appendFile(
    join(data, 'postgresql.auto.conf'),
    `primary_conninfo = '${connection}'\nprimary_slot_name = '${slot}'\n`,
  );
  if (owner !== undefined) await chownTree(data, owner);
}

/** Copies what is there; what goes away meanwhile is made again from the WAL. */
async function copyData(from: string, to: string): Promise<void> {
  await mkdir(to, { mode: 0o700 });
  for (const item of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, item.name), join(to, item.name)];
    if (leftOut.has(item.name) || item.name.startsWith('pgsql_tmp')) continue;
    if (emptied.has(item.name)) await mkdir(target, { mode: 0o700 });
    else if (item.isDirectory()) await copyData(source, target);
    else await copyFile(source, target).then(() => chmod(target, 0o600), absentIsFine);
  }
}

async function chownTree(path: string, owner: Owner): Promise<void> {
  await chown(path, owner.uid, owner.gid);
  for (const item of await readdir(path, { withFileTypes: true })) {
    const inner = join(path, item.name);
    if (item.isDirectory()) await chownTree(inner, owner);
    else await chown(inner, owner.uid, owner.gid);
  }
}

/** As libpq reads it. */
function connectionTo(primaryUrl: string, name: string): string {
  const { hostname, port, username, password } = new URL(primaryUrl);
  const known = {
    host: hostname,
    port,
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    application_name: name,
  };
  return Object.entries(known)
    .map(([key, value]) => `${key}='${value.replace(/['\\]/g, '\\$&')}'`)
    .join(' ');
}

function absentIsFine(error: unknown): void {
  if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
}
