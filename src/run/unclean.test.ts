import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CheckedTarget } from '../inputs/check-target.ts';
import { makeTempDir } from '../system/files.ts';
import { startTimeOf } from '../system/process-table.ts';
import { runsOfUser, unreadableRuns } from '../undo/known-runs.ts';
import { RunRegistry } from '../undo/run-registry.ts';
import { refuseUnclean, workedOn } from './unclean.ts';

let folder: string;
let registry: RunRegistry;
beforeEach(() => {
  folder = makeTempDir('unclean-test');
  registry = new RunRegistry(join(folder, 'state'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const mine = { target: '/p/target.ts#mine', addresses: ['127.0.0.1:9000'] };
const dead = { pid: 999_999, startTime: 'long ago' };
const living = { pid: process.pid, startTime: startTimeOf(process.pid) ?? '' };

/** A run of another project, with its journal and its entry in the registry. */
async function begin(runId: string, work: typeof mine, { by = dead, open = true } = {}): Promise<string> {
  const journalFile = join(folder, 'other', runId, 'journal.ndjson');
  mkdirSync(join(folder, 'other', runId), { recursive: true });
  const header = { journal: 'proofload', version: 1, runId, host: hostname(), ...by, at: 0 };
  const entry = { id: 'e1', state: 'made', at: 0, entry: { kind: 'process', name: 'api', marker: 'm', group: true } };
  const lines = [header, ...(open ? [entry] : [])].map((line) => JSON.stringify(line));
  writeFileSync(journalFile, `${lines.join('\n')}\n`);
  await registry.add({ version: 1, runId, journalFile, ...work });
  return journalFile;
}

const refuse = (work = mine) => refuseUnclean(join(folder, 'reports'), registry, work, 0);

test('a run refuses to start over one of the same target that was killed, wherever its folder is', async () => {
  await begin('killed', mine);
  await expect(refuse()).rejects.toMatchObject({
    exitCode: 6,
    problems: [{ message: 'killed: process api' }],
    hint: 'proofload clean --run killed',
  });
  await expect(refuse({ ...mine, target: 'another' })).rejects.toMatchObject({ code: 'unclean' });
  await expect(refuse({ ...mine, addresses: [] })).rejects.toMatchObject({ code: 'unclean' });
  await refuse({ target: 'another', addresses: ['127.0.0.1:9001'] });
});

test.each([
  ['one of the same reports folder, whatever its target is', { by: dead }, 'unclean'],
  ['not over one that goes on', { by: living }, undefined],
  ['not over one that is clean', { open: false }, undefined],
])('a run refuses to start over %s', async (_name, how, code) => {
  await begin('run', { target: 'another', addresses: [] }, how);
  const refused = refuseUnclean(join(folder, 'other'), registry, mine, 0).catch((error: unknown) => error);
  expect(await refused).toEqual(code === undefined ? undefined : expect.objectContaining({ code }));
});

test('runs that are clean, or have no journal any more, are forgotten', async () => {
  await begin('living', mine, { by: living });
  await begin('clean', mine, { open: false });
  rmSync(await begin('gone', mine));
  writeFileSync(join(folder, 'state', 'runs', 'damaged.json'), '{');
  expect((await runsOfUser(registry)).map(({ runId }) => runId)).toEqual(['living']);
  expect(readdirSync(join(folder, 'state', 'runs')).sort()).toEqual(['damaged.json', 'living.json']);
});

test('one whose journal cannot be read is not forgotten, and no run starts over it', async () => {
  const journalFile = await begin('damaged', mine);
  writeFileSync(journalFile, 'not a journal\n');
  expect(await runsOfUser(registry)).toEqual([]);
  expect((await unreadableRuns(registry)).map(({ runId }) => runId)).toEqual(['damaged']);
  await expect(refuse()).rejects.toMatchObject({
    exitCode: 6,
    message: 'an earlier run on this target may have left something: its journal cannot be read',
    problems: [{ message: `damaged: ${journalFile}` }],
  });
  await refuse({ target: 'another', addresses: [] });
  rmSync(journalFile);
  await refuse();
  await runsOfUser(registry);
  expect(readdirSync(join(folder, 'state', 'runs'))).toEqual([]);
});

test('a proxy that is adopted is worked on, too, however its URL is written', () => {
  const edges = [{ adopt: 'db' }, { adopt: null }];
  const at = (toxiproxy: string | null) =>
    workedOn({ name: 'mine', file: null, services: {}, toxiproxy, edges } as unknown as CheckedTarget).addresses;
  expect(at('http://localhost:8474')).toEqual(['http://127.0.0.1:8474/proxies/db']);
  expect(at('http://127.0.0.1:8474')).toEqual(['http://127.0.0.1:8474/proxies/db']);
  expect(at(null)).toEqual([]);
});

test('a service is the same however its URL is written', () => {
  const at = (url: string, address?: string) => {
    const service = {
      kind: 'external',
      url,
      insecureSkipTLSVerify: false,
      ...(address === undefined ? {} : { address }),
    };
    const target = { name: 'mine', file: null, services: { api: service }, toxiproxy: null, edges: [] };
    return workedOn(target as unknown as CheckedTarget).addresses;
  };
  for (const url of [
    'http://localhost:9000',
    'http://127.0.0.1:9000/shop',
    'https://127.0.0.1:9000',
    'tcp://localhost:9000',
  ]) {
    expect(at(url)).toEqual(['127.0.0.1:9000']);
  }
  expect(at('http://Shop.Test')).toEqual(['shop.test:80']);
  expect(at('https://shop.test', '10.0.0.1:8443')).toEqual(['10.0.0.1:8443']);
});
