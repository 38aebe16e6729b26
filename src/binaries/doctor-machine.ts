import { findOnPath } from '../system/find-on-path.ts';
import { availableParallelism, totalmem } from 'node:os';
import type { Calibration } from '../model/calibration.ts';
import { availableMemory } from '../system/available-memory.ts';
import { findEngine } from '../system/docker/engine.ts';
import { runCommand } from '../system/run-command.ts';
import { candidatePorts } from '../system/ports.ts';
import type { DoctorRow } from './doctor-row.ts';

type Env = Readonly<Record<string, string>>;

export interface FoundPostgres {
  readonly home: string;
  readonly version: string;
}

/** Node itself; `engines` in package.json says the same. */
export function nodeRow(version: string = process.versions.node): DoctorRow {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const fits = major > 20 || (major === 20 && minor >= 19);
  return {
    name: 'Node',
    status: fits ? 'ok' : 'missing',
    found: process.execPath,
    version,
    what: 'runs proofload',
    todo: fits ? '' : 'install Node 20.19 or later',
  };
}

export function postgresRow(postgres: FoundPostgres | undefined): DoctorRow {
  const about = { name: 'Postgres', what: 'databases of targets' };
  if (postgres !== undefined)
    return { ...about, status: 'ok', found: postgres.home, version: postgres.version, todo: '' };
  const found = 'its package for this machine is not installed';
  return { ...about, status: 'warn', found, version: '', todo: 'npm install --include=optional' };
}

/** The engine that a run would use, and the client that builds images. */
export async function dockerRow(env: Env): Promise<DoctorRow> {
  const about = { name: 'Docker', what: 'targets in containers' };
  const engine = await findEngine(env);
  if ('why' in engine) {
    const todo = `if a target needs it: ${engine.hint}`;
    return { ...about, status: 'warn', found: engine.why, version: '', todo };
  }
  const { socket, version } = engine;
  const client = await findOnPath('docker', env);
  if (client !== undefined) return { ...about, status: 'ok', found: `${socket}, and ${client}`, version, todo: '' };
  const found = `${socket}, but no docker on PATH, which builds images`;
  return { ...about, status: 'warn', found, version, todo: 'if a target needs it: install the client of Docker' };
}

// Servers are started by other processes than ours as well, so one of those is asked.
const bindFirst = `
  const ports = process.argv.slice(1).map(Number);
  const next = (reason) => {
    const port = ports.shift();
    if (port === undefined) throw new Error(reason);
    const server = require('node:net').createServer();
    server.once('error', (error) => next(error.message));
    server.listen(port, '127.0.0.1', () => server.close(() => console.log(port)));
  };
  next();`;

/** Whether a port of the range that edges and servers get theirs from can be bound. */
export async function portsRow(env: Env): Promise<DoctorRow> {
  const about = { name: 'Ports', version: '', what: 'edges and servers on loopback' };
  const ports = [...candidatePorts()].slice(0, 20).map(String);
  const args = ['-e', bindFirst, ...ports];
  const { code, stdout, stderr } = await runCommand({ command: process.execPath, args, env, timeoutMs: 5_000 });
  if (code === 0) return { ...about, status: 'ok', found: `${stdout.trim()} of 20000 to 31999 is free`, todo: '' };
  const why = /^Error: (.*)$/m.exec(stderr)?.[1] ?? 'no answer within 5 s';
  return {
    ...about,
    status: 'missing',
    found: `none of 20 tried from 20000 to 31999: ${why}`,
    todo: 'see who listens with: ss -ltnp',
  };
}

const manyFiles = 8_192;

/** The limit as children get it: Node raises its own as far as it may, and they inherit that. */
export async function openFilesRow(env: Env): Promise<DoctorRow> {
  const about = { name: 'Open files', version: '', what: 'a connection takes one' };
  const limit = await runCommand({ command: 'sh', args: ['-c', 'ulimit -n'], env, timeoutMs: 5_000 }).then(
    ({ stdout }) => stdout.trim(),
    () => '', // no shell, as on Windows, where there is no such limit
  );
  const few = Number(limit) < manyFiles && limit !== '';
  const found = limit === '' ? 'no limit known' : `${limit} at most`;
  return {
    ...about,
    status: few ? 'warn' : 'ok',
    found,
    todo: few ? `ulimit -n ${manyFiles} for more than ${limit} connections` : '',
  };
}

const muchMemory = 1.5e9;

/** Free memory within the limits of a container. */
export function memoryRow(available: number = availableMemory(), total: number = totalmem()): DoctorRow {
  const little = available < muchMemory;
  return {
    name: 'Memory',
    status: little ? 'warn' : 'ok',
    found: `${gigabytes(available)} of ${gigabytes(total)} GB free`,
    version: '',
    what: 'virtual users, and the target',
    todo: little ? 'end other programs, or use fewer virtual users: k6 takes about 0.8 MB for each' : '',
  };
}

/** What load this machine can generate. Never amiss: how much is enough depends on the run. */
export function calibrationRow(calibration: Calibration | null, cores: number = availableParallelism()): DoctorRow {
  const about = { name: 'Load', status: 'ok', version: '', what: 'that k6 makes cleanly here' } as const;
  const todo = 'proofload doctor --calibrate, while nothing else runs here';
  if (calibration === null) return { ...about, found: 'not measured', todo };
  const { perSecond, measuredAt, limitedBy } = calibration;
  const rate = perSecond === null ? 'no load that was tried' : `${perSecond} requests a second`;
  const measured = `${rate}, with the server on this machine, on ${measuredAt.slice(0, 10)}`;
  const found = limitedBy === null ? measured : `${measured}\n${limitedBy}`;
  if (calibration.cores !== cores)
    return { ...about, found: `${measured}, with ${calibration.cores} processors`, todo };
  return { ...about, found, todo: perSecond === null ? todo : '' };
}

function gigabytes(bytes: number): string {
  return (bytes / 1e9).toFixed(1);
}
