import { findCpuHierarchy } from '../system/cpu-group.ts';
import { findFaketime } from '../system/faketime.ts';
import { findServer } from '../system/find-on-path.ts';
import { runCommand } from '../system/run-command.ts';
import { mayMount } from '../system/tmpfs.ts';
import type { DoctorRow } from './doctor-row.ts';

type Env = Readonly<Record<string, string>>;

/** A program that is installed, and not ours to bring. */
interface Installed {
  readonly name: string;
  readonly program: string;
  /** What says its version. */
  readonly ask: string;
  /** What needs it. */
  readonly what: string;
  /** Of Debian. */
  readonly package: string;
}

const programs: readonly Installed[] = [
  { name: 'Redis', program: 'redis-server', ask: '--version', what: 'redis services', package: 'redis-server' },
  { name: 'PgBouncer', program: 'pgbouncer', ask: '--version', what: 'pgbouncer services', package: 'pgbouncer' },
  { name: 'stress-ng', program: 'stress-ng', ask: '--version', what: 'cpuStress, memoryStress', package: 'stress-ng' },
  { name: 'ss', program: 'ss', ask: '-V', what: 'counts connections that meet a fault', package: 'iproute2' },
];

/**
 * What only some targets and faults need. Without it the row is `ok` as well: whether it is missed, `plan` says of each
 * experiment.
 */
export async function optionalRows(env: Env): Promise<DoctorRow[]> {
  return [...(await Promise.all(programs.map((one) => programRow(one, env)))), faketimeRow(), await rootRow()];
}

async function programRow({ name, program, ask, what, package: debian }: Installed, env: Env): Promise<DoctorRow> {
  const found = await findServer(program, env);
  if (found === undefined) return absent({ name, what }, `no ${program} on PATH`, `apt-get install ${debian}`);
  const said = await runCommand({ command: found, args: [ask], env, timeoutMs: 5_000 }).then(
    ({ stdout, stderr }) => stdout + stderr,
    (error: unknown) => String(error),
  );
  return { name, what, status: 'ok', version: /\d+(\.\d+)+/.exec(said)?.[0] ?? '', found, todo: '' };
}

function faketimeRow(library: string | undefined = findFaketime()): DoctorRow {
  const about = { name: 'libfaketime', what: 'clockSkew' };
  if (library === undefined) return absent(about, 'not installed', 'apt-get install libfaketime');
  return { ...about, status: 'ok', version: '', found: library, todo: '' };
}

/** What takes root, and a container that lets it. */
async function rootRow(): Promise<DoctorRow> {
  const groups = findCpuHierarchy();
  const found = [
    'why' in groups ? `no cpuThrottle: ${groups.why}` : `cpuThrottle: control groups in ${groups.root}`,
    (await mayMount()) ? 'diskFull: disks can be mounted' : 'no diskFull: disks cannot be mounted',
  ];
  const isShort = found.some((line) => line.startsWith('no '));
  return {
    name: 'Root',
    what: 'cpuThrottle, diskFull',
    status: 'ok',
    version: '',
    found: found.join('\n'),
    todo: isShort ? 'if a fault needs it: run as root on Linux, outside of containers that may not' : '',
  };
}

function absent(about: Pick<DoctorRow, 'name' | 'what'>, found: string, install: string): DoctorRow {
  return { ...about, status: 'ok', version: '', found, todo: `if a target needs it: ${install}, or its like` };
}
