import { expect, it } from 'vitest';
import { cleanedCli, root, traces, type Cli } from './cli.ts';

/** The Toxiproxy that an edge of the run goes through. */
async function toxiproxyOf(cli: Cli, edge: string): Promise<number> {
  for (const process of traces(cli.runId).processes) {
    const port = /-port (\d+)/.exec(process)?.[1];
    if (port === undefined || !process.includes('toxiproxy')) continue;
    const proxies = await (await fetch(`http://127.0.0.1:${port}/proxies`)).text();
    if (proxies.includes(edge)) return Number.parseInt(process);
  }
  throw new Error(`no Toxiproxy has ${edge}: ${traces(cli.runId).processes.join('\n')}`);
}

it('a fault proxy that somebody kills is no word about the target, which answers with errors since', async () => {
  const cli = cleanedCli();
  const started = cli.experiment(['tests/fixtures/shop/brief.ts', '--slo', 'thresholds/shop.yaml'], { cwd: root });
  await started.shows('load:');
  process.kill(await toxiproxyOf(cli, 'api-to-db'), 'SIGKILL');
  const { code, stdout } = await started.finished;
  const { verdict, sentence, objectives, errors } = cli.verdict;
  expect(errors.map(({ example }) => example).join('\n')).toMatch(/^(GET|POST) \S+: 503$/m);
  expect(sentence).toMatch(/^Invalid: the Toxiproxy of api->db ended by itself \(signal SIGKILL/);
  expect(objectives.filter((one) => one.verdict === 'fail')).toEqual([]);
  expect(verdict).toBe('invalid');
  expect(code, stdout).toBe(5);
});
