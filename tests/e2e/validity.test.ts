import { createServer, type Server } from 'node:http';
import { mkdtempSync, readdirSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { obtainTools } from '../../src/binaries/obtain-tools.ts';
import { Cli, root } from './cli.ts';
import { byQuota, byStopping, type Starved } from './starve.ts';

const fixture = 'tests/fixtures/service';
const sleeps = "lateness of k6's sleeps (p90)";

describe('a load generator that is short of processors', () => {
  let server: Server;
  let page = 'page';
  let k6 = '';

  beforeAll(async () => {
    const env = Object.fromEntries(Object.entries(process.env).map(([name, value]) => [name, value ?? '']));
    k6 = (await obtainTools({ env, onProgress: () => undefined })).k6.path;
    server = createServer((_, response) => response.end(page));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  const run = (cli: Cli, program: string, ...more: string[]) => {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const args = [`${fixture}/busy.ts`, '--target', url, '--slo', `${fixture}/plain.yaml`, ...more];
    return cli.experiment(args, { cwd: root, env: { PROOFLOAD_K6: program } }).finished;
  };
  const verdicts = (cli: Cli) => Object.fromEntries(cli.verdict.objectives.map(({ name, verdict }) => [name, verdict]));
  const folder = () => mkdtempSync(join(tmpdir(), 'starved-'));

  it.each([
    ['by a quota', byQuota],
    ['by being stopped', byStopping],
  ] as const)('%s, proves nothing about times, while wrong bodies still fail', async (_, starve) => {
    using starved: Starved | undefined = starve(k6, folder());
    if (starved === undefined) return; // no control groups here; the other way needs none
    page = 'Oops, something went wrong';
    const cli = new Cli();
    const { code, stdout } = await run(cli, starved.program);
    page = 'page';
    expect(cli.verdict.verdict).toBe('invalid');
    expect(cli.verdict.sentence).toContain(`${sleeps}: `);
    expect(verdicts(cli)).toEqual({ fast: 'inconclusive', 'no errors': 'fail', right: 'fail' });
    expect(code).toBe(3);
    expect(stdout).toMatch(/validity +[1-9] of \d+ checks do not hold/);
  });

  it('makes the run be repeated, where it is asked for', async () => {
    using starved = byStopping(k6, folder());
    const cli = new Cli();
    const { code } = await run(cli, starved.program, '--rerun-invalid', '1');
    expect(code).toBe(5);
    expect(new Set(Object.values(verdicts(cli)))).toEqual(new Set(['inconclusive']));
    const [first, second, ...more] = readdirSync(cli.reports).sort();
    expect(more).toEqual([]);
    expect(cli.runId).toBe(second);
    expect(cli.manifest.rerunOf).toBe(first);
    expect(cli.verdict.rerunOf).toBe(first);
  });
});
