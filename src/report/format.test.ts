import { describe, expect, it } from 'vitest';
import {
  formatApart,
  formatCount,
  formatInstant,
  formatLength,
  formatMoment,
  formatMs,
  formatRate,
  formatShare,
  plural,
} from './format.ts';

describe('numbers of the reports', () => {
  it.each([
    [0, '0 ms'],
    [0.042, '0.04 ms'],
    [4.24, '4.2 ms'],
    [412.4, '412 ms'],
    [999.7, '1 s'],
    [1030, '1.03 s'],
    [9994, '9.99 s'],
    [9996, '10 s'],
    [75_460, '75.5 s'],
    [599_960, '10 min'],
    [5_400_000, '90 min'],
    [-12, '−12 ms'],
    [-0.001, '0 ms'],
    [Infinity, '–'],
  ])('%d ms is %s', (ms, text) => expect(formatMs(ms)).toBe(text));

  it.each([
    [0, '0 %'],
    [0.0027, '0.27 %'],
    [0.00002, '0.002 %'],
    [1e-9, '< 0.0001 %'],
    [0.1234, '12.3 %'],
    [0.9995, '99.95 %'],
    [0.99999, '99.999 %'],
    [1 - 1e-9, '> 99.9999 %'],
    [1, '100 %'],
  ])('a share of %d is %s, and never 0 or 100 by rounding', (share, text) => expect(formatShare(share)).toBe(text));

  it.each([
    [0.25, '0.25 /s'],
    [74.84, '74.8 /s'],
    [1240.4, '1,240 /s'],
    [12_345_678, '12,345,678 /s'],
  ])('a rate of %d is %s', (rate, text) => expect(formatRate(rate)).toBe(text));

  it('groups counts by thousands', () => {
    expect([0, 999, 1000, 12_310, 1_234_567].map(formatCount)).toEqual(['0', '999', '1,000', '12,310', '1,234,567']);
  });

  it('shows more digits where a value would look the same as the limit that it missed', () => {
    expect(formatApart(500.3, 'ms', [500])).toBe('500.3 ms');
    expect(formatApart(500, 'ms', [500])).toBe('500 ms');
    expect(formatApart(0.010_000_4, 'share', [0.01])).toBe('1.00004 %');
    expect(formatApart(59.97, '/s', [60])).toBe('59.97 /s');
  });

  it.each([
    [0, '0:00'],
    [30_412, '0:30.4'],
    [59_960, '1:00'],
    [754_000, '12:34'],
    [3_723_000, '1:02:03'],
    [-1500, '−0:01.5'],
  ])('%d ms after the start is %s', (ms, text) => expect(formatMoment(ms)).toBe(text));

  it('tells lengths as a person plans with them', () => {
    expect([5300, 60_000, 72_400, 3_600_000, 5_430_000].map(formatLength)).toEqual([
      '5.3 s',
      '1 min',
      '1 min 12 s',
      '1 h 0 min',
      '1 h 31 min',
    ]);
  });

  it('reads instants without a clock, a time zone or a locale', () => {
    expect(formatInstant('2026-11-21T10:58:03.412Z')).toBe('2026-11-21 10:58:03 UTC');
    expect(formatInstant('yesterday')).toBe('yesterday');
  });

  it('counts in words', () =>
    expect([plural(1, 'request'), plural(1200, 'request')]).toEqual(['1 request', '1,200 requests']));
});
