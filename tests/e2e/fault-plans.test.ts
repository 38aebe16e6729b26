import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { FaultEvent } from '../../src/model/record.ts';
import { Cli, condition, root } from './cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'e2e-fault-plans-'));
const write = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text.replaceAll('$ROOT', root));
  return join(folder, name);
};
const plan = (name: string, body: string) =>
  write(
    `${name}.ts`,
    `import { defineFaultPlan } from 'proofload';
import shop from '$ROOT/targets/shop/target.ts';
export default defineFaultPlan({ target: shop, ${body} });
`,
  );
const slo = write(
  'slo.yaml',
  `version: 1
objectives:
  - { name: few errors, metric: error_rate, target: 5%, minSamples: 50 }
  - { name: pays fast, metric: response_time, stat: p95, target: 5s, where: { step: checkout }, minSamples: 5000 }
`,
);
const args = (chaos: string) => ['tests/fixtures/shop/brief.ts', '--chaos', chaos, '--slo', slo];

function eventsOf(cli: Cli): FaultEvent[] {
  const file = join(cli.folder, 'faults.ndjson');
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : [];
  return lines.map((line) => JSON.parse(line) as FaultEvent);
}

describe('a fault plan', () => {
  it('that halts heals at once, ends the load, and every report tells why', async () => {
    const cli = new Cli();
    const cut = `halt: { errorRate: '50%', for: '2s' },
      faults: ({ down }) => [down('k6->api', { id: 'cut', at: '4s', for: '9s' })]`;
    const { code, stdout } = await cli.experiment(args(plan('halt', cut))).finished;
    expect(code, stdout).toBe(5);
    const why = /[Hh]alted after \S+ s of 13 s: error_rate above 50 % in every second of 2 s/;
    expect(stdout.replaceAll(/\s+/g, ' ')).toMatch(why);
    for (const report of ['report.html', 'summary.md', 'junit.xml', 'verdict.json']) {
      expect(why.test(readFileSync(join(cli.folder, report), 'utf8').replaceAll(/\s+/g, ' ')), report).toBe(true);
    }
    const { stoppedBy, loadMs, left } = cli.manifest.ending ?? {};
    expect([stoppedBy, left]).toEqual(['halt', []]);
    expect(loadMs).toBeLessThan(11_000);
    expect(cli.verdict.faults[0]?.cleanMs).toBeLessThan(11_500);
  });

  it('that requires what does not hold ends before its first fault', async () => {
    const cli = new Cli();
    const required = `require: { of: ['few errors', 'pays fast'], for: '3s' },
      faults: ({ down }) => [down('k6->api', { id: 'cut', at: '7s', for: '3s' })]`;
    const { code, stdout } = await cli.experiment(args(plan('require', required))).finished;
    expect(code, stdout).toBe(5);
    expect(cli.verdict.sentence).toMatch(
      /^Inconclusive: ended after \S+ s of 13 s, before the first fault: not steady: "pays fast" had \d+ samples in the last 3 s/,
    );
    expect(cli.manifest.ending).toMatchObject({ stoppedBy: 'require', left: [] });
    expect(eventsOf(cli)).toEqual([]);
  });

  it('with a command undoes it after kill -9, and the run is then known as clean', async () => {
    const cli = new Cli();
    const flag = join(folder, 'flag');
    const command = `faults: ({ action }) => [action({
      id: 'flag', at: '3s', for: '50s', timeout: '2s', run: ['touch', '${flag}'], undo: ['rm', '-f', '${flag}'],
    })]`;
    const started = cli.experiment([...args(plan('command', command)), '--run-time', '1m']);
    await started.shows('fault flag: felt');
    expect(await condition(() => existsSync(flag), 5000)).toBe(true);
    const during = await cli.run(['status']);
    expect(during.stdout).toContain(`${cli.runId}  goes on, pid ${started.pid}`);
    expect(during.stdout).toContain(`holds    to be run: rm -f ${flag}`);
    process.kill(started.pid, 'SIGKILL');
    expect(await condition(() => !existsSync(flag), 5000)).toBe(true);
    await condition(() => readFileSync(join(cli.folder, 'guardian.log'), 'utf8').includes('all undone'), 5000);
    expect((await cli.run(['status'])).stdout).toBe('no run goes on, and nothing was left behind\n');
    expect((await cli.run(['clean', '--run', cli.runId])).stderr).toContain('all that is known is clean');
  });

  it('that is picked by a seed plays the same twice', async () => {
    const random = `recovery: '1s', params: { length: '1s' },
      faults: ({ random, down, latency }, { length }) => [random({ pick: 2, quiet: '2s', from: [
        down('api->db', { id: 'a', for: length }), latency('api->ai', { id: 'b', for: length, delay: '200ms' }),
        down('api->ai', { id: 'c', for: length }), latency('api->db', { id: 'd', for: length, delay: '200ms' }),
      ] })]`;
    const play = async () => {
      const cli = new Cli();
      const choices = ['--fault-seed', '7', '--fault-param', 'length=1500ms'];
      const { stdout } = await cli.experiment([...args(plan('random', random)), ...choices]).finished;
      expect(stdout).toContain('faults    length=1500ms, picked by seed 7');
      const played = ['asked', 'acknowledged', 'heal-asked', 'heal-acknowledged']; // the others are what was seen of it
      const events = eventsOf(cli).filter(({ event }) => played.includes(event));
      return { plan: cli.manifest.plan, events: events.map(({ fault, event }) => `${fault} ${event}`).sort() };
    };
    const [first, second] = [await play(), await play()];
    expect(first.plan.faults).toHaveLength(2);
    expect(second).toEqual(first);
  });
});
