import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Cli, condition, listening, traces, type Traces } from './cli.ts';

const args = ['tests/fixtures/shop/brief.ts', '--chaos', 'chaos/db-hang.ts', '--slo', 'thresholds/shop.yaml'];

/** Nothing is left after a run, however it ends. */
describe('a run that is', () => {
  it.each([
    { signal: 'SIGINT', code: 130 },
    { signal: 'SIGTERM', code: 143 },
  ] as const)(
    'ended by $signal while a fault is on heals, stops, reports and ends with $code',
    async ({ signal, code }) => {
      const cli = new Cli();
      const started = cli.experiment(args);
      await started.shows('fault db-hang: felt');
      const during = traces(cli.runId);
      process.kill(started.pid, signal);
      const finished = await started.finished;
      expect(finished.code, finished.stderr).toBe(code);
      expect(cli.verdict.verdict).toBe('inconclusive');
      expect(cli.verdict.faults[0]?.feltMs).not.toBeNull();
      expect(cli.verdict.requests).toBeGreaterThan(100);
      expect(cli.manifest.ending?.left).toEqual([]);
      expect(existsSync(join(cli.folder, 'report.html'))).toBe(true);
      expect(traces(cli.runId).processes).toEqual([]);
      expect(listening(during.ports)).toEqual([]);
      expect(cli.tempFolders()).toEqual([]);
    },
  );

  it('interrupted while it starts undoes what there is', async () => {
    const cli = new Cli();
    const started = cli.experiment(args);
    await started.shows('starting the target');
    process.kill(started.pid, 'SIGINT');
    const finished = await started.finished;
    expect(finished.code, finished.stderr).toBe(130);
    expect(traces(cli.runId).processes).toEqual([]);
    expect(cli.tempFolders()).toEqual([]);
  });

  it.each(['starting the target', 'load:'])(
    'killed with -9 at "%s" is gone within 5 s, with everything that it started',
    async (moment) => {
      const cli = new Cli();
      const started = cli.experiment(args);
      await started.shows(moment);
      expect(await condition(() => traces(cli.runId).processes.length > 0, 5000), started.stderr).toBe(true);
      const during = traces(cli.runId);
      process.kill(started.pid, 'SIGKILL');
      expect(await condition(() => isGone(cli, during), 5000), left(cli)).toBe(true);
    },
  );

  it('killed with -9 while a fault is on leaves nothing but a record that can be judged, as invalid', async () => {
    const cli = new Cli();
    const started = cli.experiment(args);
    await started.shows('fault db-hang: felt');
    const during = traces(cli.runId);
    process.kill(started.pid, 'SIGKILL');
    expect(await condition(() => isGone(cli, during), 5000), left(cli)).toBe(true);
    const judged = await cli.run(['judge', cli.folder]);
    expect(judged.code).toBe(5);
    expect(cli.verdict.verdict).toBe('invalid');
    expect(cli.verdict.requests).toBeGreaterThan(100);
  });
});

function isGone(cli: Cli, during: Traces): boolean {
  return (
    traces(cli.runId).processes.length === 0 && listening(during.ports).length === 0 && cli.tempFolders().length === 0
  );
}

function left(cli: Cli): string {
  return JSON.stringify([traces(cli.runId).processes, cli.tempFolders()]);
}
