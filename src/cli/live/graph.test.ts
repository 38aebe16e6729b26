import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { curveRows, sparkline, timeline } from './graph.ts';

const ramp = [
  { atMs: 0, level: 0 },
  { atMs: 8000, level: 8 },
  { atMs: 8000, level: 4 },
  { atMs: 16_000, level: 4 },
];

describe('sparkline', () => {
  it('is as high as the share of the highest, with gaps, and nothing vanishes', () => {
    expect(sparkline([8, 4, null, 1, 0.001, 0])).toBe('█▄ ▁▁▁');
  });

  it('of nothing is empty', () => expect(sparkline([])).toBe(''));
});

describe('curveRows', () => {
  it('draws slopes and steps', () => {
    expect(curveRows(ramp, 8, 1)).toEqual(['▂▄▆█▄▄▄▄']);
  });

  it('puts what does not fit on one row on those above', () => {
    expect(curveRows(ramp, 8, 2)).toEqual(['  ▄█    ', '▄███████']);
  });

  it('shows a spike that is shorter than a place', () => {
    const spike = [
      { atMs: 0, level: 1 },
      { atMs: 5050, level: 1 },
      { atMs: 5050, level: 10 },
      { atMs: 5060, level: 10 },
      { atMs: 5060, level: 1 },
      { atMs: 10_000, level: 1 },
    ];
    expect(curveRows(spike, 10, 1)).toEqual(['▁▁▁▁▁█▁▁▁▁']);
  });
});

describe('timeline', () => {
  it('shows where faults are, and where the run is', () => {
    expect(timeline([{ fromMs: 4000, toMs: 6000 }], 1500, 10_000, 10)).toBe(' ▲  ━━    ');
  });

  it('has a place for every moment', () => {
    fc.assert(
      fc.property(fc.double({ min: -10, max: 20_000, noNaN: true }), fc.integer({ min: 1, max: 200 }), (at, width) => {
        const line = timeline([], at, 10_000, width);
        expect(line).toHaveLength(width);
        expect(line).toContain('▲');
      }),
    );
  });
});
