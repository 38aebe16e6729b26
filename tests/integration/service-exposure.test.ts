import { once } from 'node:events';
import http from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ServiceAction } from '../../src/model/faults/service.ts';
import type { PlannedFault } from '../../src/model/plan.ts';
import { momentOf } from './chaos-kit.ts';
import { askAgain, clerk, exposureOf, faultOn, startStage, type Stage } from './service-kit.ts';

const fault = (action: ServiceAction, on: string, startMs = 1500, endMs = 3000): PlannedFault =>
  faultOn(on, action, startMs, endMs);

/** An office whose api never asks its store itself: the tests do, in its place. */
describe('a service behind an edge', () => {
  let stage: Stage;
  let port: number;

  beforeAll(async () => {
    const api = { ...clerk, env: { ...clerk.env, STORE_URL: '{store.url}' } };
    stage = await startStage({ store: clerk, api }, ['k6->api', 'api->store'], { proxied: true });
    port = stage.target.edges.find(({ name }) => name === 'api->store')!.port;
  }, 60_000);
  afterAll(() => stage[Symbol.asyncDispose]());

  test.each<ServiceAction>([{ kind: 'pause' }, { kind: 'kill', restart: true }])(
    '$kind: connections that nobody has used do not count',
    async (action) => {
      const idle = [1, 2, 3].map(() => connect(port, '127.0.0.1').on('error', () => undefined));
      await Promise.all(idle.map((socket) => once(socket, 'connect')));
      expect(exposureOf(await stage.play([fault(action, 'store')]))).toEqual({ connections: 0, requests: null });
      for (const socket of idle) socket.destroy();
    },
  );

  test('pause: the edges that lead to it count, and no others', async () => {
    const asking = askAgain(stage.url, { everyMs: 50 });
    const exposure = exposureOf(await stage.play([fault({ kind: 'pause' }, 'store')]));
    await asking.stop();
    expect(exposure).toEqual({ connections: 0, requests: null });
  });

  test('kill: each that is refused counts, though the kernel forgets it at once', async () => {
    const playing = stage.play([fault({ kind: 'kill', restart: true }, 'store', 1000, 7000)]);
    const store = stage.target.services.find(({ name }) => name === 'store')!;
    await expect.poll(() => store.own!.pid()).toBeUndefined();
    const asking = askAgain(`http://127.0.0.1:${port}`, { everyMs: 100 });
    await expect.poll(() => asking.times()).toBeGreaterThan(3);
    const asked = await asking.stop();
    expect(exposureOf(await playing)?.connections).toBe(asked.length);
  });

  test.each<ServiceAction>([{ kind: 'pause' }, { kind: 'kill', restart: true }, { kind: 'restart' }])(
    '$kind: kept connections count that are used',
    async (action) => {
      const agents = [1, 2, 3].map(() => new http.Agent({ keepAlive: true, maxSockets: 1 }));
      const timer = setInterval(() => {
        for (const agent of agents) http.get({ port, agent }, (answer) => answer.resume()).on('error', () => undefined);
      }, 100);
      const exposure = exposureOf(await stage.play([fault(action, 'store')]));
      clearInterval(timer);
      for (const agent of agents) agent.destroy();
      expect(exposure?.connections).toBeGreaterThanOrEqual(3);
    },
  );
});

test('a service without an edge to it is met by nobody, and its pause is seen at its own address', async () => {
  await using stage = await startStage({ lonely: clerk, api: clerk }, ['k6->api'], { proxied: true });
  const played = await stage.play([fault({ kind: 'pause' }, 'lonely')], 1000);
  expect(exposureOf(played)).toEqual({ connections: 0, requests: null });
  expect(new Set(played.probes.map(({ edge }) => edge))).toEqual(new Set(['lonely']));
  expect(momentOf(played.events, 'felt')).toBeGreaterThan(500); // a probe may have been under way for a second
  expect(momentOf(played.events, 'felt')).toBeLessThan(momentOf(played.events, 'heal-asked'));
  expect(momentOf(played.events, 'clean')).toBeGreaterThan(2980);
}, 60_000);
