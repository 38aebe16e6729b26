import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Verdict } from '../../src/model/verdict.ts';
import type { Manifest } from '../../src/model/record.ts';

export const root = join(import.meta.dirname, '../..');

export interface Finished {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** As it is built from the sources of today before these tests begin. */
export const program = join(root, 'dist/cli/main.js');

/** A project whose limits of validity a busy machine keeps to. */
export const patient = join(root, 'tests/fixtures');

interface StartOptions {
  readonly env?: Record<string, string>;
  readonly cwd?: string;
  /** An open file. @default what is printed is kept */
  readonly stdout?: number | 'pipe';
}

/** The real program, as users start it, with a reports folder of its own. */
export class Cli {
  readonly reports = mkdtempSync(join(tmpdir(), 'e2e-reports-'));
  /** Everything temporary of the run goes here, so what stays is easily seen. */
  readonly temp = mkdtempSync(join(tmpdir(), 'e2e-temp-'));

  /** Where its runs are known: those of other tests are none of its business. */
  readonly state = mkdtempSync(join(tmpdir(), 'e2e-state-'));

  constructor() {
    chmodSync(this.temp, 0o755); // Postgres runs as another user where we are root
  }

  start(args: readonly string[], { env = {}, cwd = root, stdout = 'pipe' }: StartOptions = {}): Started {
    const child = spawn(process.execPath, [program, ...args], {
      cwd,
      env: { ...process.env, CI: 'true', NO_COLOR: '1', TMPDIR: this.temp, PROOFLOAD_STATE: this.state, ...env },
      stdio: ['ignore', stdout, 'pipe'],
    });
    return new Started(child);
  }

  run(args: readonly string[], options: StartOptions = {}): Promise<Finished> {
    return this.start(args, options).finished;
  }

  /** `run <args>` into the reports folder of this test. Files are named from the root. */
  experiment(args: readonly string[], options: StartOptions = {}): Started {
    const named = args.map((arg) => (existsSync(join(root, arg)) ? join(root, arg) : arg));
    return this.start(['run', ...named, '--reports', this.reports], { cwd: patient, ...options });
  }

  tempFolders(): string[] {
    return readdirSync(this.temp);
  }

  /** The only run there is, or the newest. */
  get folder(): string {
    const runs = readdirSync(this.reports).sort();
    return join(this.reports, runs.at(-1) ?? 'no run');
  }

  get runId(): string {
    return basename(this.folder);
  }

  get verdict(): Verdict {
    return JSON.parse(readFileSync(join(this.folder, 'verdict.json'), 'utf8')) as Verdict;
  }

  get manifest(): Manifest {
    return JSON.parse(readFileSync(join(this.folder, 'run.json'), 'utf8')) as Manifest;
  }
}

/** One of whose runs nothing stays after the test, whatever that has found out. */
export function cleanedCli(): Cli {
  const cli = new Cli();
  onTestFinished(async () => {
    await cli.run(['clean', '--reports', cli.reports]);
  });
  return cli;
}

export class Started {
  readonly child: ChildProcess;
  readonly finished: Promise<Finished>;
  stdout = '';
  stderr = '';

  constructor(child: ChildProcess) {
    this.child = child;
    child.stdout?.on('data', (bytes: Buffer) => (this.stdout += bytes.toString()));
    child.stderr?.on('data', (bytes: Buffer) => (this.stderr += bytes.toString()));
    this.finished = new Promise((resolve) =>
      child.once('close', (code, signal) => resolve({ code, signal, stdout: this.stdout, stderr: this.stderr })),
    );
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** Resolves when progress shows `text`. */
  async shows(text: string): Promise<void> {
    await condition(() => this.stderr.includes(text) || this.child.exitCode !== null, 60_000);
    if (!this.stderr.includes(text)) throw new Error(`it ended without showing "${text}":\n${this.stderr}`);
  }
}

/** A look takes no longer, unless the machine stands still; then nobody gets on, and that is not held against anybody. */
const longestLookMs = 100;

/** Looks until it holds, or has not for so long. */
export async function condition(holds: () => boolean, withinMs: number): Promise<boolean> {
  let waitedMs = 0;
  for (let at = performance.now(); !holds();) {
    if (waitedMs > withinMs) return false;
    await new Promise((resolve) => setTimeout(resolve, 25));
    waitedMs += Math.min(performance.now() - at, longestLookMs);
    at = performance.now();
  }
  return true;
}

/** What of a run is on the machine, seen without the harness and its journal. */
export interface Traces {
  /** Processes whose environment carries the run's id. */
  readonly processes: readonly string[];
  /** Ports that these listen on. */
  readonly ports: readonly number[];
}

export function traces(runId: string): Traces {
  const processes: string[] = [];
  const pids = new Set<string>();
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const state = /^State:\s+(\S)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
      if (state === 'Z' || !readFileSync(`/proc/${pid}/environ`, 'utf8').includes(`PROOFLOAD_RUN_ID=${runId}\0`))
        continue;
      pids.add(pid);
      processes.push(`${pid} ${readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').slice(0, 120)}`);
    } catch {
      // it ended in between
    }
  }
  const listening = execFileSync('ss', ['-ltnpH'], { encoding: 'utf8' }).split('\n');
  const ports = listening.flatMap((line) => {
    const port = /:(\d+)\s/.exec(line)?.[1];
    const pid = /pid=(\d+)/.exec(line)?.[1];
    return port !== undefined && pid !== undefined && pids.has(pid) ? [Number(port)] : [];
  });
  return { processes, ports };
}

/** Which of the ports somebody listens on. */
export function listening(ports: readonly number[]): number[] {
  const lines = execFileSync('ss', ['-ltnH'], { encoding: 'utf8' });
  return ports.filter((port) => new RegExp(`:${port}\\s`).test(lines));
}

/** The guardian of a run, by the temporary folder that it was started with. */
export function guardianOf(cli: Cli): number {
  const table = execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' }).split('\n');
  const guardians = table.filter((row) => row.includes('guardian-main')).map((row) => Number.parseInt(row));
  return guardians.find((pid) => environmentOf(pid).includes(cli.temp)) ?? 0;
}

/** Empty when it has ended: those of others come and go. */
function environmentOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8');
  } catch {
    return '';
  }
}
