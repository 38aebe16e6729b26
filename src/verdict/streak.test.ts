import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exactly } from './quantile.ts';
import { judgeRolling, judgeSustained, type Bucket } from './streak.ts';

const states = { '+': 'good', '-': 'bad', '?': 'unknown' } as const;

/** A bucket a second; a space is a gap. */
function read(text: string): Bucket[][] {
  let second = 0;
  return text.split(' ').map((span) => {
    second += 10;
    return Array.from(span, (mark): Bucket => {
      const fromMs = second++ * 1000;
      return { fromMs, toMs: fromMs + 1000, state: states[mark as keyof typeof states], value: null };
    });
  });
}

describe('a sustained window of 3 s', () => {
  test.each([
    ['++++', 'holds'],
    ['+--+--+', 'holds'],
    ['+---+', 'missed'],
    ['+--?-+', 'missed'],
    ['+--?+', 'unknown'],
    ['+-?-?+', 'unknown'],
    ['+?-+?+', 'holds'],
    ['-- --', 'unknown'],
    ['+-- --+', 'holds'],
    ['+?+?+?+', 'holds'],
    ['???', 'unknown'],
    ['++', 'unknown'],
    ['', 'unknown'],
    ['--+', 'holds'],
  ])('%s: %s', (text, holding) => {
    expect(judgeSustained(read(text), 3000, true).holding).toBe(holding);
  });

  test('tells when it was missed', () => {
    const { breaches, count, unknown, bad } = judgeSustained(read('+-+--?--+ -'), 3000, true);
    expect(breaches).toEqual({ firstMs: 11_000, longestMs: 4000, totalMs: 6000 });
    expect([count, unknown, bad]).toEqual([10, 1, 6]);
  });
});

describe('rolling windows', () => {
  test.each([
    ['++++', 0, 'holds'],
    ['++-+', 0, 'missed'],
    ['++-+', 0.25, 'holds'],
    ['+--+', 0.25, 'missed'],
    ['++?+', 0, 'unknown'],
    ['++?+', 0.25, 'holds'],
    ['+-?+', 0.25, 'unknown'],
    ['', 0, 'unknown'],
  ])('%s, %d of them allowed to miss: %s', (text, allowed, holding) => {
    expect(judgeRolling(read(text), allowed, true).holding).toBe(holding);
  });

  test('that overlap count their time once', () => {
    const window = (fromMs: number, state: Bucket['state']): Bucket => ({
      fromMs,
      toMs: fromMs + 3000,
      state,
      value: null,
    });
    const span = [
      window(0, 'bad'),
      window(1000, 'bad'),
      window(2000, 'good'),
      window(3000, 'good'),
      window(4000, 'bad'),
    ];
    expect(judgeRolling([span], 0, true).breaches).toEqual({ firstMs: 0, longestMs: 4000, totalMs: 7000 });
  });
});

describe('the value of windows', () => {
  const of = (value: number, state: Bucket['state'] = 'bad') => ({
    state,
    value: { value, low: value - 2, high: value + 1 },
  });
  const inARow = (...all: Pick<Bucket, 'state' | 'value'>[]): Bucket[][] => [
    all.map((one, second) => ({ ...one, fromMs: second * 1000, toMs: (second + 1) * 1000 })),
  ];
  const some = inARow(of(20), of(99, 'unknown'), of(60), of(1, 'unknown'), of(40));

  test('is that of the worst known one, or of the worst after those that may miss', () => {
    const value = (allowed: number, atMost = true) => judgeRolling(some, allowed, atMost).value;
    expect(value(0)).toEqual({ value: 60, low: 58, high: 61 });
    expect([value(0.2), value(0.4), value(1)].map((one) => one?.value)).toEqual([40, 20, 20]);
    expect([value(0, false), value(1, false)].map((one) => one?.value)).toEqual([20, 60]);
  });

  test('is that of the best in the worst stretch of a sustained one, past what is unknown', () => {
    expect(judgeSustained(some, 2000, true).value).toEqual({ value: 40, low: 38, high: 41 });
    expect(judgeSustained(some, 2000, false).value).toEqual({ value: 60, low: 58, high: 61 });
    expect(judgeSustained(some, 4000, true).value).toBeNull();
  });

  test('is none where none is known', () => {
    const unknown = inARow(of(9, 'unknown'), { state: 'unknown', value: null });
    expect(judgeRolling(unknown, 0, true).value).toBeNull();
    expect(judgeSustained(unknown, 1000, true).value).toBeNull();
  });
});

const limit = 50;
const spans = (values: readonly number[][], atMost: boolean): Bucket[][] => {
  let second = 0;
  return values.map((span) => {
    second += 5;
    return span.map((value): Bucket => {
      const fromMs = second++ * 1000;
      const isGood = atMost ? value <= limit : value >= limit;
      return { fromMs, toMs: fromMs + 1000, state: isGood ? 'good' : 'bad', value: exactly(value) };
    });
  });
};
const values = fc.array(fc.array(fc.integer({ min: 0, max: 100 }), { maxLength: 12 }), { maxLength: 4 });

describe('where all is known', () => {
  test('a sustained limit is missed as if every stretch were tried, and its value says so', () => {
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 4 }), fc.boolean(), (all, seconds, atMost) => {
        const { holding, value } = judgeSustained(spans(all, atMost), seconds * 1000, atMost);
        const stretches = all.flatMap((span) =>
          span.slice(seconds - 1).map((_, from) => span.slice(from, from + seconds)),
        );
        const isMissed = stretches.some((stretch) => stretch.every((one) => (atMost ? one > limit : one < limit)));
        expect(holding).toBe(isMissed ? 'missed' : stretches.length === 0 ? 'unknown' : 'holds');
        const kept = stretches.map((stretch) => (atMost ? Math.min(...stretch) : Math.max(...stretch)));
        expect(value?.value ?? null).toBe(kept.length === 0 ? null : atMost ? Math.max(...kept) : Math.min(...kept));
      }),
    );
  });

  test('rolling windows are missed as counted, and their value says so', () => {
    fc.assert(
      fc.property(values, fc.integer({ min: 0, max: 9 }), fc.boolean(), (all, tenths, atMost) => {
        const { holding, value } = judgeRolling(spans(all, atMost), tenths / 10, atMost);
        const each = all.flat();
        const bad = each.filter((one) => (atMost ? one > limit : one < limit)).length;
        expect(holding).toBe(each.length === 0 ? 'unknown' : bad * 10 > tenths * each.length ? 'missed' : 'holds');
        if (value === null) expect(each).toEqual([]);
        else expect(atMost ? value.value > limit : value.value < limit).toBe(holding === 'missed');
      }),
    );
  });
});

test('what is unknown may be either: only what both ways agree upon is told', () => {
  const marks = fc.array(fc.constantFrom('+', '-', '?'), { minLength: 3, maxLength: 9 });
  fc.assert(
    fc.property(marks, fc.integer({ min: 1, max: 3 }), (all, seconds) => {
      const text = all.join('');
      const ask = (as: string) => judgeSustained(read(text.replaceAll('?', as)), seconds * 1000, true).holding;
      const { holding } = judgeSustained(read(text), seconds * 1000, true);
      if (holding === 'holds') expect([ask('-'), ask('+')]).toEqual(['holds', 'holds']);
      if (ask('+') === 'missed') expect(holding).toBe('missed');
      // A stretch that is bad for long enough without what is unknown in it is enough.
      if (holding === 'missed') expect(ask('-')).toBe('missed');
    }),
  );
});
