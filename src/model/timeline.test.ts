import { describe, expect, it } from 'vitest';
import { fineWindows, slotEnd } from './timeline.ts';

describe('fineWindows', () => {
  it('are whole seconds around both edges, until the recovery is over', () => {
    expect(fineWindows([{ startMs: 20_300, endMs: 40_000 }], 5000)).toEqual([
      { fromMs: 18_000, toMs: 23_000 },
      { fromMs: 38_000, toMs: 47_000 },
    ]);
  });

  it('merge where they touch', () => {
    expect(fineWindows([{ startMs: 10_000, endMs: 13_000 }], 0)).toEqual([{ fromMs: 8000, toMs: 15_000 }]);
  });

  it('are none without faults', () => {
    expect(fineWindows([], 5000)).toEqual([]);
  });
});

describe('slotEnd', () => {
  const fine = [{ fromMs: 2000, toMs: 3000 }];
  it('is a second away, and 100 ms within fine windows', () => {
    expect([slotEnd(1000, fine), slotEnd(2000, fine), slotEnd(2900, fine), slotEnd(3000, fine)]).toEqual([
      2000, 2100, 3000, 4000,
    ]);
  });
});
