import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { Cli, condition, traces } from './cli.ts';

const isThere = ['redis-server', 'pgbouncer'].every((program) => spawnSync(program, ['--version']).status === 0);
const args = ['tests/fixtures/stores/load.ts', '--chaos', 'tests/fixtures/stores/broken.ts'];

const isGone = (cli: Cli): boolean => traces(cli.runId).processes.length === 0 && cli.tempFolders().length === 0;

describe.skipIf(!isThere)('a pool, a cache and a replica that are broken while the run ends', () => {
  it('are gone after kill -9 of the harness: the guardian sees to it', async () => {
    const cli = new Cli();
    const started = cli.experiment(args);
    for (const id of ['waiting', 'full']) await started.shows(`fault ${id}: felt`);
    expect(traces(cli.runId).processes.join()).toMatch(/redis-server.*pgbouncer|pgbouncer.*redis-server/s);
    process.kill(started.pid, 'SIGKILL');
    expect(await condition(() => isGone(cli), 8_000), traces(cli.runId).processes.join('\n')).toBe(true);
  });

  it('are whole and gone after Ctrl-C, with a report', async () => {
    const cli = new Cli();
    const started = cli.experiment(args);
    for (const id of ['waiting', 'full']) await started.shows(`fault ${id}: felt`);
    process.kill(started.pid, 'SIGINT');
    const { code, stderr } = await started.finished;
    expect(code, stderr).toBe(130);
    expect(cli.manifest.ending?.left).toEqual([]);
    expect(isGone(cli), traces(cli.runId).processes.join('\n')).toBe(true);
  });

  it('takes its fault along when it dies: that makes the run invalid, and leaves nothing', async () => {
    const cli = new Cli();
    const started = cli.experiment(args);
    await started.shows('fault full: felt');
    const [redis = ''] = traces(cli.runId).processes.filter((row) => row.includes('redis-server'));
    process.kill(Number.parseInt(redis), 'SIGKILL');
    const { code, stderr } = await started.finished;
    expect(code, stderr).toBe(5);
    expect(cli.manifest.ending).toMatchObject({
      problems: [
        'service "cache" ended with SIGKILL during the run',
        'the fault full was not played as planned: cache ended while it was on, and with cache the fault',
      ],
      left: [],
    });
  });

  it('are told before anything starts where their programs are not', async () => {
    const cli = new Cli();
    const { code, stderr } = await cli.run(['run', ...args, '--reports', cli.reports], {
      env: { PATH: '/nowhere', PROOFLOAD_POSTGRES_URL: 'postgres://127.0.0.1:1/x' },
    });
    expect(code).toBe(7);
    expect(stderr).toContain('service "replica": it is a replica');
    expect(stderr).toContain('service "cache": there is no redis-server on PATH');
  });
});
