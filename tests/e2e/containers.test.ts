import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { docker, inEngine, noDocker, orWhyNot } from '../integration/docker.ts';
import { cleanedCli, condition, guardianOf, traces, type Cli } from './cli.ts';

describe.skipIf(noDocker !== undefined)(`a target in containers${orWhyNot}`, () => {
  const args = [
    'tests/fixtures/clerk/load.ts',
    '--chaos',
    'tests/fixtures/clerk/contained.ts',
    '--runtime',
    'containers',
  ];
  const isGone = (cli: Cli): boolean =>
    Object.values(inEngine(cli.runId)).flat().length === 0 &&
    traces(cli.runId).processes.length === 0 &&
    cli.tempFolders().length === 0;

  it('takes the experiments of the shop: its fault is felt and met, nothing is lost, nothing is left', async () => {
    const cli = cleanedCli();
    const shop = [
      'tests/fixtures/shop/brief.ts',
      '--chaos',
      'chaos/db-latency.ts',
      '--slo',
      'thresholds/shop.yaml',
      '--runtime',
      'containers',
    ];
    const { code, stdout, stderr } = await cli.experiment(shop).finished;
    expect([0, 3, 5], stdout + stderr).toContain(code); // too short, and maybe too slow here, for all objectives
    expect(cli.manifest.ending).toMatchObject({ problems: [], left: [] });
    const [fault] = cli.verdict.faults;
    expect(fault!.feltMs! - fault!.plannedStartMs).toBeLessThan(3_000);
    expect(fault!.exposedConnections).toBeGreaterThan(0);
    expect(cli.verdict.objectives.find(({ name }) => name === 'no order is lost')?.verdict).toBe('pass');
    expect(cli.manifest.plan.target.services.map(({ container }) => container)).toEqual([true, true, true]);
    expect(isGone(cli)).toBe(true);
  });

  it('is gone after kill -9 of the harness, paused and cut off as it is: the guardian sees to it', async () => {
    const cli = cleanedCli();
    const started = cli.experiment(args);
    for (const id of ['narrow', 'gone', 'still']) await started.shows(`fault ${id}: felt`);
    expect(inEngine(cli.runId).containers).toHaveLength(3);
    process.kill(started.pid, 'SIGKILL');
    expect(await condition(() => isGone(cli), 8_000), JSON.stringify(inEngine(cli.runId))).toBe(true);
  });

  it('is gone when the guardian is killed as well: its deputy sees to it, and status told what there was', async () => {
    const cli = cleanedCli();
    const started = cli.experiment(args);
    await started.shows('fault still: felt');
    const guardian = guardianOf(cli);
    const status = await cli.run(['status', '--reports', cli.reports]);
    expect(status.stdout).toMatch(/container proofload-\S+-db-\d+ of the Docker engine/);
    process.kill(started.pid, 'SIGSTOP'); // or it would start another
    process.kill(guardian, 'SIGKILL');
    process.kill(started.pid, 'SIGKILL');
    await started.finished;
    expect(await condition(() => isGone(cli), 8_000), JSON.stringify(inEngine(cli.runId))).toBe(true);
  });

  it('leaves nothing after it was killed while its containers were being made', async () => {
    for (const afterMs of [0, 60, 150, 400]) {
      const cli = cleanedCli();
      const started = cli.experiment(args);
      await started.shows('starting the target');
      await new Promise((resolve) => setTimeout(resolve, afterMs));
      process.kill(started.pid, 'SIGKILL');
      expect(await condition(() => isGone(cli), 8_000), `${afterMs} ms: ${docker('ps', '-a')}`).toBe(true);
    }
  });
});

describe('without Docker', () => {
  it('a target in containers is refused in one line, with exit code 7, and nothing is started', async () => {
    const cli = cleanedCli();
    const env = { DOCKER_HOST: 'unix:///nowhere/docker.sock' };
    for (const command of ['run shop-smoke', 'gate nightly', 'plan shop-smoke']) {
      const asked = [...command.split(' '), '--runtime', 'containers'];
      const reports = command.startsWith('plan') ? [] : ['--reports', cli.reports];
      const { code, stderr } = await cli.run([...asked, ...reports], { env });
      expect(code).toBe(7);
      expect(stderr).toContain(
        'target "shop" runs in containers, and nothing answers at /nowhere/docker.sock: GET http://docker/version: connect ENOENT /nowhere/docker.sock [no-docker]',
      );
    }
    expect(existsSync(cli.folder)).toBe(false);
    expect(cli.tempFolders()).toEqual([]);
  });
});
