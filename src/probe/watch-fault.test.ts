import { expect, test } from 'vitest';
import type { FaultEvent } from '../model/record.ts';
import type { Canary, Follower } from './canary.ts';
import type { Flight } from './probe.ts';
import { watchFault } from './watch-fault.ts';

/** A watch on a fault of latency, fed by hand: probes every 20 ms, those of an edge that takes 1 ms when nothing is on. */
function startWatch(cleanByMs?: number) {
  const said: string[] = [];
  let nowMs = 0;
  let follower: Follower | undefined;
  const ended = (sentMs: number, tookMs: number): Flight => ({
    sentMs,
    result: { edge: 'e', sentMs, tookMs, outcome: 'answered' },
  });
  const canary: Canary = {
    edge: 'e',
    latest: () => Array.from({ length: 20 }, (_, i) => ended(-400 + i * 20, 1).result!),
    underWay: () => [],
    cameFrom: () => false,
    follow(given) {
      follower = given;
      return () => (follower = undefined);
    },
    stop: () => undefined,
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
  const watch = watchFault({
    canary,
    fault: { id: 'f', startMs: 0, endMs: 1000 },
    slowsByMs: 100,
    emit: ({ event, atMs }) => said.push(`${event} ${atMs}`),
    cleanByMs,
  });
  return {
    said,
    probes(count: number, tookMs: number): void {
      for (let i = 0; i < count; i++) {
        follower?.sent(ended(nowMs, tookMs));
        nowMs += 20;
        follower?.look(nowMs);
      }
    },
    event: (event: FaultEvent['event'], fault = 'f'): void => watch.onEvent({ atMs: nowMs, fault, event }),
    stop: (): void => watch.stop(),
  };
}

test('felt and clean once each, dated by their probes', () => {
  const watch = startWatch();
  watch.probes(5, 101);
  watch.event('asked');
  watch.probes(1, 1);
  watch.probes(10, 101);
  watch.event('heal-asked');
  watch.probes(2, 101);
  watch.event('heal-acknowledged');
  watch.probes(10, 1);
  expect(watch.said).toEqual(['felt 120', 'clean 360']);
});

test('clean is not said before healing is acknowledged, and then dated back', () => {
  const watch = startWatch();
  watch.event('asked');
  watch.event('heal-asked');
  watch.probes(10, 1);
  expect(watch.said).toEqual([]);
  watch.event('heal-acknowledged');
  watch.probes(1, 1);
  expect(watch.said).toEqual(['clean 0']);
});

test('events of another fault change nothing', () => {
  const watch = startWatch();
  watch.event('asked', 'other');
  watch.probes(20, 101);
  expect(watch.said).toEqual([]);
});

test('what comes too late or after the end of the watch is not said', () => {
  for (const end of ['late', 'stopped']) {
    const watch = startWatch(100);
    for (const event of ['asked', 'heal-asked', 'heal-acknowledged'] as const) watch.event(event);
    watch.probes(10, 101);
    if (end === 'stopped') watch.stop();
    watch.probes(10, 1);
    expect(watch.said).toEqual([]);
  }
});
