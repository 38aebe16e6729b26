import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Cli } from './cli.ts';
import { edgePort, startFrontAndStock, type FrontAndStock } from './front-and-stock.ts';

const fixture = 'tests/fixtures/service';

describe('an upstream of a service that runs already', () => {
  let services: FrontAndStock;
  beforeAll(async () => (services = await startFrontAndStock()));
  afterAll(() => services[Symbol.asyncDispose]());

  it('can be broken at a port that the service was told once', async () => {
    const cli = new Cli();
    const args = [
      `${fixture}/with-upstream.ts`,
      '--chaos',
      `${fixture}/stock-slow.ts`,
      '--slo',
      `${fixture}/upstream.yaml`,
    ];
    const { code, stderr } = await cli.experiment(args).finished;
    expect(code, stderr).toBe(0);
    const slow = cli.verdict.objectives.find(({ name }) => name.startsWith('slow'));
    expect(slow?.observed).toBeGreaterThan(600 * 0.98); // a bucket is 2.2 % wide
    expect(slow?.samples).toBeGreaterThanOrEqual(10);
    expect(cli.verdict.faults[0]?.exposedConnections).toBeGreaterThanOrEqual(5); // one for each user
  });

  it('that the service reaches another way was not broken, whatever the probes felt', async () => {
    const cli = new Cli();
    const broken = ['--chaos', `${fixture}/stock-slow.ts`, '--slo', `${fixture}/upstream.yaml`];
    services.stockPort = 32_472;
    const { code, stderr } = await cli.experiment([`${fixture}/with-upstream.ts`, ...broken]).finished;
    services.stockPort = edgePort;
    expect(code, stderr).toBe(5);
    expect(cli.verdict.faults).toMatchObject([
      { id: 'stock-slow', feltMs: expect.any(Number) as unknown, exposedConnections: 0 },
    ]);
    expect(cli.verdict.objectives.find(({ name }) => name.startsWith('slow'))).toMatchObject({
      verdict: 'inconclusive',
      reason:
        'fault not exercised: stock-slow met no connection of the load: nothing used front->stock while it was on; ' +
        'does front use the address that it was given?',
    });
  });

  it('is used by one run at a time', async () => {
    const [first, second] = [new Cli(), new Cli()];
    const temp = { env: { TMPDIR: first.temp } };
    const running = first.experiment([`${fixture}/with-upstream.ts`], temp);
    await running.shows('load:');
    const { code, stderr } = await second.experiment([`${fixture}/with-upstream.ts`], temp).finished;
    expect(code, stderr).toBe(7);
    expect(stderr).toContain(`is in use by run ${first.runId}`);
    process.kill(running.pid, 'SIGINT');
    expect((await running.finished).code).toBe(130);
  });
});
