import { expect, test } from 'vitest';
import { faultWindows, nextDisturbance } from './fault-window.ts';
import { buildRecord, exact, type RawFault } from './testing/record-builder.ts';

/** What comes next after the first of these faults. */
function after(...faults: readonly RawFault[]) {
  const [first, ...others] = faultWindows(buildRecord({ faults }));
  return nextDisturbance(first!, [...others, first!]);
}
const f = exact('f', 20_000, 30_000);

test.each<[string, RawFault[], ReturnType<typeof nextDisturbance>]>([
  ['nothing after the only fault', [], { atMs: Infinity, fault: null }],
  ['nothing after the last', [exact('g', 5000, 10_000)], { atMs: Infinity, fault: null }],
  ['the first that follows', [exact('h', 50_000, 60_000), exact('g', 40_000, 60_000)], { atMs: 40_000, fault: 'g' }],
  [
    'of two that follow at once the first of the plan',
    [exact('g', 40_000, 50_000), exact('h', 40_000, 60_000)],
    { atMs: 40_000, fault: 'g' },
  ],
  ['one that is on already, at once', [exact('g', 10_000, 40_000)], { atMs: 30_000, fault: 'g' }],
  ['none that ended before, nor with it', [exact('g', 22_000, 30_000)], { atMs: Infinity, fault: null }],
  ['from when it was asked for', [exact('g', 40_000, 50_000, { askedMs: 39_900 })], { atMs: 39_900, fault: 'g' }],
])('%s', (_what, others, expected) => {
  expect(after(f, ...others)).toEqual(expected);
});

test('a fault that was clean when it was felt has ended then', () => {
  const [window] = faultWindows(buildRecord({ faults: [{ ...f, feltMs: 20_050, cleanMs: 20_050 }] }));
  expect(window).toMatchObject({ fromMs: 20_000, onsetMs: 20_050, releaseMs: 20_050 });
});

test('a fault that is not in the record acted as planned', () => {
  const [window] = faultWindows({ ...buildRecord({ faults: [f] }), faults: [] });
  expect(window).toMatchObject({ observed: null, fromMs: 20_000, onsetMs: 20_000, releaseMs: 30_000 });
});
