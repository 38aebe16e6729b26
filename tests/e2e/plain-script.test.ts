import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Cli } from './cli.ts';

const folder = 'tests/fixtures/k6-scripts';
const delayMs = 20;

describe('a plain k6 script', () => {
  let server: Server;
  const asked: string[] = [];
  /** When `setup()` asked; Unix time in ms. */
  let setUpAt = NaN;

  beforeAll(async () => {
    server = createServer((request, response) => {
      asked.push(request.url ?? '');
      if (request.url === '/setup') setUpAt = Date.now();
      setTimeout(() => response.end('page'), delayMs);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  const port = () => (server.address() as AddressInfo).port;
  const run = (script: string, ...more: string[]) => {
    const cli = new Cli();
    return { cli, started: cli.experiment([`${folder}/${script}`, '--slo', `${folder}/page.yaml`, ...more]) };
  };

  it('runs as it is, through the fault proxy of its target, and is judged by what it calls its requests', async () => {
    // It says localhost where the target says 127.0.0.1.
    const { cli, started } = run(
      'page.ts',
      ...['--env', `PAGE_URL=http://localhost:${port()}`],
      ...['--target', `http://127.0.0.1:${port()}`, '--chaos', `${folder}/slow.ts`],
    );
    const { code, stdout, stderr } = await started.finished;
    expect(code, stdout + stderr).toBe(0);
    const { objectives, steps, faults, thresholds, requests, verdict } = cli.verdict;
    const observed = (name: string) => objectives.find((one) => one.name === name)?.observed ?? 0;
    expect(verdict).toBe('warn'); // slow while slow misses its target, as it should
    expect(observed('home is slow while slow')).toBeGreaterThan(400 + delayMs);
    expect(observed('products are fast')).toBeGreaterThan(delayMs);
    expect(faults[0]?.exposedRequests).toBeGreaterThan(10);
    expect(steps.map(({ step }) => step)).toEqual([
      'GET /orders/{id}',
      'GET /products/{id}',
      'GET /reviews/{id}',
      'GET /setup',
      'GET /teardown',
      'home',
    ]);

    // setup(), which sleeps for a second after it has asked, is before the load.
    expect(cli.manifest.t0).toBeGreaterThan(setUpAt + 900);
    expect(asked.filter((url) => url === '/setup')).toHaveLength(1);
    expect(asked.filter((url) => url === '/teardown?setup')).toHaveLength(1);
    const ours = asked.filter((url) => /^\/(setup|teardown|orders|products|reviews)/.test(url)).length;
    expect(steps.reduce((sum, step) => sum + (step.step === 'home' ? 0 : step.requests), 0)).toBe(ours);
    expect(requests).toBeGreaterThan(ours);

    expect(thresholds.map(({ metric, expression, holds }) => [metric, expression, holds])).toEqual([
      ['basket_size', 'max<=9', true],
      ['checks', 'rate>0.99', true],
      ['http_req_duration{name:home}', 'p(95)<1000', true],
      ['http_req_duration{name:home}', 'max<0.001', false],
      ['http_req_waiting{name:home}', 'p(99)<1000', null],
    ]);
    expect(stdout).toContain('shown, not judged');
    expect(readFileSync(join(cli.folder, 'k6.log'), 'utf8')).toMatch(/handleSummary saw \d+ iterations/);
  });

  it('whose requests go elsewhere than to the target has met no fault', async () => {
    const other = createServer((_, response) => response.end('page'));
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { cli, started } = run(
      'page.ts',
      ...['--env', `PAGE_URL=http://127.0.0.1:${(other.address() as AddressInfo).port}`],
      ...['--target', `http://127.0.0.1:${port()}`, '--chaos', `${folder}/slow.ts`],
    );
    const { code } = await started.finished;
    other.closeAllConnections();
    other.close();
    expect(code).toBe(5);
    expect(cli.verdict.reasons.map(({ text }) => text).join('\n')).toMatch(
      /slow met no request; \d+ requests went elsewhere/,
    );
  });

  it('without a target is loaded and judged, and told to have no fault proxy', async () => {
    const cli = new Cli();
    const args = [
      `${folder}/page.ts`,
      '--env',
      `PAGE_URL=http://127.0.0.1:${port()}`,
      '--slo',
      `${folder}/checks.yaml`,
    ];
    const planned = await cli.run(['plan', ...args]);
    expect(planned.code, planned.stderr).toBe(0);
    expect(planned.stdout).toContain('through no fault proxy');
    expect(planned.stdout).toContain('4 users for 10 s (closed model)');
    const refused = await cli.run(['plan', ...args, '--users', '3']);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('--users: a k6 script says itself what its load is');
  });
});
