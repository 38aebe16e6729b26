import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Verdict } from '../../src/model/verdict.ts';
import { Cli } from './cli.ts';

const delayMs = 50;
const fixture = 'tests/fixtures/service';

/** Somebody's own service: it answers after 50 ms and counts. */
describe('a service at a URL', () => {
  let server: Server;
  let served = 0;
  let page = 'page';

  beforeAll(async () => {
    server = createServer((request, response) => {
      served += 1;
      setTimeout(() => {
        response.statusCode = request.method === 'POST' ? 201 : 200;
        response.end(request.method === 'POST' ? '{}' : page);
      }, delayMs);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const run = (slo: string, ...more: string[]) => {
    const cli = new Cli();
    const args = [`${fixture}/scenario.ts`, '--target', url(), '--slo', `${fixture}/${slo}`, ...more];
    return { cli, started: cli.experiment(args) };
  };

  it('is loaded through a proxy, slowed, and counted as it counts itself', async () => {
    served = 0;
    const { cli, started } = run('slo.yaml', '--chaos', `${fixture}/slow.ts`, '--build', 'v1.2.3');
    const { code, stdout, stderr } = await started.finished;
    expect(code, stderr).toBe(0);
    const { objectives, requests, verdict, build, faults } = cli.verdict;
    const observed = (name: string) => objectives.find((one) => one.name === name)?.observed ?? 0;
    expect(observed('fast')).toBeGreaterThan(delayMs);
    expect(observed('slower while slow')).toBeGreaterThan(600 + delayMs);
    expect(verdict).toBe('warn'); // misses target, not critical
    expect(build).toBe('v1.2.3');
    expect(faults[0]?.feltMs).not.toBeNull();
    // Canaries and the question whether it is up are the rest.
    const probes = readFileSync(join(cli.folder, 'probes.ndjson'), 'utf8').trim().split('\n').length;
    expect(served - requests).toBeGreaterThanOrEqual(1);
    expect(served - requests).toBeLessThanOrEqual(probes + 12);
    expect(stdout).toContain('v1.2.3');
    expect((await cli.run(['judge', cli.folder, '--strict'])).code).toBe(3);

    const before = readFileSync(join(cli.folder, 'verdict.json'), 'utf8');
    const other = await cli.run(['judge', cli.folder, '--slo', `${fixture}/plain.yaml`]);
    expect(other.stdout).toContain(join('judged-plain', 'report.html'));
    expect(readFileSync(join(cli.folder, 'verdict.json'), 'utf8')).toBe(before);
    const judged = JSON.parse(readFileSync(join(cli.folder, 'judged-plain/verdict.json'), 'utf8')) as Verdict;
    expect(judged.objectives.map(({ name }) => name)).toEqual(['fast', 'no errors', 'right']);
  });

  it('fails by its bodies, though every status is fine', async () => {
    page = 'Oops, something went wrong';
    const { cli, started } = run('plain.yaml', '--run-time', '6s');
    const { code } = await started.finished;
    page = 'page';
    expect(code).toBe(3);
    const failed = cli.verdict.objectives.filter(({ verdict }) => verdict === 'fail').map(({ name }) => name);
    expect(failed).toEqual(['no errors', 'right']);
  });

  it('that is not there is told at once, with exit code 7', async () => {
    const cli = new Cli();
    const { code, stderr } = await cli.experiment([
      `${fixture}/scenario.ts`,
      '--target',
      'http://127.0.0.1:9',
      '--slo',
      `${fixture}/plain.yaml`,
    ]).finished;
    expect(code).toBe(7);
    expect(stderr).toContain('does not answer GET /');
  });

  it('is refused when it is neither loopback nor private', async () => {
    const cli = new Cli();
    const { code, stderr } = await cli.experiment([`${fixture}/scenario.ts`, '--target', 'http://192.0.2.1']).finished;
    expect(code).toBe(2);
    expect(stderr).toContain('--allow-remote');
  });
});
