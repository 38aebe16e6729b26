import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startTimeOf } from '../../src/system/process-table.ts';
import { Cli, root } from './cli.ts';

/** A reports folder as runs leave it: three that ended, one that was killed, one that goes on. */
function reportsFolder(): string {
  const reports = mkdtempSync(join(tmpdir(), 'e2e-list-'));
  const run = (id: string, startedAt: string, { judged = true, pid = 1, open = false } = {}) => {
    const folder = join(reports, id);
    mkdirSync(folder);
    writeFileSync(join(folder, 'run.json'), JSON.stringify({ runId: id, startedAt, plan: { experiment: 'x' } }));
    const verdict = { verdict: 'fail', exitCode: 3, sentence: 'Fails: too slow' };
    if (judged) writeFileSync(join(folder, 'verdict.json'), JSON.stringify(verdict));
    if (judged) writeFileSync(join(folder, 'report.html'), '<!doctype html>');
    const startTime = pid === process.pid ? startTimeOf(pid) : '0';
    const header = { journal: 'proofload', version: 1, runId: id, host: hostname(), pid, startTime, at: 0 };
    const entry = { id: 'e1', state: 'made', at: 0, entry: { kind: 'file', path: '/tmp/proofload-x' } };
    const lines = [header, ...(open ? [entry] : [])].map((line) => JSON.stringify(line));
    writeFileSync(join(folder, 'journal.ndjson'), `${lines.join('\n')}\n`);
  };
  run('old', '2026-11-01T00:00:00.000Z');
  run('unclean', '2026-11-02T00:00:00.000Z', { judged: false, open: true });
  run('alive', '2026-11-03T00:00:00.000Z', { judged: false, pid: process.pid });
  run('older', '2026-10-01T00:00:00.000Z');
  run('new', '2026-11-04T00:00:00.000Z');
  mkdirSync(join(reports, 'no-run'));
  writeFileSync(join(reports, 'a-file'), '');
  mkdirSync(join(reports, 'damaged'));
  writeFileSync(join(reports, 'damaged/run.json'), '{"runId": "dam');
  run('unknowable', '2026-09-01T00:00:00.000Z');
  writeFileSync(join(reports, 'unknowable/journal.ndjson'), 'torn');
  const gate = (id: string, runs: readonly (string | null)[], startedAt = '2026-10-01T00:00:00.000Z') => {
    mkdirSync(join(reports, id));
    const experiments = runs.map((name) => ({ experiment: 'x', folder: name === null ? null : `../${name}` }));
    writeFileSync(join(reports, id, 'gate.json'), JSON.stringify({ version: 1, startedAt, experiments }));
  };
  gate('gate-of-none', [null]);
  gate('gate-of-none-today', [null], '2026-11-05T00:00:00.000Z');
  gate('gate-of-old', ['old', 'older']);
  gate('gate-of-some', ['old', 'unclean']);
  return reports;
}

test('runs are listed, opened, and pruned, but never one that goes on or is not clean', async () => {
  const cli = new Cli();
  const reports = reportsFolder();

  const listed = await cli.run(['reports', '--reports', reports]);
  expect(listed.stdout.split('\n').map((line) => line.split(/ {2,}/).slice(1, 3))).toEqual([
    ['fail', 'new'],
    ['no verdict', 'alive'],
    ['no verdict', 'unclean'],
    ['fail', 'old'],
    ['fail', 'older'],
    ['fail', 'unknowable'],
    ['damaged', 'damaged'],
    [],
  ]);

  const opened = await cli.run(['open', '--reports', reports]);
  expect(opened.stdout.trim()).toBe(join(reports, 'new', 'report.html'));
  const unknown = await cli.run(['open', 'olde', '--reports', reports]);
  expect(unknown).toMatchObject({ code: 2, stderr: expect.stringMatching(/no run "olde"[^]*old/) as unknown });

  const asked = await cli.run(['reports', 'prune', '--keep', '1', '--dry-run', '--reports', reports]);
  expect(asked.stdout).toMatch(/would delete .*old\n/);
  expect(readdirSync(reports)).toHaveLength(13);
  const pruned = await cli.run(['reports', 'prune', '--keep', '1', '--reports', reports]);
  expect(pruned.stdout).toMatch(/kept \(it goes on\) .*alive/);
  expect(pruned.stdout).toMatch(/kept \(not clean: proofload clean\) .*unclean/);
  expect(pruned.stdout).toMatch(/kept \(its journal cannot be read\) .*unknowable/);
  const left = [
    'a-file',
    'alive',
    'damaged',
    'gate-of-none-today',
    'gate-of-some',
    'new',
    'no-run',
    'unclean',
    'unknowable',
  ];
  expect(readdirSync(reports).sort()).toEqual(left);
  expect((await cli.run(['reports', 'prune', '--keep', 'all', '--reports', reports])).code).toBe(2);
});

test.each([['reports'], ['reports', 'prune', '--keep', '1'], ['open']])(
  '%s %s tells a folder that it cannot look into',
  async (...args) => {
    const cli = new Cli();
    const { code, stdout, stderr } = await cli.run([...args, '--reports', join(root, 'package.json')]);
    expect(stderr).toMatch(
      /the reports in .*package\.json cannot be looked for \[reports-unreadable\]\n {2}because: ENOTDIR/,
    );
    expect({ code, stdout }).toEqual({ code: 7, stdout: '' });
  },
);

test('what cannot be deleted is told with its reason', async ({ skip }) => {
  const cli = new Cli();
  const reports = reportsFolder();
  const file = join(reports, 'old', 'report.html');
  const immutable = (is: '+i' | '-i') => spawnSync('chattr', [is, file]).status === 0;
  if (!immutable('+i')) skip('files cannot be made immutable here');
  try {
    const { code, stdout } = await cli.run(['reports', 'prune', '--keep', '1', '--reports', reports]);
    expect(stdout).toContain(`kept (EPERM: operation not permitted, unlink '${file}')`);
    expect(code).toBe(7);
  } finally {
    immutable('-i');
  }
});

test('in GitHub Actions the summary is on the page of the workflow, and failures are annotations', async () => {
  const cli = new Cli();
  const page = join(cli.temp, 'summary');
  writeFileSync(page, 'before\n');
  const env = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: page };
  // No SLO file: the run is inconclusive for that, which is what shows.
  const { stderr } = await cli.experiment(['tests/fixtures/shop/short.ts', '--run-time', '4s'], { env }).finished;
  expect(stderr).toMatch(/^::error title=short%3A /m);
  expect(readFileSync(page, 'utf8')).toMatch(/^before\n## /);
});
