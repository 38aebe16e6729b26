import { expect, test } from 'vitest';
import { LiveWindow } from '../verdict/live-window.ts';
import { buildRecord, evenly } from '../verdict/testing/record-builder.ts';
import type { RawRequest } from '../verdict/testing/series-builder.ts';
import { objective, sloOf } from '../verdict/testing/slo-builder.ts';
import { RequireWatch } from './require.ts';

const slo = sloOf(
  objective({ name: 'is fast', target: 100 }),
  objective({ name: 'pays fast', target: 100, where: { step: { not: false, names: ['checkout'] } } }),
);

/** What is said of requests that came before a fault at 20 s; null = faults may begin. */
function decide(of: readonly string[], requests: readonly RawRequest[]) {
  const faults = [{ id: 'cut', startMs: 20_000, endMs: 25_000 }];
  const { series, manifest } = buildRecord({ requests, faults, warmUpMs: 5000 });
  const window = new LiveWindow();
  for (const one of series) {
    window.series(one);
    for (const cell of one.cells) window.cell(one.id, cell);
  }
  const plan = { ...manifest.plan, require: { of, forMs: 5000 } };
  const watch = new RequireWatch(plan, slo, { window, settledMs: (ms) => Math.floor((ms - 150) / 1000) * 1000 });
  expect(watch.look(18_999)).toBeNull();
  const stop = watch.look(19_010);
  expect(watch.look(30_000)).toBeNull(); // decided once
  return stop?.reason ?? null;
}

const fast = evenly(190, 0, 19_000, { tookMs: 20 });
const slow = evenly(50, 14_000, 15_000, { tookMs: 400 });

test.each<[string, Parameters<typeof decide>, string | null]>([
  ['all of it holds', [['is fast'], fast], null],
  ['nothing is required', [[], slow], null],
  ['it was slow long before', [['is fast'], [...fast, ...evenly(50, 8000, 9000, { tookMs: 400 })]], null],
  ['it was slow just before', [['is fast'], [...fast, ...slow]], 'not steady: "is fast" was missed in the last 5 s'],
  [
    'too little is known',
    [
      ['is fast', 'pays fast'],
      [...fast, ...evenly(5, 14_000, 18_000, { step: 'checkout' })],
    ],
    'not steady: "pays fast" had 5 samples in the last 5 s, too few to tell: require it for longer',
  ],
])('%s', (_name, args, reason) => {
  expect(decide(...args)).toBe(reason);
});
