import { appendFileSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { obtainTool } from '../../src/binaries/obtain-tool.ts';
import { obtainTools } from '../../src/binaries/obtain-tools.ts';
import type { ProofloadError } from '../../src/diagnostic/error.ts';
import { makeBench, programs, type Bench } from '../fixtures/binaries/kit.ts';

let bench: Bench;
beforeEach(() => {
  bench = makeBench();
});
afterEach(() => {
  bench[Symbol.dispose]();
});

const failure = (work: Promise<unknown>): Promise<ProofloadError> =>
  work.then(
    () => Promise.reject(new Error('expected a failure')),
    (error: unknown) => error as ProofloadError,
  );
const ways = (error: ProofloadError): string[] => error.problems.map(({ message }) => message);

test('a named program that fits comes first', async () => {
  bench.program('k6', programs.k6);
  const path = bench.program('my-k6', programs.k6, join(bench.folder, 'elsewhere'));
  const tool = await obtainTool('k6', bench.host({ PROOFLOAD_K6: path }));
  expect(tool).toEqual({ path, version: '2.2.0', foundBy: 'PROOFLOAD_K6' });
});

test.each([
  ['of another version', programs.oldK6, 'is k6 1.3.0, not 2.2.0'],
  ['without the recorder', programs.k6WithoutRecorder, 'without the recorder'],
  ['that is something else', '#!/bin/sh\necho hello\n', 'does not say that it is k6'],
  [
    'that fails',
    '#!/bin/sh\necho no such library >&2; exit 127\n',
    'exit code 127 when asked "k6 version": no such library',
  ],
  ['for another machine', '\u007fELF nonsense', 'when asked "k6 version"'],
])('a named program %s ends the search, although one on PATH would do', async (_, text, why) => {
  bench.program('k6', programs.k6);
  const path = bench.program('my-k6', text, join(bench.folder, 'elsewhere'));
  const error = await failure(obtainTool('k6', bench.host({ PROOFLOAD_K6: path })));
  expect(error).toMatchObject({ code: 'tool-unfit', exitCode: 7 });
  expect(error.message).toContain(`PROOFLOAD_K6 names ${path}, which `);
  expect(error.message).toContain(why);
});

test.each([
  ['is not there', 'none', 0o755, 'does not exist'],
  ['may not be executed', 'k6', 0o644, 'may not be executed'],
])('a named program that %s ends the search', async (_, name, mode, why) => {
  const path = join(bench.folder, name);
  if (name === 'k6') writeFileSync(path, programs.k6, { mode });
  const error = await failure(obtainTool('k6', bench.host({ PROOFLOAD_K6: path })));
  expect([error.code, error.exitCode]).toEqual(['tool-unfit', 7]);
  expect(error.message).toContain(why);
});

test('a program on PATH that fits is taken, one that does not is passed over', async () => {
  const k6 = bench.program('k6', programs.k6);
  expect(await obtainTool('k6', bench.host())).toEqual({ path: k6, version: '2.2.0', foundBy: 'PATH' });
  const path = bench.program('toxiproxy-server', programs.toxiproxyFromSource);
  const tool = await obtainTool('toxiproxy', bench.host(bench.go('works', programs.toxiproxy)));
  expect(tool.foundBy).toBe('build');
  expect(bench.lines).toContain(`toxiproxy: PATH: ${path} is Toxiproxy git, not 2.12.0`);
});

test('what was built is taken from the cache the next time, without a word', async () => {
  const host = bench.host(bench.go('works', programs.k6));
  const built = await obtainTool('k6', host);
  bench.lines.length = 0;
  expect(await obtainTool('k6', host)).toEqual({ ...built, foundBy: 'cache' });
  expect(bench.lines).toEqual([]);
  expect(bench.builds()).toHaveLength(1);
  expect(bench.cached()).toEqual([await bench.key('k6')]);
  expect(statSync(built.path).mode & 0o777).toBe(0o755);
});

test('a program in the cache that changed is never used, and replaced', async () => {
  const host = bench.host(bench.go('works', programs.k6));
  const { path } = await obtainTool('k6', host);
  const sameSize = readFileSync(path, 'utf8').replace('2.2.0', '6.6.6');
  writeFileSync(path, sameSize);
  expect((await obtainTool('k6', host)).foundBy).toBe('build');
  expect(readFileSync(path, 'utf8')).toBe(programs.k6);
  expect(bench.lines.join('\n')).toMatch(/cache: damaged: .* has SHA-256 \w{64} instead of \w{64}/);
  appendFileSync(path, 'x');
  expect((await obtainTool('k6', host)).foundBy).toBe('build');
  writeFileSync(join(path, '../stamp.json'), '{"version":');
  expect((await obtainTool('k6', host)).foundBy).toBe('build');
  expect(bench.cached()).toEqual([await bench.key('k6')]);
});

test('a cache that was copied, with other times and the same bytes, is as good', async () => {
  const host = bench.host(bench.go('works', programs.k6));
  const { path } = await obtainTool('k6', host);
  utimesSync(path, 1_000, 1_000);
  expect((await obtainTool('k6', host)).foundBy).toBe('cache');
});

test('a changed recorder is built anew, a changed test of it is not', async () => {
  const host = bench.host(bench.go('works', programs.k6));
  const before = await obtainTool('k6', host);
  writeFileSync(join(bench.goDir, 'k6/main_test.go'), 'package main\n');
  writeFileSync(join(bench.goDir, 'k6/README.md'), 'words\n');
  expect((await obtainTool('k6', host)).path).toBe(before.path);
  appendFileSync(join(bench.goDir, 'k6/main.go'), '// changed\n');
  const after = await obtainTool('k6', host);
  expect(after.foundBy).toBe('build');
  expect(after.path).not.toBe(before.path);
});

test('when no way leads to it, the error lists every one', async () => {
  const k6 = bench.program('k6', programs.oldK6);
  const error = await failure(obtainTool('k6', bench.host()));
  expect(error).toMatchObject({ code: 'tool-missing', exitCode: 7 });
  expect(ways(error)).toEqual([
    'k6, PROOFLOAD_K6: not set',
    `k6, PATH: ${k6} is k6 1.3.0, not 2.2.0`,
    `k6, cache: no ${await bench.key('k6')} in ${bench.cacheDir}`,
    'k6, archive: no release is published yet, and PROOFLOAD_MIRROR names no mirror',
    'k6, build: no go on PATH; 1.25 or later is needed',
  ]);
  expect(error.hint).toContain('https://go.dev/dl');
  expect(bench.lines).toEqual(ways(error).map((line) => line.replace('k6, ', 'k6: ')));
  expect(bench.cached()).toEqual([]);
});

test('both tools that cannot be had are told at once', async () => {
  const error = await failure(obtainTools(bench.host()));
  expect(error).toMatchObject({ code: 'tool-missing', exitCode: 7 });
  expect(error.message).toMatch(/^k6 2\.2\.0 .*; Toxiproxy 2\.12\.0 /);
  expect(ways(error)).toHaveLength(10);
});

test('a wrong name for one tool is told before the other is built', async () => {
  const env = { ...bench.go('works', programs.k6), PROOFLOAD_TOXIPROXY: '/nowhere' };
  expect((await failure(obtainTools(bench.host(env)))).code).toBe('tool-unfit');
  expect(bench.builds()).toEqual([]);
});

test('a cache that cannot be used is told', async () => {
  writeFileSync(bench.cacheDir, 'a file');
  const error = await failure(obtainTool('k6', bench.host(bench.go('works', programs.k6))));
  expect(error).toMatchObject({ code: 'tool-missing', exitCode: 7 });
  expect(ways(error).at(-1)).toMatch(/archive and build: the cache cannot be locked: .*(ENOTDIR|EEXIST)/);
});

test('a package without the sources is told', async () => {
  const error = await failure(obtainTool('k6', bench.host({}, { goDir: join(bench.folder, 'none') })));
  expect(error).toMatchObject({ code: 'package-incomplete', exitCode: 7 });
});
