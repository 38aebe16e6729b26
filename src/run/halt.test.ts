import { expect, test } from 'vitest';
import type { PlannedHalt } from '../model/stops.ts';
import { LiveWindow } from '../verdict/live-window.ts';
import { buildRecord, evenly } from '../verdict/testing/record-builder.ts';
import type { RawRequest } from '../verdict/testing/series-builder.ts';
import { objective, sloOf } from '../verdict/testing/slo-builder.ts';
import { HaltWatch } from './halt.ts';

const slo = sloOf(
  objective({ name: 'is fast', target: 100 }),
  objective({ name: 'bears it', target: 100, during: ['fault:cut'] }),
);

/** Plays requests as their stream came in; gives when the load was stopped, in s. */
function play(halt: PlannedHalt, requests: readonly RawRequest[], phases = [{ name: 'steady', sinceMs: 0 }]) {
  const { series } = buildRecord({ requests });
  const window = new LiveWindow();
  for (const one of series) window.series(one);
  const live = { window, settledMs: (elapsedMs: number) => elapsedMs };
  const watch = new HaltWatch(halt, slo, live, { phases: () => phases });
  for (let atMs = 1000; atMs <= 60_000; atMs += 1000) {
    for (const { id, cells } of series) {
      for (const cell of cells) if (cell.endMs >= atMs - 1000 && cell.endMs < atMs) window.cell(id, cell);
    }
    const stop = watch.look(atMs);
    if (stop !== null) return `${atMs / 1000} s: ${stop.by}: ${stop.reason}`;
  }
  return null;
}

const fine = evenly(600, 0, 60_000, { tookMs: 20 });
const errors = { errorRate: 0.5, forMs: 5000 };
const failing = (fromMs: number, toMs: number) =>
  evenly((toMs - fromMs) / 50, fromMs, toMs, { tookMs: 20, failed: true });
const slow = evenly(800, 20_000, 60_000, { tookMs: 400 });

test.each<[string, Parameters<typeof play>, string | null]>([
  ['all is well', [errors, fine], null],
  [
    'too many errors for long enough',
    [errors, [...fine, ...failing(20_000, 60_000)]],
    '25 s: halt: error_rate above 50 % in every second of 5 s',
  ],
  [
    'too many errors for a moment, however many',
    [errors, [...fine, ...failing(20_000, 24_000), ...failing(26_000, 30_000)]],
    null,
  ],
  ['just as many as are allowed', [errors, [...fine, ...evenly(600, 0, 60_000, { tookMs: 20, failed: true })]], null],
  [
    'nobody is answered in between',
    [errors, [...evenly(200, 0, 20_000, { tookMs: 20 }), ...failing(20_000, 22_000), ...failing(26_000, 30_000)]],
    '27 s: halt: error_rate above 50 % in every second of 5 s',
  ],
  [
    'an objective is missed',
    [{ of: 'is fast', forMs: 3000 }, [...fine, ...slow]],
    '23 s: halt: "is fast" missed in every second of 3 s',
  ],
  ['an objective of another phase', [{ of: 'bears it', forMs: 3000 }, [...fine, ...slow]], null],
  [
    'an objective in its phase, not before',
    [{ of: 'bears it', forMs: 3000 }, [...fine, ...slow], [{ name: 'fault:cut', sinceMs: 30_000 }]],
    '33 s: halt: "bears it" missed in every second of 3 s',
  ],
])('%s', (_name, args, stopped) => {
  expect(play(...args)).toBe(stopped);
});
