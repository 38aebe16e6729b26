import { createHash, randomBytes } from 'node:crypto';
import { closeSync, mkdirSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Verdict } from '../../src/model/verdict.ts';
import { mayMount, mountTmpfs, unmountTmpfs } from '../../src/system/tmpfs.ts';
import { renderers } from '../../src/report/reports.ts';
import { Cli, patient, traces, type Started } from './cli.ts';

const fixture = join(patient, 'service');
const reportNames = Object.keys(renderers);
const hasDisks = await mayMount();
if (!hasDisks) console.warn('runs on a full disk are not tried: this user may not mount one (CAP_SYS_ADMIN)');

let server: Server;
beforeAll(async () => {
  server = createServer((request, response) => {
    response.statusCode = request.method === 'POST' ? 201 : 200;
    response.end('page');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

function start(cli: Cli, reports: string, runTime = '6s'): Started {
  const target = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const run = [
    'run',
    `${fixture}/scenario.ts`,
    '--target',
    target,
    '--slo',
    `${fixture}/plain.yaml`,
    '--run-time',
    runTime,
  ];
  return cli.start([...run, '--reports', reports], { cwd: patient });
}

function onlyRun(reports: string): string {
  const [run = 'no run', ...others] = readdirSync(reports).filter((name) => name.startsWith('scenario-'));
  expect(others).toEqual([]);
  return join(reports, run);
}

const verdictOf = (folder: string) => JSON.parse(readFileSync(join(folder, 'verdict.json'), 'utf8')) as Verdict;

function digests(folder: string): Record<string, string> {
  return Object.fromEntries(
    reportNames.map((name) => [
      name,
      createHash('sha256')
        .update(readFileSync(join(folder, name)))
        .digest('hex'),
    ]),
  );
}

describe('the reports of a run', () => {
  const cli = new Cli();
  beforeAll(async () => {
    const started = start(cli, cli.reports, '12s');
    await started.shows('load 10');
    const pruned = await cli.run(['reports', 'prune', '--keep', '0', '--reports', cli.reports]);
    expect(pruned.stdout).toMatch(/^kept \(it goes on\) .*scenario-/);
    const { code, stderr } = await started.finished;
    expect(code, stderr).toBe(0);
  });

  it('have the same bytes when it is judged again, in another time zone, locale and folder', async () => {
    const before = digests(cli.folder);
    for (const name of reportNames) rmSync(join(cli.folder, name));
    const env = { TZ: 'Asia/Kolkata', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8', GITHUB_ACTIONS: '' };
    const { code, stderr } = await cli.run(['judge', cli.folder], {
      env,
      cwd: mkdtempSync(join(tmpdir(), 'e2e-cwd-')),
    });
    expect(code, stderr).toBe(0);
    expect(digests(cli.folder)).toEqual(before);
  });

  it('are there but for one that cannot be written, which is told and makes a pass red', async () => {
    rmSync(join(cli.folder, 'junit.xml'));
    rmSync(join(cli.folder, 'stats.csv'));
    mkdirSync(join(cli.folder, 'junit.xml'));
    const { code, stdout, stderr } = await cli.run(['judge', cli.folder]);
    expect(code).toBe(7);
    expect(stdout).toContain('✓ PASS');
    expect(stderr).toMatch(/1 of 8 reports are missing[^]*junit\.xml {2}could not be written[^]*what to do: .*judge/);
    expect(readFileSync(join(cli.folder, 'stats.csv'), 'utf8')).toContain('Aggregated');
    rmSync(join(cli.folder, 'junit.xml'), { recursive: true });
  });

  it('need a folder: where none can be made, nothing is started', async () => {
    const reports = join(cli.folder, 'run.json', 'reports');
    const { code, stderr } = await start(cli, reports).finished;
    expect(code).toBe(7);
    expect(stderr).toMatch(/cannot be made in .*run\.json\/reports[^]*because: ENOTDIR[^]*--reports <folder>/);
    expect(stderr).not.toContain('starting the target');
  });
});

it('a run whose folder is deleted meanwhile has no verdict, and says why', async () => {
  const cli = new Cli();
  const started = start(cli, cli.reports);
  await started.shows('load 10');
  rmSync(cli.folder, { recursive: true, maxRetries: 5 }); // something may be written into it meanwhile
  const { code, stdout, stderr } = await started.finished;
  expect(stderr).toMatch(/what was recorded in .* was deleted while the run went on \[record-deleted\]/);
  expect({ code, stdout }).toEqual({ code: 7, stdout: '' });
});

describe.skipIf(!hasDisks)('a full disk', () => {
  const cli = new Cli();
  const token = randomBytes(4).toString('hex');
  const disk = join(mkdtempSync(join(tmpdir(), 'e2e-disk-')), 'reports');
  beforeAll(() => mountTmpfs(disk, token, 8_000_000));
  afterAll(() => unmountTmpfs(disk, token));

  const filler = join(disk, 'filler');
  function fill(): void {
    const file = openSync(filler, 'a');
    try {
      for (;;) writeSync(file, Buffer.alloc(4096));
    } catch (error) {
      expect(error).toMatchObject({ code: 'ENOSPC' });
    } finally {
      closeSync(file);
    }
  }

  it('during a run ends it, and is never a pass', async () => {
    const started = start(cli, disk, '10m');
    await started.shows('load 10');
    const run = onlyRun(disk);
    fill();
    const { code, stdout, stderr } = await started.finished;
    expect(code).toBe(7);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/the record could not be written: ENOSPC.*the load is stopped/);
    expect(stderr).toMatch(/how the run ended could not be written to .*[^]*what to do: free some space/);
    expect(traces(basename(run)).processes).toEqual([]);
    rmSync(filler);
    expect((await cli.run(['judge', run])).code).toBe(5);
    rmSync(run, { recursive: true });
  });

  it('for a moment makes the run invalid, which its reports say', async () => {
    const started = start(cli, disk, '10m');
    await started.shows('load 10');
    fill();
    await started.shows('the record could not be written');
    rmSync(filler);
    const { code } = await started.finished;
    expect(code).toBe(5);
    const { verdict, sentence } = verdictOf(onlyRun(disk));
    expect(verdict).toBe('invalid');
    expect(sentence).toContain('the record could not be written: ENOSPC');
    rmSync(onlyRun(disk), { recursive: true });
  });

  it('when it is judged loses no verdict, and no report that was there', async () => {
    await start(cli, disk).finished;
    const run = onlyRun(disk);
    const before = digests(run);
    fill();
    const { code, stdout, stderr } = await cli.run(['judge', run]);
    expect(code).toBe(7);
    expect(stdout).toContain('✓ PASS');
    expect(stderr).toMatch(/8 of 8 reports are missing[^]*report\.html {2}could not be written: ENOSPC/);
    expect(digests(run)).toEqual(before);
    rmSync(filler);
  });
});
