import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BurnMeter, type Spent } from './burn.ts';

const after = (seconds: readonly (Spent | null)[], allowed: number, windowMs: number) => {
  const meter = new BurnMeter(allowed, windowMs);
  seconds.forEach((second, i) => meter.add((i + 1) * 1000, second));
  return meter.worst;
};
const all = (count: number, wrong: number, of = 100): Spent[] => Array.from({ length: count }, () => ({ wrong, of }));

test.each([
  ['as fast as allowed', all(30, 1), { rate: 1, atMs: 24_000 }],
  ['ten times as fast', all(30, 10), { rate: 10, atMs: 24_000 }],
  ['no whole window', all(23, 10), null],
  ['a gap in the window', [...all(20, 10), null, ...all(20, 10)], null],
  ['too few samples', all(30, 0.4, 0.8), null],
  ['what is over does not go on', [...all(24, 0), ...all(2, 50), ...all(3, 0)], { rate: 100 / 24, atMs: 26_000 }],
])('a budget of 1 %% over 24 s: %s', (_, seconds, worst) => {
  const found = after(seconds, 0.01, 24_000);
  expect(found === null ? null : { ...found, rate: Number(found.rate.toFixed(6)) }).toEqual(
    worst === null ? null : { ...worst, rate: Number(worst.rate.toFixed(6)) },
  );
});

test('agrees with looking at every window', () => {
  const second = fc.option(
    fc
      .integer({ min: 0, max: 30 })
      .chain((of) => fc.record({ wrong: fc.integer({ min: 0, max: of }), of: fc.constant(of) })),
    { freq: 12 },
  );
  fc.assert(
    fc.property(fc.array(second, { maxLength: 40 }), fc.integer({ min: 1, max: 30 }), (seconds, long) => {
      const short = Math.max(1, Math.round(long / 12));
      const share = (part: readonly (Spent | null)[]) =>
        part.reduce((sum, one) => sum + one!.wrong, 0) / part.reduce((sum, one) => sum + one!.of, 0);
      const rates = seconds.flatMap((_, i) => {
        const window = seconds.slice(Math.max(0, i + 1 - long), i + 1);
        const isKnown = window.length === long && window.every((one) => one !== null);
        if (!isKnown || window.reduce((sum, one) => sum + one.of, 0) < 20) return [];
        const last = window.slice(-short);
        return last.every(({ of }) => of === 0) ? [] : [Math.min(share(window), share(last)) / 0.05];
      });
      const worst = after(seconds, 0.05, long * 1000);
      if (rates.length === 0) expect(worst).toBeNull();
      else expect(worst?.rate).toBeCloseTo(Math.max(...rates), 9);
    }),
  );
});
