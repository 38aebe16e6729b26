import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { adoptEdges } from '../../src/chaos/adopted/adopt-edges.ts';
import type { AdoptedEdge } from '../../src/chaos/adopted/adopted-edge.ts';
import { findAdoptable, type EdgeToAdopt } from '../../src/chaos/adopted/adoption.ts';
import type { NetworkAction } from '../../src/model/faults/network.ts';
import { connectEcho, startBench, startEcho, type Bench, type Service } from './chaos-kit.ts';
import { startTeamToxiproxy, type TeamToxiproxy } from './team-toxiproxy.ts';

const slow: NetworkAction = { kind: 'latency', delayMs: 100, jitterMs: 0, direction: 'both' };
const theirs = { name: 'theirs', type: 'latency', stream: 'upstream', attributes: { latency: 5, jitter: 0 } } as const;

let team: TeamToxiproxy;
let bench: Bench;
let service: Service;
let wanted: EdgeToAdopt;
let port = 0;
let problems: string[] = [];
let notes: string[] = [];
beforeEach(async () => {
  [team, bench, service] = [await startTeamToxiproxy(), await startBench(), await startEcho()];
  [problems, notes] = [[], []];
  port = await team.open('postgres_proxy', service.address);
  await team.open('another_team', service.address);
  await team.client.addToxic('another_team', theirs, 5_000);
  await team.open('switched_off', service.address);
  await team.client.updateProxy('switched_off', { enabled: false }, 5_000);
  wanted = { edge: 'api->db', proxy: 'postgres_proxy', leadsTo: [service.address] };
});
afterEach(async () => {
  await Promise.resolve(bench[Symbol.asyncDispose]()).catch(() => undefined); // one that cannot undo all says so
  await team[Symbol.asyncDispose]();
  await service[Symbol.asyncDispose]();
});

const adopt = async (): Promise<AdoptedEdge> => {
  const parts = {
    undo: bench.undo,
    onProblem: (text: string) => problems.push(text),
    note: (text: string) => notes.push(text),
  };
  return (await adoptEdges({ apiUrl: team.apiUrl, edges: [wanted] }, parts)).get('api->db')!;
};
/** All but the proxy that is adopted. */
const others = (state: string): string => {
  const proxies = JSON.parse(state) as Record<string, unknown>;
  return JSON.stringify({ ...proxies, postgres_proxy: undefined });
};
const tell = (): undefined => undefined;
const read = () => team.client.readback('postgres_proxy', 5_000);

test('a fault is a toxic with the name of the run, and nothing else on the server changes', async () => {
  const before = await team.state();
  const edge = await adopt();
  expect([edge.host, edge.port]).toEqual(['127.0.0.1', port]);
  expect(edge.meets?.(slow)).toEqual({ ways: [{ port }], which: 'used' });
  const echo = await connectEcho(port);
  await expect.poll(() => echo.ping()).toBeLessThan(50);
  await edge.apply('slow', slow, tell);
  expect(await echo.ping()).toBeGreaterThanOrEqual(200);
  const { runId } = bench.undo;
  const during = await read();
  expect(during.toxics.map(({ name }) => name).sort()).toEqual([`${runId}_slow_downstream`, `${runId}_slow_upstream`]);
  expect(others(await team.state())).toBe(others(before));
  await edge.heal('slow', tell);
  await expect.poll(() => echo.ping()).toBeLessThan(50);
  await edge.lookBack();
  echo.socket.destroy();
  expect(await bench.undo.undoAll()).toEqual([]);
  expect(await team.state()).toBe(before);
  expect(problems).toEqual([]);
});

test('what is on when the run ends is undone by name, and one that is down listens again', async () => {
  const before = await team.state();
  const edge = await adopt();
  await edge.apply('slow', slow, tell);
  await edge.apply('gone', { kind: 'down' }, tell);
  await expect(connectEcho(port)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  expect(await bench.undo.undoAll()).toEqual([]);
  expect(await team.state()).toBe(before);
});

test('one that hangs is not restarted: what may still be on it is told, and left', async () => {
  const before = await team.state();
  const edge = await adopt();
  await edge.apply('slow', slow, tell);
  await team.hang();
  const healed = edge.heal('slow', tell);
  await expect(healed).rejects.toThrow(/taking slow off api->db failed: .*no answer within 500 ms; .* not restarted/);
  await expect(edge.heal('slow', tell)).rejects.toThrow('no answer'); // not taken for healed the second time
  const left = await bench.undo.undoAll();
  expect(left.map(({ entry }) => entry)).toMatchObject([{ kind: 'toxic' }, { kind: 'toxic' }]);
  expect(left[0]?.reason).toContain('no answer within');
  team.goOn();
  await expect.poll(() => team.state()).toBe(before); // what it was asked meanwhile it does now
});

test('what others do to it meanwhile is told, and stays', async () => {
  const edge = await adopt();
  await edge.apply('slow', slow, tell);
  await team.client.addToxic('postgres_proxy', theirs, 5_000);
  await team.client.deleteToxic('postgres_proxy', `${bench.undo.runId}_slow_upstream`, 5_000);
  await edge.heal('slow', tell);
  await edge.lookBack();
  expect(problems).toEqual([
    'toxics came onto api->db that this run did not put there: theirs (latency)',
    expect.stringContaining('somebody else changed api->db before taking slow off api->db: its toxics are'),
  ]);
  expect((await read()).toxics.map(({ name }) => name)).toEqual(['theirs']);
  await team.client.updateProxy('postgres_proxy', { enabled: false }, 5_000);
  await edge.lookBack();
  expect(problems.at(-1)).toBe('api->db is not as it was adopted: it is disabled');
});

describe('is refused', () => {
  test('with toxics on it', async () => {
    await team.client.addToxic('postgres_proxy', theirs, 5_000);
    await expect(adopt()).rejects.toMatchObject({
      code: 'adopted-unclean',
      exitCode: 7,
      message:
        'api->db cannot be adopted from "postgres_proxy": toxics are on it that this run did not put there: theirs (latency)',
      hint: `whoever put it there is at work, or take it off with: curl -X DELETE ${team.apiUrl}/proxies/postgres_proxy/toxics/theirs`,
    });
    expect((await read()).toxics).toHaveLength(1);
  });

  test('disabled', async () => {
    wanted = { ...wanted, proxy: 'switched_off' };
    await expect(adopt()).rejects.toMatchObject({
      code: 'adopted-unclean',
      message: 'api->db cannot be adopted from "switched_off": it is disabled: nothing listens',
    });
  });

  test('by a name that the server does not know', async () => {
    wanted = { ...wanted, proxy: 'postgres_prxy' };
    await expect(adopt()).rejects.toMatchObject({
      code: 'bad-adoption',
      exitCode: 2,
      problems: [
        {
          message: `api->db: the Toxiproxy at ${team.apiUrl} has no proxy "postgres_prxy"`,
          hint: 'did you mean "postgres_proxy"?',
        },
      ],
    });
  });

  test('when it leads elsewhere than the target says', async () => {
    wanted = { ...wanted, leadsTo: ['127.0.0.1:9'] };
    const message = `api->db: the proxy "postgres_proxy" leads to ${service.address}, and the target says 127.0.0.1:9`;
    await expect(adopt()).rejects.toMatchObject({ code: 'bad-adoption', problems: [{ message }] });
  });

  test('not when it leads to a name that only its own network knows, which is told', async () => {
    await team.open('in_docker', 'db:5432');
    wanted = { ...wanted, proxy: 'in_docker' };
    await adopt();
    expect(notes.at(-1)).toBe(`that db:5432 is ${service.address}, as the target says, cannot be known from here`);
  });

  test('from a server that hangs', async () => {
    await team.hang();
    await expect(adopt()).rejects.toMatchObject({
      code: 'toxiproxy-silent',
      hint: 'one that hangs does so until it is restarted, with all its proxies',
    });
    team.goOn();
  });
});

describe('a server', () => {
  let server: Server;
  let answer = '';
  beforeEach(async () => {
    server = createServer((_, response) => response.end(answer));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(() => new Promise((resolve) => server.close(resolve)));
  const find = () => {
    const apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return findAdoptable({ apiUrl, edges: [wanted] });
  };

  test.each([
    ['{"version":"2.5.0"}', 'toxiproxy-too-old'],
    ['2.1.4', 'toxiproxy-too-old'],
    ['<html>', 'not-toxiproxy'],
    ['{"version":"2.6.0"}', 'not-toxiproxy'], // the version, and then no proxy
    ['{"version":"3.0.0"}', 'not-toxiproxy'],
    ['{"version":"git"}', 'not-toxiproxy'],
  ])('that answers %s to everything is refused: %s', async (text, code) => {
    answer = text;
    await expect(find()).rejects.toMatchObject({ code, exitCode: 7 });
  });

  test('that is not there is told', async () => {
    const found = findAdoptable({ apiUrl: 'http://127.0.0.1:1', edges: [wanted] });
    await expect(found).rejects.toMatchObject({
      code: 'toxiproxy-silent',
      message: 'no Toxiproxy answers at http://127.0.0.1:1 (ECONNREFUSED)',
    });
  });
});
