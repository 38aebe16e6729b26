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
