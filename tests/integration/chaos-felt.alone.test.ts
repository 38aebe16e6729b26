import { afterEach, describe, expect, test } from 'vitest';
import { slowsByMs } from '../../src/chaos/visible.ts';
import { playFaults, type Played } from '../../src/chaos/schedule.ts';
import type { NetworkAction } from '../../src/model/faults/network.ts';
import type { PlannedFault } from '../../src/model/plan.ts';
import type { FaultEvent } from '../../src/model/record.ts';
import { startCanary } from '../../src/probe/canary.ts';
import type { Probe } from '../../src/probe/probe.ts';
import type { ProtocolName } from '../../src/probe/protocols.ts';
import { watchFault } from '../../src/probe/watch-fault.ts';
import { now, sleep } from '../../src/system/clock.ts';
import { momentOf, startBench, startHttp, startPostgresLike } from './chaos-kit.ts';

const figures: string[] = [];
afterEach(() => {
  for (const line of figures.splice(0)) console.info(line);
});

interface Seen {
  readonly events: readonly FaultEvent[];
  readonly probes: readonly Probe[];
  readonly played: Played;
}

/** Plays faults on one edge, probed by a canary, and watches for a moment longer. */
async function play(
  protocol: ProtocolName,
  faults: readonly Omit<PlannedFault, 'on'>[],
  watchMs = 1_000,
): Promise<Seen> {
  await using bench = await startBench();
  await using service = protocol === 'http' ? await startHttp() : await startPostgresLike();
  const edge = await bench.proxy.addEdge({ name: 'api->db', upstream: service.address });
  const events: FaultEvent[] = [];
  const probes: Probe[] = [];
  const clock = { t0: now() };
  const fine = [{ fromMs: -1000, toMs: 60_000 }];
  await using canary = startCanary({
    edge: edge.name,
    protocol,
    ...edge,
    ...clock,
    fine,
    sink: (probe) => probes.push(probe),
  });
  const planned = faults.map((fault) => ({ ...fault, on: edge.name }));
  const watches = planned.map((fault) =>
    watchFault({
      canary,
      fault,
      slowsByMs: slowsByMs(fault.action as NetworkAction) ?? Infinity,
      others: planned.filter(({ id }) => id !== fault.id),
      emit: (event) => events.push(event),
    }),
  );
  const onEvent = (event: FaultEvent): void => {
    events.push(event);
    for (const watch of watches) watch.onEvent(event);
  };
  const { signal } = new AbortController();
  const played = await playFaults({
    faults: planned,
    breakableOf: ({ on }) => bench.proxy.edges.get(on),
    clock,
    onEvent,
    signal,
  });
  await sleep(watchMs);
  return { events, probes, played };
}

function figure(
  name: string,
  { startMs, endMs }: Pick<PlannedFault, 'startMs' | 'endMs'>,
  events: readonly FaultEvent[],
) {
  const at = (event: FaultEvent['event']): number => momentOf(events, event);
  const felt = at('felt') - startMs;
  const clean = at('clean') - at('heal-asked');
  const text = [
    `asked ${(at('asked') - startMs).toFixed(1)}`,
    `acknowledged ${(at('acknowledged') - startMs).toFixed(1)}`,
    `felt ${felt.toFixed(1)} ms after plan`,
    `heal asked ${(at('heal-asked') - endMs).toFixed(1)} ms after plan`,
    `acknowledged ${(at('heal-acknowledged') - at('heal-asked')).toFixed(1)}`,
    `clean ${clean.toFixed(1)} ms after heal asked`,
  ];
  figures.push(`${name}: ${text.join(', ')}`);
  return { felt, clean, late: Math.max(at('asked') - startMs, at('heal-asked') - endMs) };
}

/** On an idle machine 5 to 25 ms each; here with room for one that compiles beside us. */
const maxFeltMs = 250;
const maxCleanMs = 300;

const span = { startMs: 500, endMs: 1000 };

describe('a fault is felt when it begins and clean when it ends', () => {
  test.each<[ProtocolName, string, NetworkAction]>([
    ['postgres', '100 ms of latency back', { kind: 'latency', delayMs: 100, jitterMs: 0, direction: 'downstream' }],
    ['http', '60 ± 30 ms of latency each way', { kind: 'latency', delayMs: 60, jitterMs: 30, direction: 'both' }],
    ['postgres', 'two seconds of latency', { kind: 'latency', delayMs: 2000, jitterMs: 0, direction: 'upstream' }],
    ['http', 'a black hole', { kind: 'black-hole', direction: 'both' }],
    ['postgres', 'a black hole on the way back', { kind: 'black-hole', direction: 'downstream' }],
    ['http', 'a time-out', { kind: 'timeout', afterMs: 100, direction: 'both' }],
    ['http', 'a reset', { kind: 'reset', direction: 'both' }],
    ['postgres', 'a reset of answers', { kind: 'reset', direction: 'downstream' }],
    ['http', 'down', { kind: 'down' }],
    ['postgres', 'down', { kind: 'down' }],
  ])('%s: %s', async (protocol, name, action) => {
    const { events, probes, played } = await play(protocol, [{ id: 'f', ...span, action }]);
    expect(played).toEqual({ problems: [], left: [] });
    const { felt, clean, late } = figure(`${protocol}, ${name}`, span, events);
    // A probe is sent every 20 ms, and one that was under way already may be the first to feel it.
    expect(felt).toBeGreaterThan(-30);
    expect(felt).toBeLessThan(maxFeltMs);
    expect(clean).toBeGreaterThanOrEqual(0);
    expect(clean).toBeLessThan(maxCleanMs);
    expect(late).toBeLessThan(maxFeltMs);
    expect(probes.filter(({ sentMs, outcome }) => sentMs < 400 && outcome !== 'answered')).toEqual([]);
    expect(events.filter(({ event }) => event === 'escalated')).toEqual([]);
  });
});

test('what no probe can feel is never called felt', async () => {
  const { events } = await play('http', [
    { id: 'f', ...span, action: { kind: 'latency', delayMs: 1, jitterMs: 0, direction: 'upstream' } },
  ]);
  expect(events.map(({ event }) => event)).not.toContain('felt');
});

test('flapping is on and off on time, and clean only after its last end', async () => {
  const flapping = { periodMs: 400, onMs: 150 };
  const fault = { id: 'f', startMs: 600, endMs: 1800, flapping, action: { kind: 'down' } } as const;
  const { events, probes } = await play('postgres', [fault]);
  const lastEndMs = 1400 + flapping.onMs;
  const { felt, clean, late } = figure('flapping', { startMs: 600, endMs: lastEndMs }, events);
  expect(felt).toBeLessThan(maxFeltMs);
  expect(late).toBeLessThan(maxFeltMs);
  expect(clean).toBeLessThan(maxCleanMs);

  const share = (outcome: Probe['outcome'], fromMs: number, toMs: number): number => {
    const sent = probes.filter(({ sentMs }) => sentMs >= fromMs && sentMs < toMs);
    return sent.filter((probe) => probe.outcome === outcome).length / sent.length;
  };
  for (const onMs of [600, 1000, 1400]) {
    expect(share('refused', onMs + 50, onMs + 140), `on at ${onMs}`).toBeGreaterThan(0.5);
    expect(share('answered', onMs + 200, onMs + 380), `off after ${onMs}`).toBeGreaterThan(0.5);
  }
});

test('two faults overlap on one edge: each heals for itself', async () => {
  const slow = { kind: 'latency', delayMs: 150, jitterMs: 0, direction: 'downstream' } as const;
  const { events, probes } = await play('postgres', [
    { id: 'slow', startMs: 500, endMs: 1500, action: slow },
    { id: 'gone', startMs: 800, endMs: 1100, action: { kind: 'down' } },
  ]);
  const median = (fromMs: number, toMs: number): number | undefined => {
    const times = probes
      .filter(({ sentMs }) => sentMs >= fromMs && sentMs < toMs)
      .map(({ tookMs }) => tookMs ?? Infinity);
    return times.sort((a, b) => a - b)[Math.floor(times.length / 2)];
  };
  expect(median(550, 600)).toBeGreaterThan(149);
  expect(median(850, 1090)).toBe(Infinity);
  expect(median(1200, 1450)).toBeGreaterThan(149);
  expect(median(1550, 1800)).toBeLessThan(100);
  expect(events.filter(({ assumed }) => assumed === true)).toEqual([]);
  expect(momentOf(events, 'felt', 'gone')).toBeGreaterThan(799);
  expect(momentOf(events, 'clean', 'gone')).toBeLessThan(1250);
  expect(momentOf(events, 'clean', 'slow')).toBeGreaterThan(1490);
});
