import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Edge } from '../../src/chaos/edge.ts';
import { playFaults } from '../../src/chaos/schedule.ts';
import { toxiproxyClient } from '../../src/chaos/toxiproxy-client.ts';
import type { NetworkAction } from '../../src/model/faults/network.ts';
import type { FaultEvent } from '../../src/model/record.ts';
import { startCanary } from '../../src/probe/canary.ts';
import { watchFault } from '../../src/probe/watch-fault.ts';
import { now, until } from '../../src/system/clock.ts';
import { connectEcho, momentOf, startBench, startClients, startEcho, startHttp, type Echo } from './chaos-kit.ts';

const slow: NetworkAction = { kind: 'latency', delayMs: 100, jitterMs: 0, direction: 'downstream' };

/** A fault makes every round trip longer, the machine only some. */
async function isQuick(client: Echo): Promise<void> {
  await expect.poll(() => client.ping()).toBeLessThan(50);
}

/** Stops the edge's Toxiproxy; a signal takes its time on a busy machine, and until then it answers. */
async function stopAnswering({ toxiproxy }: Edge): Promise<void> {
  process.kill(toxiproxy.pid, 'SIGSTOP');
  const silent = (): Promise<boolean> =>
    toxiproxyClient(toxiproxy.apiUrl)
      .version(100)
      .then(
        () => false,
        () => true,
      );
  expect(await until(silent, { timeoutMs: 15_000, what: 'silence' })).toMatchObject({ met: true });
}

/** Pids of processes that the journal knows and that have not ended. */
function processesIn(journal: string): number[] {
  const open = new Map<string, number>();
  for (const line of readFileSync(journal, 'utf8').split('\n').slice(1).filter(Boolean)) {
    const { id, state, entry } = JSON.parse(line) as { id: string; state: string; entry?: { pid?: number } };
    if (state === 'undone') open.delete(id);
    else if (entry?.pid !== undefined) open.set(id, entry.pid);
  }
  return [...open.values()];
}

test('a wedged proxy is healed by escalation, told, and clean within 1 s', async () => {
  await using bench = await startBench();
  await using service = await startHttp(200_000);
  await using other = await startEcho();
  const edge = await bench.proxy.addEdge({ name: 'k6->api', upstream: service.address });
  const bystander = await bench.proxy.addEdge({ name: 'api->db', upstream: other.address });
  const undisturbed = await connectEcho(bystander.port);
  const events: FaultEvent[] = [];
  const clients = startClients(edge.port, 40, 300);
  const clock = { t0: now() };
  const fault = { id: 'lag', on: edge.name, startMs: 400, endMs: 1900, action: { ...slow, delayMs: 1000 } };
  await using canary = startCanary({
    edge: edge.name,
    protocol: 'http',
    ...edge,
    ...clock,
    fine: [{ fromMs: 0, toMs: 60_000 }],
  });
  const watch = watchFault({ canary, fault, slowsByMs: 1000, emit: (event) => events.push(event) });
  const onEvent = (event: FaultEvent): void => {
    events.push(event);
    watch.onEvent(event);
  };
  const played = await playFaults({
    faults: [fault],
    breakableOf: ({ on }) => bench.proxy.edges.get(on),
    clock,
    onEvent,
    signal: new AbortController().signal,
  });
  const answered = clients.answered();
  const flowing = await until(() => clients.answered() > answered + 20, { timeoutMs: 15_000, what: 'traffic' });
  clients.stop();
  await until(() => events.some(({ event }) => event === 'clean'), { timeoutMs: 15_000, what: 'clean' });

  expect(clients.aborted(), 'clients gave up, or nothing would be wedged').toBeGreaterThan(100);
  expect(played).toEqual({ problems: [], left: [] });
  const escalations = events.filter(({ event }) => event === 'escalated');
  expect(escalations).toEqual([
    expect.objectContaining({
      fault: 'lag',
      detail: expect.stringMatching(/Toxiproxy of k6->api was restarted.*no answer within 300 ms, while/) as string,
    }),
  ]);
  const asked = momentOf(events, 'heal-asked');
  const healing = momentOf(events, 'heal-acknowledged') - asked;
  const clean = momentOf(events, 'clean') - asked;
  console.info(`wedged: heal acknowledged after ${healing.toFixed(0)} ms, clean after ${clean.toFixed(0)} ms`);
  expect(healing).toBeLessThan(1000);
  expect(clean).toBeLessThan(1000);
  expect(flowing.met, 'traffic flows again').toBe(true);
  expect(undisturbed.ending(), 'the other edge kept its connection').toBeUndefined();
});

test('a Toxiproxy that does not answer at all is restarted, on the same port and with the faults that should stay', async () => {
  await using bench = await startBench();
  await using service = await startEcho();
  const edge = await bench.proxy.addEdge({ name: 'a->b', upstream: service.address });
  const told: string[] = [];
  const tell = (escalation: string): void => void told.push(escalation);
  const crashes: string[] = [];
  bench.proxy.onCrash((what) => crashes.push(what));
  await edge.apply('stays', { ...slow, delayMs: 60 }, tell);
  await edge.apply('goes', slow, tell);
  const { pid } = edge.toxiproxy;

  await stopAnswering(edge);
  const started = performance.now();
  await edge.heal('goes', tell);
  const tookMs = performance.now() - started;
  console.info(`stopped Toxiproxy: healed after ${tookMs.toFixed(0)} ms`);

  expect(tookMs).toBeLessThan(2000);
  expect(told).toEqual([expect.stringMatching(/Toxiproxy of a->b was restarted.*no answer within 500 ms/)]);
  expect(edge.toxiproxy.pid).not.toBe(pid);
  expect(crashes, 'a restart of our own is no crash').toEqual([]);
  const client = await connectEcho(edge.port);
  expect(await client.ping()).toBeGreaterThanOrEqual(60);
  await expect.poll(() => client.ping()).toBeLessThan(100);
  await edge.heal('stays', tell);
  expect(told).toHaveLength(1);
  await isQuick(await connectEcho(edge.port));
});

test('a restarted edge that should be down stays down', async () => {
  await using bench = await startBench();
  await using service = await startEcho();
  const edge = await bench.proxy.addEdge({ name: 'a->b', upstream: service.address });
  await edge.apply('down', { kind: 'down' }, () => undefined);
  await edge.apply('slow', slow, () => undefined);
  await stopAnswering(edge);
  await edge.heal('slow', () => undefined);
  await expect(connectEcho(edge.port)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  await edge.heal('down', () => undefined);
  await isQuick(await connectEcho(edge.port));
});

test('Toxiproxy killed from outside is noticed at once, and healing brings the edge back', async () => {
  await using bench = await startBench();
  await using service = await startEcho();
  const edge = await bench.proxy.addEdge({ name: 'a->b', upstream: service.address });
  const told: string[] = [];
  await edge.apply('f', slow, (escalation) => told.push(escalation));
  const crashed = new Promise<string>((resolve) => bench.proxy.onCrash(resolve));
  process.kill(edge.toxiproxy.pid, 'SIGKILL');
  expect(await crashed).toMatch(/Toxiproxy of a->b ended by itself \(signal SIGKILL/);
  await expect(connectEcho(edge.port)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  await edge.heal('f', (escalation) => told.push(escalation));
  expect(told).toEqual([expect.stringMatching(/restarted.*ECONNREFUSED/)]);
  await isQuick(await connectEcho(edge.port));
});

test('the Toxiproxy that is held ready is missed by nobody when it dies, and healing starts another', async () => {
  await using bench = await startBench();
  await using service = await startEcho();
  const edge = await bench.proxy.addEdge({ name: 'a->b', upstream: service.address });
  const crashes: string[] = [];
  bench.proxy.onCrash((what) => crashes.push(what));
  await edge.apply('f', slow, () => undefined);
  const journal = join(bench.folder, 'journal.ndjson');
  const ready = await until(() => processesIn(journal)[1], { timeoutMs: 15_000, what: 'the second Toxiproxy' });
  if (!ready.met) throw new Error('none was held ready');
  process.kill(ready.value, 'SIGKILL');
  await stopAnswering(edge);
  await edge.heal('f', () => undefined);
  expect(processesIn(journal)).not.toContain(ready.value);
  await isQuick(await connectEcho(edge.port));
  expect(crashes).toEqual([]);
});

test('aborted, what is on is healed at once and what was to come does not come', async () => {
  await using bench = await startBench();
  await using service = await startEcho();
  const edge = await bench.proxy.addEdge({ name: 'a->b', upstream: service.address });
  const events: FaultEvent[] = [];
  const clock = { t0: now() };
  const controller = new AbortController();
  const faults = [
    { id: 'on', on: edge.name, startMs: 50, endMs: 600_000, action: slow },
    { id: 'later', on: edge.name, startMs: 300_000, endMs: 600_000, action: slow },
  ];
  const playing = playFaults({
    faults,
    breakableOf: ({ on }) => bench.proxy.edges.get(on),
    clock,
    onEvent: (event) => events.push(event),
    signal: controller.signal,
  });
  await expect.poll(() => events.map(({ event }) => event)).toContain('acknowledged');
  expect(await (await connectEcho(edge.port)).ping()).toBeGreaterThan(99);
  const abortedMs = now() - clock.t0;
  controller.abort();
  expect(await playing).toEqual({ problems: [], left: [] });
  expect(momentOf(events, 'heal-acknowledged') - abortedMs).toBeLessThan(100);
  expect(events.map(({ fault, event }) => `${fault} ${event}`)).toEqual([
    'on asked',
    'on acknowledged',
    'on heal-asked',
    'on heal-acknowledged',
  ]);
  await isQuick(await connectEcho(edge.port));
});

test('a fault that cannot be healed is told', async () => {
  await using bench = await startBench();
  await using service = await startEcho();
  const edge = await bench.proxy.addEdge({ name: 'a->b', upstream: service.address });
  const clock = { t0: now() };
  const controller = new AbortController();
  const faults = [{ id: 'f', on: edge.name, startMs: 50, endMs: 600_000, action: slow }];
  let acknowledged = (): void => undefined;
  const on = new Promise<void>((resolve) => (acknowledged = resolve));
  const onEvent = ({ event }: FaultEvent): void => {
    if (event === 'acknowledged') acknowledged();
  };
  const playing = playFaults({
    faults,
    breakableOf: ({ on }) => bench.proxy.edges.get(on),
    clock,
    onEvent,
    signal: controller.signal,
  });
  await on;
  await bench.proxy.stop();
  controller.abort();
  expect(await playing).toEqual({
    problems: [],
    left: [expect.stringMatching(/f could not be taken off a->b:.*Toxiproxy was stopped/)],
  });
});
