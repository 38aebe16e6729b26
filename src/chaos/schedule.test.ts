import { expect, test } from 'vitest';
import type { PlannedFault } from '../model/plan.ts';
import type { FaultEvent } from '../model/record.ts';
import { now } from '../system/clock.ts';
import { NotAsPlanned, type Breakable } from './breakable.ts';
import { playFaults } from './schedule.ts';

const done = (): Promise<void> => Promise.resolve();

/** Something that notes what is done to it; real ones are in the integration tests. */
function noting(overrides: Partial<Pick<Breakable, 'apply' | 'heal'>> = {}): { edge: Breakable; log: string[] } {
  const log: string[] = [];
  const note = (what: string) => (fault: string) => {
    log.push(`${what} ${fault}`);
    return done();
  };
  const edge: Breakable = {
    name: 'e',
    problems: () => [],
    proofOf: () => ({ kind: 'assumed' }),
    prepare: note('prepare'),
    apply: note('apply'),
    heal: note('heal'),
    ...overrides,
  };
  return { edge, log };
}

function play(
  edge: Breakable,
  fault: Partial<PlannedFault>,
  onEvent: (event: FaultEvent) => void,
  signal = new AbortController().signal,
) {
  const whole: PlannedFault = { id: 'f', on: 'e', startMs: 40, endMs: 80, action: { kind: 'down' }, ...fault };
  return playFaults({
    faults: [whole],
    breakableOf: ({ on }) => (on === 'e' ? edge : undefined),
    clock: { t0: now() },
    onEvent,
    signal,
  });
}

test('events come in order and on time, however long the fault takes to be put on', async () => {
  const { edge } = noting({ apply: () => new Promise((resolve) => setTimeout(resolve, 400)) });
  const events: FaultEvent[] = [];
  await play(edge, { endMs: 540 }, (event) => events.push(event));
  expect(events.map(({ event }) => event)).toEqual(['asked', 'acknowledged', 'heal-asked', 'heal-acknowledged']);
  const [asked = NaN, , healAsked = NaN] = events.map(({ atMs }) => atMs);
  expect(asked).toBeGreaterThanOrEqual(40);
  expect(healAsked).toBeGreaterThanOrEqual(540);
  expect(healAsked).toBeLessThan(900); // with the time that it takes added it would be 940
});

test('flapping puts it on and off each time, and tells the first and the last', async () => {
  const { edge, log } = noting();
  const events: string[] = [];
  await play(edge, { endMs: 130, flapping: { periodMs: 40, onMs: 15 } }, ({ event }) => events.push(event));
  expect(log.filter((line) => line === 'apply f')).toHaveLength(3);
  expect(log.at(-1)).toBe('heal f');
  expect(events).toEqual(['asked', 'acknowledged', 'heal-asked', 'heal-acknowledged']);
});

test('a fault that could not be put on is told, and healed nevertheless', async () => {
  const { edge, log } = noting({ apply: () => Promise.reject(new Error('no luck')) });
  const played = await play(edge, {}, () => undefined);
  expect(played).toEqual({ problems: [expect.stringMatching(/f was not played as planned: no luck/)], left: [] });
  expect(log.at(-1)).toBe('heal f');
});

test('one that flaps and does not act as planned is told once, and not when it was only cut short', async () => {
  const flapping = { endMs: 130, flapping: { periodMs: 40, onMs: 15 } };
  const heals = (cutShort: boolean) =>
    noting({ heal: () => Promise.reject(new NotAsPlanned('e ended', { cutShort })) });
  expect(await play(heals(false).edge, flapping, () => undefined)).toEqual({
    problems: ['the fault f was not played as planned: e ended'],
    left: [],
  });
  const over = AbortSignal.timeout(20);
  expect(await play(heals(true).edge, flapping, () => undefined, over)).toEqual({ problems: [], left: [] });
});

test('a listener that throws keeps nothing from being healed', async () => {
  const { edge, log } = noting();
  const { problems, left } = await play(edge, {}, () => {
    throw new Error('disk full');
  });
  expect(log).toEqual(['prepare f', 'apply f', 'heal f']);
  expect(problems[0]).toMatch(/asked of the fault f could not be told: disk full/);
  expect(left).toEqual([]);
});

test('what was aborted before it began is not put on, and nothing is told', async () => {
  const { edge, log } = noting();
  const events: FaultEvent[] = [];
  await play(edge, {}, (event) => events.push(event), AbortSignal.abort());
  expect(log).toEqual(['heal f']);
  expect(events).toEqual([]);
});
