import { describe, expect, test } from 'vitest';
import type { FaultEvent } from '../model/record.ts';
import type { Canary, Follower } from './canary.ts';
import type { Flight, Probe } from './probe.ts';
import { watchFault, type WatchOptions } from './watch-fault.ts';

/** A watch on a fault of latency, fed by hand: probes every 20 ms, those of an edge that takes 1 ms when nothing is on. */
function startWatch(about: Partial<WatchOptions['fault']> = {}, underWay: readonly Flight[] = []) {
  const said: string[] = [];
  let nowMs = 0;
  let follower: Follower | undefined;
  const history: Probe[] = [];
  const ended = (sentMs: number, tookMs: number | null): Flight => ({
    sentMs,
    result: { edge: 'e', sentMs, tookMs, outcome: tookMs === null ? 'timeout' : 'answered' },
  });
  for (let i = 0; i < 20; i++) history.push(ended(-400 + i * 20, 1).result!);
  const canary: Canary = {
    edge: 'e',
    latest: () => history,
    underWay: () => underWay,
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
    fault: { id: 'f', startMs: 0, endMs: 1000, ...about },
    slowsByMs: 100,
    others: [{ id: 'other' }, { id: 'flaps', flapping: { periodMs: 100, onMs: 50 } }],
    emit: ({ event, atMs, assumed }) => said.push(`${event} ${atMs}${assumed === true ? ' assumed' : ''}`),
  });
  return {
    said,
    probes(count: number, tookMs: number | null): void {
      for (let i = 0; i < count; i++) {
        const flight = ended(nowMs, tookMs);
        follower?.sent(flight);
        history.push(flight.result!);
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
  watch.probes(2, 101);
  watch.event('asked');
  watch.probes(1, 1);
  watch.probes(10, 101);
  watch.event('heal-asked');
  watch.probes(2, 101);
  watch.event('heal-acknowledged');
  watch.probes(10, 1);
  expect(watch.said).toEqual(['felt 60', 'clean 300']);
});

test('felt no earlier than it was asked for, also by a probe that was under way then', () => {
  const result = { edge: 'e', sentMs: 20, tookMs: null, outcome: 'timeout' } as const;
  const watch = startWatch({}, [{ sentMs: 20, result }]);
  watch.probes(2, 1);
  watch.event('asked');
  watch.probes(1, 101);
  expect(watch.said).toEqual(['felt 40']);
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

/** From asked to acknowledged, or from asked to be healed to healed, with a probe between. */
function edge(watch: ReturnType<typeof startWatch>, which: 'begin' | 'end', fault: string, tookMs: number | null) {
  watch.event(which === 'begin' ? 'asked' : 'heal-asked', fault);
  watch.probes(1, tookMs);
  watch.event(which === 'begin' ? 'acknowledged' : 'heal-acknowledged', fault);
}

describe('another fault on the same edge', () => {
  test('around this one: both edges are told by what was usual with it', () => {
    const watch = startWatch();
    edge(watch, 'begin', 'other', 51);
    watch.probes(10, 51);
    edge(watch, 'begin', 'f', 151);
    watch.probes(10, 151);
    edge(watch, 'end', 'f', 151);
    watch.probes(10, 51);
    edge(watch, 'end', 'other', 1);
    watch.probes(10, 1);
    expect(watch.said).toEqual(['felt 220', 'clean 460']);
  });

  test('ending first: the end is told by what was usual before both', () => {
    const watch = startWatch();
    edge(watch, 'begin', 'other', 51);
    watch.probes(10, 51);
    edge(watch, 'begin', 'f', 151);
    watch.probes(10, 151);
    edge(watch, 'end', 'other', 101);
    watch.probes(10, 101);
    edge(watch, 'end', 'f', 101);
    watch.probes(10, 1);
    expect(watch.said).toEqual(['felt 220', 'clean 680']);
  });

  test('going on: the end of this one is assumed', () => {
    const watch = startWatch();
    edge(watch, 'begin', 'f', 101);
    watch.probes(10, 101);
    edge(watch, 'begin', 'other', 151);
    watch.probes(10, 151);
    edge(watch, 'end', 'f', 151);
    expect(watch.said).toEqual(['felt 0', 'clean 460 assumed']);
  });

  test('that lets nothing through hides this one', () => {
    const watch = startWatch();
    edge(watch, 'begin', 'other', null);
    watch.probes(10, null);
    edge(watch, 'begin', 'f', null);
    watch.probes(10, null);
    edge(watch, 'end', 'f', null);
    expect(watch.said).toEqual(['felt 240 assumed', 'clean 460 assumed']);
  });

  test('that flaps is on and off as it likes', () => {
    const watch = startWatch();
    edge(watch, 'begin', 'flaps', 1);
    watch.probes(10, 1);
    edge(watch, 'begin', 'f', 101);
    expect(watch.said).toEqual(['felt 240 assumed']);
  });

  test('beginning at once with this one: neither is told from the other', () => {
    const watch = startWatch();
    watch.event('asked');
    watch.event('asked', 'other');
    watch.probes(1, 101);
    watch.event('acknowledged');
    watch.probes(20, 101);
    expect(watch.said).toEqual(['felt 20 assumed']);
  });

  test('beginning before this one is clean: that is assumed', () => {
    const watch = startWatch();
    edge(watch, 'begin', 'f', 101);
    watch.probes(10, 101);
    edge(watch, 'end', 'f', 101);
    watch.probes(1, 1);
    watch.event('asked', 'other');
    watch.probes(10, 101);
    expect(watch.said).toEqual(['felt 0', 'clean 260 assumed']);
  });
});

test('events of another fault say nothing of this one', () => {
  const watch = startWatch();
  watch.event('asked', 'other');
  watch.probes(20, 101);
  expect(watch.said).toEqual([]);
});

test('what comes after the end of the watch is not said', () => {
  const watch = startWatch();
  for (const event of ['asked', 'heal-asked', 'heal-acknowledged'] as const) watch.event(event);
  watch.probes(10, 101);
  watch.stop();
  watch.probes(10, 1);
  expect(watch.said).toEqual([]);
});

describe('a fault that ceases before it is healed', () => {
  const lapse = (watch: ReturnType<typeof startWatch>): string[] => {
    edge(watch, 'begin', 'f', 101);
    watch.probes(10, 101);
    watch.probes(20, 1);
    watch.probes(5, 101);
    watch.probes(20, 1);
    edge(watch, 'end', 'f', 1);
    watch.probes(10, 1);
    return watch.said;
  };

  test('is told once, dated by the first probe that missed it', () => {
    expect(lapse(startWatch())).toEqual(['felt 0', 'lapsed 220', 'clean 1120']);
  });

  test('is on and off by itself where it flaps, and met by some probes only where it is on some replicas', () => {
    expect(lapse(startWatch({ flapping: { periodMs: 500, onMs: 250 } }))).toEqual(['felt 0', 'clean 1120']);
    expect(lapse(startWatch({ replicas: [1] }))).toEqual(['felt 0', 'clean 1120']);
  });

  test('is none before it is acknowledged', () => {
    const watch = startWatch();
    watch.event('asked');
    watch.probes(1, null);
    watch.probes(20, 1);
    watch.event('acknowledged');
    watch.probes(5, 101);
    expect(watch.said).toEqual(['felt 0']);
  });

  test('is none of those whose probes are slower than the fault makes them at least', () => {
    const watch = startWatch();
    edge(watch, 'begin', 'f', 101);
    watch.probes(1, 101);
    watch.probes(40, 81);
    edge(watch, 'end', 'f', 1);
    expect(watch.said).toEqual(['felt 0']);
  });
});
