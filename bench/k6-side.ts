import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { armK6 } from '../src/load/k6.ts';
import { redactor } from '../src/model/secrets.ts';
import { openRecord } from '../src/record/record-writer.ts';
import { LiveLoad } from '../src/run/live-load.ts';
import { sleep } from '../src/system/clock.ts';
import { cpuUs } from './process-stat.ts';
import type { Server } from './server.ts';

export interface Script {
  readonly file: string;
  readonly env: Readonly<Record<string, string>>;
}

/** What is to be found out of a k6 whose load has just begun. */
export type Watch<T> = (pid: number) => Promise<T>;

/** Runs a script under Proofload: armed, released and recorded by the code that a run uses. */
export async function underProofload<T>(k6: string, { url }: Server, script: Script, watch: Watch<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'proofload-bench-'));
  let pid = 0;
  const made = (started: { readonly pid: number }): Promise<void> => {
    pid = started.pid;
    return Promise.resolve();
  };
  const undo = { runId: 'bench', enter: () => Promise.resolve({ made, undone: () => Promise.resolve() }) };
  try {
    using record = openRecord(folder, redactor({}));
    const live = new LiveLoad();
    await using load = await armK6({
      binary: k6,
      scriptFile: script.file,
      url,
      ...{ hosts: {}, through: null, insecureSkipTLSVerify: false, hostEnv: {}, plain: null },
      env: script.env,
      home: folder,
      logFile: join(folder, 'k6.log'),
      fine: [],
      undo,
      onSeries(bytes) {
        record.series(bytes);
        live.push(bytes);
      },
    });
    await load.release();
    const found = await watch(pid);
    const { exit, lastLog } = await load.finished;
    if (exit.code !== 0) throw new Error(`k6 ended with ${exit.code}: ${lastLog.join('\n')}`);
    return found;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Runs a script under k6 as it comes. */
export async function underStock<T>(k6: string, server: Server, script: Script, watch: Watch<T>): Promise<T> {
  const args = ['run', '--quiet', '--no-color', '--no-usage-report', '--address', '127.0.0.1:0'];
  const env = Object.entries(script.env).flatMap(([name, value]) => ['--env', `${name}=${value}`]);
  await server.forget();
  const child = spawn(k6, [...args, ...env, script.file], {
    stdio: ['ignore', 'ignore', 'inherit'],
    // As ours is: the scheduler of Linux shares processors out by sessions.
    detached: true,
    env: { PATH: '/usr/bin:/bin', HOME: tmpdir() },
  });
  const ended = once(child, 'exit');
  try {
    while ((await server.seen()).count === 0 && child.exitCode === null) await sleep(20);
    const found = await watch(child.pid ?? 0);
    const [code] = (await ended) as [number];
    if (code !== 0) throw new Error(`stock k6 ended with ${code}`);
    return found;
  } finally {
    child.kill();
  }
}

export interface Load {
  /** Of k6, in µs of processor time a request. */
  readonly cpu: number;
  /** Requests a second. */
  readonly rate: number;
}

/** Measures a load of `seconds` where neither beginning nor end of k6 counts. */
export function loadOf(server: Server, seconds: number): Watch<Load> {
  const [fromMs, toMs] = [1000, seconds * 1000 - 300];
  return async (pid) => {
    const look = async () => {
      const { count } = await server.seen();
      return { count, cpu: cpuUs(pid), at: performance.now() };
    };
    await sleep(fromMs);
    const begin = await look();
    await sleep(toMs - fromMs);
    const end = await look();
    const requests = end.count - begin.count;
    return { cpu: (end.cpu - begin.cpu) / requests, rate: (requests / (end.at - begin.at)) * 1000 };
  };
}
