import { createServer } from 'node:http';
import { readdirSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { Cli, root } from './cli.ts';

const fixture = 'tests/fixtures/service';

it('a load generator with all its processors is short of none: every check was measured and holds', async () => {
  const server = createServer((_, response) => response.end('page'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const cli = new Cli();
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { stdout } = await cli.experiment(
    [`${fixture}/busy.ts`, '--target', url, '--slo', `${fixture}/plain.yaml`, '--rerun-invalid', '1'],
    { cwd: root },
  ).finished;
  expect(cli.verdict.validity.filter(({ holds }) => !holds)).toEqual([]);
  const lateness = cli.verdict.validity.find(({ name }) => name === "lateness of k6's sleeps (p90)");
  expect(lateness?.observed).toBeGreaterThan(0);
  expect(stdout).toMatch(/validity +all \d+ checks hold$/m);
  expect(cli.manifest.rerunOf).toBeNull();
  expect(readdirSync(cli.reports)).toHaveLength(1);
  expect(cli.verdict.verdict).not.toBe('invalid');
});
