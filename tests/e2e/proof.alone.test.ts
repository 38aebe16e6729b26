import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { Cli, condition, listening, root, traces, type Finished, type Traces } from './cli.ts';

/** One whole run, as `npm start` makes it, looked at from all sides. */
describe('the proof experiment', () => {
  const cli = new Cli();
  let finished: Finished;
  let during: Traces;

  beforeAll(async () => {
    const started = cli.experiment(['shop-proof'], { cwd: root });
    await started.shows('load:');
    during = traces(cli.runId);
    finished = await started.finished;
  }, 240_000);

  it('passes', () => {
    expect(finished.stderr + finished.stdout).toContain('PASS');
    expect(finished.code).toBe(0);
    expect(cli.verdict.verdict).toBe('pass');
    expect(cli.verdict.requests).toBeGreaterThan(4000);
    const undecided = cli.verdict.objectives.filter(({ verdict }) => verdict !== 'pass');
    // What is only for other profiles, or about faults that this run does not have.
    expect(undecided.map(({ name, verdict }) => `${name}: ${verdict}`)).toEqual([
      'enough throughput: not-evaluated',
      'memory does not grow: not-evaluated',
      'a paused api answers what waited: not-evaluated',
      'a locked table is given up in time: not-evaluated',
      'what needs no products works while they are locked: not-evaluated',
    ]);
  });

  it('saw every fault begin and end, close to its plan', () => {
    const { faults } = cli.verdict;
    expect(faults.map(({ id }) => id)).toEqual(['ai-hang', 'db-latency', 'db-blip', 'db-hang']);
    for (const fault of faults) {
      expect(fault.feltMs! - fault.plannedStartMs).toBeGreaterThan(-500); // of a probe that was under way already
      expect(fault.feltMs! - fault.plannedStartMs).toBeLessThan(500);
      expect(fault.cleanMs).toBeGreaterThan(fault.feltMs!);
      expect(fault.exposedRequests).toBeGreaterThan(0);
    }
  });

  it('leaves its reports and its record', () => {
    expect(readdirSync(cli.folder)).toEqual(
      expect.arrayContaining([
        'run.json',
        'verdict.json',
        'report.html',
        'junit.xml',
        'summary.md',
        'series.ndjson',
        'faults.ndjson',
        'probes.ndjson',
        'k6.log',
        'script.js',
        'services',
      ]),
    );
    expect(cli.manifest.ending).toMatchObject({ problems: [], left: [], scriptErrors: [], k6Exit: 0 });
  });

  it('leaves nothing behind', async () => {
    expect(during.processes.length).toBeGreaterThanOrEqual(5); // k6, toxiproxy, postgres, api, ai
    expect(during.ports.length).toBeGreaterThanOrEqual(6);
    expect(traces(cli.runId).processes).toEqual([]);
    expect(await condition(() => listening(during.ports).length === 0, 2000)).toBe(true);
    expect(cli.tempFolders()).toEqual([]);
  });

  it('is judged the same again, byte for byte, anywhere and at any time', async () => {
    const reports = ['verdict.json', 'report.html', 'junit.xml', 'summary.md'];
    const bytes = () => reports.map((name) => readFileSync(join(cli.folder, name), 'utf8'));
    const before = bytes();
    for (const name of reports) rmSync(join(cli.folder, name));
    const again = await cli.run(['judge', cli.folder], {
      cwd: '/',
      env: { TZ: 'Asia/Kathmandu', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' },
    });
    expect(again.code).toBe(0);
    expect(bytes()).toEqual(before);
    expect(cli.verdict.digests.series).toMatch(/^[0-9a-f]{64}$/);
  });

  it('cannot be judged green once its series were touched', async () => {
    const file = join(cli.folder, 'series.ndjson');
    const lines = readFileSync(file, 'utf8').split('\n');
    const cell = lines.findIndex((line) => line.startsWith('['));
    writeFileSync(file, lines.filter((_, index) => index !== cell).join('\n'));
    const again = await cli.run(['judge', cli.folder]);
    expect(again.code).toBe(5);
    expect(cli.verdict.verdict).toBe('invalid');
  });
});
