import { existsSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { obtainTool } from '../../src/binaries/obtain-tool.ts';
import type { ToolHost } from '../../src/binaries/tool-host.ts';
import type { ProofloadError } from '../../src/diagnostic/error.ts';
import { until } from '../../src/system/clock.ts';
import { processTable } from '../../src/system/process-table.ts';
import { makeBench, programs, type Bench } from '../fixtures/binaries/kit.ts';
import { startObtain, type Obtaining } from '../fixtures/binaries/start-obtain.ts';

let bench: Bench;
let started: Obtaining[];
beforeEach(() => {
  bench = makeBench();
  started = [];
});
afterEach(async () => {
  for (const one of started) one.kill('SIGKILL');
  await Promise.all(started.map(({ end }) => end));
  for (const pid of bench.builds()) {
    for (const row of processTable().filter(({ group }) => group === pid)) process.kill(row.pid, 'SIGKILL');
  }
  bench[Symbol.dispose]();
});

function start(env: Record<string, string>, exitAt?: string): Obtaining {
  const host = bench.host(env, { limits: { progressEveryMs: 200 } }); // its function is lost on the way, as it should be
  const one = startObtain({ host, ...(exitAt !== undefined && { exitAt }) });
  started.push(one);
  return one;
}

/** The living processes of a build: Go and whatever it started. */
function living(build: number): number[] {
  return processTable().flatMap((row) => (row.group === build && !row.zombie ? [row.pid] : []));
}

async function buildBegun(): Promise<number> {
  const begun = await until(() => bench.builds()[0], { timeoutMs: 20_000, what: 'a build' });
  if (!begun.met) throw new Error('no build began');
  return begun.value;
}

const gone = async (build: number): Promise<boolean> =>
  (await until(() => living(build).length === 0, { timeoutMs: 5_000, what: 'the end of the build' })).met;

const failure = (host: ToolHost): Promise<ProofloadError> =>
  obtainTool('k6', host).then(
    () => Promise.reject(new Error('expected a failure')),
    (error: unknown) => error as ProofloadError,
  );

test('a long build is told about with time, count and place', async () => {
  const limits = { progressEveryMs: 300 };
  const tool = await obtainTool('k6', bench.host(bench.go('slow', programs.k6), { limits }));
  expect(tool).toMatchObject({ foundBy: 'build', version: '2.2.0' });
  expect(bench.lines).toContain('k6: building k6 2.2.0 with the recorder with Go 1.26.8; takes about 2 minutes, once');
  const telling = bench.lines.filter((line) => line.startsWith('k6: building for '));
  expect(telling.length).toBeGreaterThan(1);
  expect(telling.at(-1)).toMatch(
    / for \d s: 1 modules fetched, 1 packages compiled, now at example\.com\/module\/package$/,
  );
});

test('a build that fails is told with its last words and its log, and leaves no program', async () => {
  const error = await failure(bench.host(bench.go('fails', programs.k6)));
  expect(error).toMatchObject({ code: 'tool-missing', exitCode: 7 });
  const log = join(bench.cacheDir, `${await bench.key('k6')}.build.log`);
  const said = error.problems.at(-1)!.message;
  expect(said).toContain('k6, build: go build ended with exit code 1: ');
  expect(said).toContain(`main.go:3:1: syntax error (all of it: ${log})`);
  expect(readFileSync(log, 'utf8')).toContain('go: downloading example.com/module');
  expect(bench.cached()).toEqual([`${await bench.key('k6')}.build.log`]);
});

test('a build that makes another program than it should leaves none', async () => {
  const error = await failure(bench.host(bench.go('works', programs.k6WithoutRecorder)));
  expect(error.problems.at(-1)!.message).toContain('what came of it is k6 2.2.0 without the recorder');
  expect(bench.cached()).toEqual([]);
});

test('a build that takes too long is ended', async () => {
  const error = await failure(bench.host(bench.go('hangs', programs.k6), { limits: { buildMs: 3_000 } }));
  expect(error.problems.at(-1)!.message).toContain('go build was not done within 3 s');
  expect(living(await buildBegun())).toEqual([]);
});

test.each([
  ['1.19.8', {}, 'is Go 1.19.8; 1.25 or later is needed'],
  ['1.24.1', { GOTOOLCHAIN: 'local' }, 'is Go 1.24.1, and GOTOOLCHAIN=local keeps it from fetching 1.25'],
])('Go %s is too old', async (version, env, why) => {
  const error = await failure(bench.host({ ...bench.go('works', programs.k6), ...env, FAKE_GO_VERSION: version }));
  expect(error.problems.at(-1)!.message).toContain(why);
});

test('a Go that fetches the one that it needs may try', async () => {
  const env = { ...bench.go('works', programs.k6), FAKE_GO_VERSION: '1.24.1' };
  expect((await obtainTool('k6', bench.host(env))).foundBy).toBe('build');
  expect(bench.lines.join('\n')).toContain('with Go 1.24.1, which fetches 1.25 for it');
});

test('of two processes one builds, the other waits for it and takes the cache', async () => {
  const env = bench.go('slow', programs.k6);
  const first = start(env);
  await buildBegun();
  const second = start(env);
  const [one, two] = await Promise.all([first.end, second.end]);
  expect([one.tool?.foundBy, two.tool?.foundBy]).toEqual(['build', 'cache']);
  expect(two.tool?.path).toBe(one.tool?.path);
  expect(second.lines.join('\n')).toContain(
    `k6: waiting for process ${first.pid} on ${hostname()}, which is obtaining it`,
  );
  expect(bench.builds()).toHaveLength(1);
  expect(bench.cached()).toEqual([await bench.key('k6')]);
});

test('who waits takes over when the builder is killed; its build is ended and nothing of it is taken for whole', async () => {
  const env = bench.go('hangs', programs.k6);
  const killed = start(env);
  const build = await buildBegun();
  const waiting = start({ ...env, FAKE_GO: 'works' });
  await until(() => waiting.lines.some((line) => line.includes('waiting for')), {
    timeoutMs: 20_000,
    what: 'the waiter',
  });
  killed.kill('SIGKILL');
  await killed.end;
  expect(living(build)).not.toEqual([]);
  const { tool } = await waiting.end;
  expect(tool?.foundBy).toBe('build');
  expect(living(build)).toEqual([]);
  expect(readFileSync(tool!.path, 'utf8')).toBe(programs.k6);
  expect(bench.cached()).toEqual([await bench.key('k6')]);
});

test('a killed build of an earlier recorder is cleared away as well', async () => {
  const env = bench.go('hangs', programs.k6);
  const killed = start(env);
  const build = await buildBegun();
  killed.kill('SIGKILL');
  await killed.end;
  writeFileSync(join(bench.goDir, 'k6/main.go'), 'changed');
  expect((await obtainTool('k6', bench.host({ ...env, FAKE_GO: 'works' }))).foundBy).toBe('build');
  expect(living(build)).toEqual([]);
  expect(bench.cached().filter((name) => name.includes('partial'))).toEqual([]);
});

test.each(['SIGINT', 'SIGTERM'] as const)('%s ends the build with all that it started', async (signal) => {
  const one = start(bench.go('hangs', programs.k6));
  const build = await buildBegun();
  one.kill(signal);
  const { error } = await one.end;
  expect(error).toMatchObject({ code: 'interrupted', exitCode: signal === 'SIGINT' ? 130 : 143 });
  expect(living(build)).toEqual([]);
  expect(bench.cached()).toEqual([]);
});

test('who waits can be interrupted', async () => {
  const env = bench.go('hangs', programs.k6);
  start(env);
  await buildBegun();
  const error = await failure(bench.host(env, { signal: AbortSignal.timeout(300) }));
  expect(error).toMatchObject({ code: 'interrupted', exitCode: 130 });
});

test('process.exit() in the middle of a build ends it too', async () => {
  const one = start(bench.go('hangs', programs.k6), 'building for');
  const build = await buildBegun();
  expect((await one.end).exit).toBe(9);
  expect(await gone(build)).toBe(true);
});

test('a lock of a process that died is taken over', async () => {
  mkdirSync(bench.cacheDir);
  const dead = { pid: process.pid, startTime: 'another', host: hostname(), runId: 'x', token: 'dead-token', at: 1 };
  writeFileSync(join(bench.cacheDir, `${await bench.key('k6')}.lock`), JSON.stringify(dead));
  expect((await obtainTool('k6', bench.host(bench.go('works', programs.k6)))).foundBy).toBe('build');
  expect(bench.cached()).toEqual([await bench.key('k6')]);
});

test('a lock of another machine is respected as long as it is touched, then taken over', async () => {
  mkdirSync(bench.cacheDir);
  const lock = join(bench.cacheDir, `${await bench.key('k6')}.lock`);
  const away = { pid: 7, startTime: 'x', host: 'elsewhere', runId: 'x', token: 'away-token', at: 1 };
  writeFileSync(lock, JSON.stringify(away));
  const touching = setInterval(() => utimesSync(lock, new Date(), new Date()), 50);
  const begun = performance.now();
  setTimeout(() => clearInterval(touching), 1_500);
  const host = bench.host(bench.go('works', programs.k6), { limits: { lockSilentMs: 600 } });
  expect((await obtainTool('k6', host)).foundBy).toBe('build');
  expect(performance.now() - begun).toBeGreaterThan(2_000);
  expect(bench.lines.join('\n')).toContain('waiting for process 7 on elsewhere');
  expect(bench.cached()).toEqual([await bench.key('k6')]);
});

test('a lock file that is none is told, and not broken', async () => {
  mkdirSync(bench.cacheDir);
  const lock = join(bench.cacheDir, `${await bench.key('k6')}.lock`);
  writeFileSync(lock, '');
  const error = await failure(bench.host(bench.go('works', programs.k6)));
  expect(error.problems.at(-1)!.message).toContain('the cache cannot be locked');
  expect(existsSync(lock)).toBe(true);
});

test('half a program in the place of a whole one is not taken', async () => {
  const place = join(bench.cacheDir, await bench.key('k6'));
  bench.program('k6', programs.k6, place); // even one that would work: nobody says that all of it is there
  const tool = await obtainTool('k6', bench.host(bench.go('works', programs.k6)));
  expect(tool.foundBy).toBe('build');
  expect(readdirSync(place).sort()).toEqual(['k6', 'stamp.json']);
});
