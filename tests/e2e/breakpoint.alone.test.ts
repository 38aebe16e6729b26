import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Cli } from './cli.ts';

const places = 16;
const serviceMs = 50;
const fixture = 'tests/fixtures/service';

/** Serves `places` requests at once, each for `serviceMs`; the others queue. Late timers do not make it slower. */
function knownCapacity(): Server {
  const freeAtMs = Array.from({ length: places }, () => 0);
  return createServer((_, response) => {
    const nowMs = performance.now();
    const place = freeAtMs.indexOf(Math.min(...freeAtMs));
    const doneMs = Math.max(nowMs, freeAtMs[place] ?? 0) + serviceMs;
    freeAtMs[place] = doneMs;
    setTimeout(() => response.end('x'), doneMs - nowMs);
  });
}

describe('a load that rises until it is too much', () => {
  let server: Server;
  beforeAll(async () => {
    server = knownCapacity();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  it.each([
    // Of so many users one in two waits for 275 ms, the limit of the objective, which lies between whole services.
    ['closed', 'few wait', (275 / serviceMs) * places],
    // So many arrivals it can serve; with more of them the queue grows for ever.
    ['open', 'none wait', places / (serviceMs / 1000)],
  ])('finds the limit of a service, %s', async (profile, objective, capacity) => {
    const cli = new Cli();
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { code, stderr } = await cli.experiment([
      ...[`${fixture}/rising.ts`, '--profile', profile],
      ...['--target', url, '--slo', `${fixture}/rising.yaml`],
    ]).finished;
    expect(code, stderr).toBe(0);
    const { verdict, breakpoint, phases, durationMs } = cli.verdict;
    expect(verdict).toBe('pass');
    expect(breakpoint?.objective).toBe(objective);
    expect(Math.abs((breakpoint?.passedLevel ?? 0) / capacity - 1)).toBeLessThan(0.1);
    expect(phases.map(({ phase }) => phase)).toEqual(['steady', 'overload']);
    expect(durationMs).toBeLessThan(17_000);
    expect(cli.manifest.ending?.stoppedBy).toBe('breakpoint');

    const before = readFileSync(join(cli.folder, 'verdict.json'), 'utf8');
    expect((await cli.run(['judge', cli.folder])).code).toBe(0);
    expect(readFileSync(join(cli.folder, 'verdict.json'), 'utf8')).toBe(before);
  });

  it('is a general profile, whose result limits can be about', async () => {
    const cli = new Cli();
    const slo = join(cli.temp, 'slo.yaml');
    const objectives = [
      '{ name: bearable, metric: response_time, stat: p95, target: 130ms }',
      '{ name: carries ten, metric: breakpoint, target: 10 users }',
      '{ name: carries many, metric: breakpoint, target: 79 users }',
    ];
    writeFileSync(slo, `version: 1\nobjectives:\n${objectives.map((one) => `  - ${one}\n`).join('')}`);
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { code, stdout, stderr } = await cli.experiment([
      ...[`${fixture}/rising.ts`, '--target', url, '--slo', slo, '--profile', 'breakpoint'],
      ...['--users', '80', '--run-time', '14s', '--set', 'profile.breakpoint.sustained=2s'],
    ]).finished;
    expect(code, stderr).toBe(3);
    expect(cli.verdict.objectives.map(({ verdict }) => verdict)).toEqual(['pass', 'pass', 'fail']);
    expect(stdout).toMatch(/breakpoint {2}passes up to \d+ users; p95 of response_time/);
    expect(stderr).toContain('the load is too much for "bearable": the load is stopped');
  });

  it('takes no faults', async () => {
    const cli = new Cli();
    const { code, stderr } = await cli.experiment([
      ...[`${fixture}/scenario.ts`, '--profile', 'breakpoint'],
      ...['--slo', `${fixture}/slo.yaml`, '--chaos', `${fixture}/slow.ts`],
    ]).finished;
    expect(code).toBe(2);
    expect(stderr).toContain('a load that looks for its breakpoint takes no faults');
  });
});
