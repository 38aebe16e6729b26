import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { memoryRow, nodeRow } from '../../src/binaries/doctor-machine.ts';
import { examine, type DoctorRow } from '../../src/binaries/doctor.ts';
import { obtainTool } from '../../src/binaries/obtain-tool.ts';
import { makeBench, programs, type Bench } from '../fixtures/binaries/kit.ts';

let bench: Bench;
beforeEach(() => {
  bench = makeBench();
});
afterEach(() => {
  bench[Symbol.dispose]();
});

async function rows(env: Record<string, string> = {}): Promise<Record<string, DoctorRow>> {
  const host = bench.host({ DOCKER_HOST: 'unix:///nowhere/docker.sock', ...env });
  const found = await examine({ ...host, findPostgresBinaries: () => undefined });
  return Object.fromEntries(found.map((row) => [row.name, row]));
}

test('on a bare machine every way is told, and nothing is made', async () => {
  const found = await rows();
  expect(Object.keys(found)).toEqual([
    'Node',
    'k6',
    'Toxiproxy',
    'Go',
    'Postgres',
    'Docker',
    'Redis',
    'PgBouncer',
    'stress-ng',
    'ss',
    'libfaketime',
    'Root',
    'Ports',
    'Open files',
    'Memory',
    'Load',
    'Cache',
  ]);
  expect(found['k6']).toMatchObject({ status: 'missing', version: '', what: 'makes the load' });
  expect(found['k6']?.found.split('\n')).toEqual([
    'not yet on this machine',
    'PROOFLOAD_K6: not set',
    'PATH: no k6',
    `cache: no ${await bench.key('k6')} in ${bench.cacheDir}`,
    'archive: no release is published yet, and PROOFLOAD_MIRROR names no mirror',
    'build: no go on PATH; 1.25 or later is needed',
  ]);
  expect(found['Go']).toMatchObject({ status: 'missing', todo: 'https://go.dev/dl' });
  expect(found['Postgres']).toMatchObject({ status: 'warn', todo: 'npm install --include=optional' });
  expect(found['Docker']).toMatchObject({
    status: 'warn',
    found: 'nothing answers at /nowhere/docker.sock: GET http://docker/version: connect ENOENT /nowhere/docker.sock',
  });
  expect(found['Ports']).toMatchObject({ status: 'ok' });
  expect(found['Open files']?.found).toBe(
    `${execFileSync('sh', ['-c', 'ulimit -n'], { encoding: 'utf8' }).trim()} at most`,
  );
  expect(found['Cache']).toMatchObject({ status: 'ok', found: `${bench.cacheDir}, empty` });
  expect(bench.cached()).toEqual([]);
});

test('with Go on it, nothing is missing: the next run builds', async () => {
  const found = await rows(bench.go('works', programs.k6));
  expect(found['k6']).toMatchObject({ status: 'warn', todo: 'nothing: the next run builds it, in about 2 minutes' });
  expect(found['Go']).toMatchObject({ status: 'ok', version: '1.26.8' });
  expect(bench.builds()).toEqual([]);
});

test('what is there is told with the way it was found; then Go is not needed', async () => {
  const { path } = await obtainTool('k6', bench.host(bench.go('works', programs.k6)));
  const toxiproxy = bench.program('toxiproxy-server', programs.toxiproxy);
  bench.program('go', '#!/bin/sh\necho go version go1.19 linux/amd64\n');
  const found = await rows();
  expect(found['k6']).toMatchObject({ status: 'ok', found: `${path} (cache)`, version: '2.2.0', todo: '' });
  expect(found['Toxiproxy']).toMatchObject({ status: 'ok', found: `${toxiproxy} (PATH)` });
  expect(found['Go']).toMatchObject({
    status: 'ok',
    found: expect.stringContaining('nothing has to be built') as string,
  });
});

test('a program that only some targets need is told with its version, or how to get it, and never missing', async () => {
  const found = await rows();
  expect(found['stress-ng']).toMatchObject({
    status: 'ok',
    version: '',
    found: 'no stress-ng on PATH',
    todo: 'if a target needs it: apt-get install stress-ng, or its like',
  });
  const program = bench.program('stress-ng', '#!/bin/sh\necho stress-ng, version 0.15.06 >&2\n');
  expect((await rows())['stress-ng']).toMatchObject({ status: 'ok', version: '0.15.06', found: program, todo: '' });
  for (const name of ['Redis', 'PgBouncer', 'ss', 'libfaketime', 'Root']) expect(found[name]?.status).toBe('ok');
});

test('a bad name in the environment is told as what it is', async () => {
  const found = await rows({ PROOFLOAD_K6: '/nowhere/k6' });
  expect(found['k6']).toMatchObject({
    status: 'missing',
    todo: expect.stringContaining('unset PROOFLOAD_K6') as string,
  });
  expect(found['k6']?.found).toContain('/nowhere/k6, which does not exist');
});

test('a cache that cannot be is told', async () => {
  writeFileSync(bench.cacheDir, 'a file');
  expect((await rows())['Cache']).toMatchObject({
    status: 'missing',
    todo: 'name another folder with PROOFLOAD_CACHE',
  });
});

test('an engine that answers is told with its version, one that does not with its reason', async () => {
  const socket = join(bench.bin, 'docker.sock');
  const engine = createServer((_request, response) => response.end('{"Version":"27.5.1"}')).listen(socket);
  await once(engine, 'listening');
  const env = { DOCKER_HOST: `unix://${socket}` };
  const found = `${socket}, but no docker on PATH, which builds images`;
  expect((await rows(env))['Docker']).toMatchObject({ status: 'warn', version: '27.5.1', found });
  bench.program('docker', '#!/bin/sh\n');
  expect((await rows(env))['Docker']).toMatchObject({ status: 'ok', found: `${socket}, and ${bench.bin}/docker` });
  engine.close();
  expect((await rows(env))['Docker']?.status).toBe('warn');
});

test.each([
  ['18.20.0', 'missing'],
  ['20.18.3', 'missing'],
  ['20.19.0', 'ok'],
  ['22.0.0', 'ok'],
])('Node %s is %s', (version, status) => {
  expect(nodeRow(version).status).toBe(status);
});

test('little free memory is a warning', () => {
  expect(memoryRow(1e9, 16e9)).toMatchObject({ status: 'warn', found: '1.0 of 16.0 GB free' });
  expect(memoryRow(2e9, 16e9).status).toBe('ok');
});
