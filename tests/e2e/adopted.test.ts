import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTeamToxiproxy, type TeamToxiproxy } from '../integration/team-toxiproxy.ts';
import { Cli, condition, traces, type Started } from './cli.ts';
import { startFrontAndStock, type FrontAndStock } from './front-and-stock.ts';

const fixture = 'tests/fixtures/service';
const front = 32_480;
const stock = `127.0.0.1:${front + 2}`;

describe('an edge that is a proxy of a Toxiproxy which runs already', () => {
  let services: FrontAndStock;
  let team: TeamToxiproxy;
  let before = '';
  let cli: Cli;
  beforeAll(async () => {
    [services, team] = [await startFrontAndStock(front), await startTeamToxiproxy()];
    services.stockPort = await team.open('stock_proxy', stock);
    await team.open('another_team', stock);
    const attributes = { latency: 5, jitter: 0 };
    await team.client.addToxic(
      'another_team',
      { name: 'theirs', type: 'latency', stream: 'upstream', attributes },
      5_000,
    );
    before = await team.state();
  });
  afterAll(async () => {
    await team[Symbol.asyncDispose]();
    await services[Symbol.asyncDispose]();
  });
  beforeEach(() => {
    cli = new Cli();
  });
  const start = (): Started =>
    cli.experiment([
      `${fixture}/adopted.ts`,
      ...['--toxiproxy', team.apiUrl],
      ...['--chaos', `${fixture}/adopted-slow.ts`, '--slo', `${fixture}/upstream.yaml`],
    ]);
  /** Until the fault is on. */
  const faulted = async (running: Started): Promise<void> => {
    await running.shows('load:');
    const toxics = async () => (await team.client.readback('stock_proxy', 5_000)).toxics;
    await expect.poll(toxics, { timeout: 60_000 }).not.toEqual([]);
  };

  it('is broken and given back, and nothing else on the server changes', async () => {
    const { code, stderr } = await start().finished;
    expect(code, stderr).toBe(0);
    expect(stderr).toContain(`front->stock is the proxy "stock_proxy" of the Toxiproxy 2.12.0 at ${team.apiUrl}`);
    const [fault] = cli.verdict.faults;
    expect(fault?.feltMs).toEqual(expect.any(Number));
    expect(fault?.exposedConnections).toBeGreaterThanOrEqual(5);
    expect(await team.state()).toBe(before);
    expect(cli.manifest.plan.target.adopted).toEqual({
      toxiproxy: team.apiUrl,
      proxies: { 'front->stock': 'stock_proxy' },
    });
    expect(cli.manifest.versions).toMatchObject({ 'adopted toxiproxy': '2.12.0' });
  });

  it('is given back by the guardian when the run is killed in the middle of the fault', async () => {
    const running = start();
    await faulted(running);
    process.kill(running.pid, 'SIGKILL');
    await running.finished;
    expect(await condition(() => traces(cli.runId).processes.length === 0, 5_000)).toBe(true);
    await expect.poll(() => team.state()).toBe(before);
    expect((await cli.run(['clean'])).stdout).toBe('nothing was left behind\n');
  });

  it('keeps its fault when its server hangs: exit code 6, and clean takes it off later', async () => {
    const running = start();
    await faulted(running);
    await team.hang();
    const { code, stderr } = await running.finished;
    team.goOn();
    expect(code, stderr).toBe(6);
    expect(cli.manifest.ending?.left.join()).toContain(
      `_stock-slow_downstream on proxy stock_proxy of ${team.apiUrl}: `,
    );
    expect(cli.manifest.ending?.problems.join()).toContain('is adopted, and not restarted');
    const again = await start().finished;
    expect(again.code, again.stderr).toBe(6);
    expect(again.stderr).toContain('an earlier run was killed and has not been cleaned up');
    const cleaned = await cli.run(['clean', '--run', cli.runId, '--reports', cli.reports]);
    expect(cleaned.stdout).toMatch(/undone: toxic .*_stock-slow_downstream on proxy stock_proxy/);
    expect(await team.state()).toBe(before);
  });

  it('proves nothing when somebody else takes its fault off, whatever was measured', async () => {
    const running = start();
    await running.shows('stock-slow: felt');
    const { toxics } = await team.client.readback('stock_proxy', 5_000);
    for (const { name } of toxics) await team.client.deleteToxic('stock_proxy', name, 5_000);
    const { code, stderr } = await running.finished;
    expect(code, stderr).toBe(5);
    expect(stderr).toContain('stock-slow: ceased to act before it was healed');
    expect(cli.verdict.verdict).toBe('invalid');
    const reasons = cli.verdict.reasons.map(({ text }) => text).join('\n');
    expect(reasons).toContain('somebody else changed front->stock before taking stock-slow off');
    expect(reasons).toMatch(/stock-slow ceased to act at .* s, before it was healed/);
  });

  it('is told by plan, with what is wrong', async () => {
    const plan = (...args: string[]) => cli.run(['plan', `${fixture}/adopted.ts`, ...args]);
    const good = await plan('--toxiproxy', team.apiUrl);
    expect(good.code, good.stderr).toBe(0);
    expect(good.stdout).toContain('edge      front->stock, the proxy "stock_proxy" of the Toxiproxy 2.12.0 at');
    const nowhere = await plan();
    expect(nowhere.code).toBe(2);
    expect(nowhere.stderr).toContain('adopt: nobody says where the Toxiproxy is whose "stock_proxy" is front->stock');
    const secret = await plan('--toxiproxy', 'http://me:hunter22@127.0.0.1:8474');
    expect(secret.code).toBe(2);
    expect(secret.stderr).not.toContain('hunter22');
    expect((await plan('--toxiproxy', 'http://127.0.0.1:1')).code).toBe(7);
  });
});
