/**
 * What is left on the machine of runs of the harness, found without a line of its code and without its journal: by /proc, `ss`, the
 * control groups and mounts of the kernel, a database that outlives the runs, and a Toxiproxy that does. Linux only.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import pg from 'pg';

export interface Seen {
  readonly pid: number;
  readonly state: string;
  readonly command: string;
  readonly environment: string;
}

/** The living processes that have one of the marks in their command, their environment or their folder. */
export function processesOf(marks: readonly string[]): Seen[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && name !== String(process.pid))
    .flatMap((name): Seen[] => {
      const state = /^State:\s+(\S)/m.exec(read(`/proc/${name}/status`))?.[1] ?? 'X';
      const command = read(`/proc/${name}/cmdline`).replaceAll('\0', ' ').trim();
      const environment = read(`/proc/${name}/environ`);
      const text = [command, environment, folderOf(name)].join('\n');
      if ('ZX'.includes(state) || !marks.some((mark) => text.includes(mark))) return [];
      return [{ pid: Number(name), state, command, environment }];
    });
}

/** What processes hold that does not go with them. */
export interface Held {
  readonly pids: readonly number[];
  /** Before this none of them was started, in Unix seconds: numbers of processes come again. */
  readonly sinceS: number;
  readonly ports: readonly number[];
  readonly sharedMemory: readonly string[];
}

export function heldBy(processes: readonly Seen[], sinceS: number): Held {
  const pids = processes.map(({ pid }) => pid);
  const shared = pids.flatMap((pid) => read(`/proc/${pid}/maps`).match(/\/dev\/shm\/\S+/g) ?? []);
  return { pids, sinceS, ports: portsOf(pids), sharedMemory: [...new Set(shared)] };
}

/** On which the processes listen. */
export function portsOf(pids: readonly number[]): number[] {
  return listeners()
    .filter(({ owners }) => owners.some((owner) => pids.includes(owner)))
    .map(({ port }) => port);
}

export interface Places {
  /** In the ids of runs and in the paths that they were given. */
  readonly marks: readonly string[];
  /** Where runs put what is temporary. */
  readonly temp: string;
  readonly held: Held;
  /** A database server that outlives the runs. */
  readonly databaseUrl: string | null;
  /** Toxiproxies that do. */
  readonly toxiproxyUrls: readonly string[];
  /** Processes that are left for a reason. */
  readonly spared: readonly number[];
  /** Whether sessions of the database are counted: those of a process that stands still do no harm, but for their locks. */
  readonly sessions: boolean;
}

/** Everything that is left, in a few words each; empty is clean. */
export async function remains({
  marks,
  temp,
  held,
  databaseUrl,
  toxiproxyUrls,
  spared,
  sessions,
}: Places): Promise<string[]> {
  const alive = processesOf(marks).filter(({ pid }) => !spared.includes(pid));
  const { ports, sharedMemory } = held;
  const mounts = read('/proc/self/mounts').split('\n');
  return [
    ...alive.map(({ pid, state, command }) => `process ${pid} (${state}) ${command.slice(0, 100)}`),
    ...listeners()
      .filter(({ port, owners }) => ports.includes(port) && !owners.some((owner) => spared.includes(owner)))
      .map(({ port }) => `port ${port} is listened on`),
    ...sharedMemory.filter(existsSync).map((path) => `shared memory ${path}`),
    ...segmentsOf(held).map((line) => `segment ${line}`),
    ...mounts.filter((line) => marks.some((mark) => line.includes(mark))).map((line) => `mount ${line}`),
    ...controlGroups().filter((path) => marks.some((mark) => path.includes(mark))),
    ...readdirSync(temp).map((name) => `file ${name}`),
    ...(databaseUrl === null
      ? []
      : (await leftInDatabase(databaseUrl)).filter((what) => sessions || !what.startsWith('session '))),
    ...(await Promise.all(toxiproxyUrls.map(leftInToxiproxy))).flat(),
  ];
}

function listeners(): { readonly port: number; readonly owners: number[] }[] {
  const lines = execFileSync('ss', ['-ltnpH'], { encoding: 'utf8' }).split('\n').filter(Boolean);
  return lines.map((line) => ({
    port: Number(/:(\d+)\s/.exec(line)?.[1]),
    owners: [...line.matchAll(/pid=(\d+)/g)].map(([, pid]) => Number(pid)),
  }));
}

/** Segments of System V shared memory: https://man7.org/linux/man-pages/man5/proc_sysvipc.5.html */
function segmentsOf({ pids, sinceS }: Held): string[] {
  const [titles = '', ...rows] = read('/proc/sysvipc/shm').trim().split('\n');
  const columns = titles.trim().split(/\s+/);
  const [creator, changed] = [columns.indexOf('cpid'), columns.indexOf('ctime')];
  return rows.filter((row) => {
    const values = row.trim().split(/\s+/).map(Number);
    return pids.includes(values[creator] ?? 0) && (values[changed] ?? 0) >= sinceS;
  });
}

function controlGroups(): string[] {
  return execFileSync('find', ['/sys/fs/cgroup', '-maxdepth', '4', '-type', 'd', '-name', '*proofload*'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  })
    .split('\n')
    .filter(Boolean);
}

async function leftInDatabase(connectionString: string): Promise<string[]> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    const { rows } = await client.query<{ what: string }>(`
      SELECT 'lock on ' || relation::regclass AS what FROM pg_locks WHERE mode = 'AccessExclusiveLock' AND pid <> pg_backend_pid()
      UNION ALL SELECT 'session ' || application_name FROM pg_stat_activity
        WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()
      UNION ALL SELECT 'schema ' || nspname FROM pg_namespace WHERE nspname LIKE 'proofload%'`);
    return rows.map(({ what }) => what);
  } finally {
    await client.end();
  }
}

async function leftInToxiproxy(apiUrl: string): Promise<string[]> {
  const answer = await fetch(`${apiUrl}/proxies`, { signal: AbortSignal.timeout(1_000) });
  const proxies = (await answer.json()) as Record<string, { enabled: boolean; toxics: { name: string }[] }>;
  return Object.entries(proxies).flatMap(([name, { enabled, toxics }]) => [
    ...(enabled ? [] : [`${name} is disabled`]),
    ...toxics.map((toxic) => `toxic ${toxic.name} on ${name}`),
  ]);
}

function folderOf(pid: string): string {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return '';
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return ''; // it ended in between
  }
}
