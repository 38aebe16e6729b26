import { describe, expect, it } from 'vitest';
import {
  anObjective,
  empty,
  failed,
  hour,
  inconclusive,
  passed,
  smoke,
} from '../../../tests/browser/sample-verdicts.ts';
import type { SecondResult } from '../../model/course.ts';
import { chartData } from './chart-data.ts';

const quiet = { requests: 10, failedSteps: 0, steps: 10, p50Ms: 8, p95Ms: 20, maxMs: 30, offered: 10, achieved: 10 };
const secondsOf = (count: number, changes: (second: number) => Partial<SecondResult> = () => ({})): SecondResult[] =>
  Array.from({ length: count }, (_, second) => ({ second, ...quiet, ...changes(second) }));

describe('what the charts are drawn from', () => {
  it('is one point in the middle of each second', () => {
    const { x, rate, bucketS } = chartData({ ...passed, seconds: secondsOf(90) });
    expect([bucketS, x.length, x[0], x[89]]).toEqual([1, 90, 0.5, 89.5]);
    expect(rate.every((value) => value === 10)).toBe(true);
  });

  it('knows seconds in which nothing started', () => {
    const { x, rate, p95, errors } = chartData({
      ...passed,
      seconds: secondsOf(90).filter(({ second }) => second !== 40),
    });
    expect([x.length, rate[40], p95[40], errors[40]]).toEqual([90, 0, null, null]);
  });

  it('takes a last second that was cut off for what there was of it', () => {
    const { x, rate, toS } = chartData({
      ...smoke,
      durationMs: 5500,
      seconds: secondsOf(6, (s) => (s === 5 ? { requests: 5 } : {})),
    });
    expect([toS, x[5], rate[5]]).toEqual([5.5, 5.25, 10]);
    expect(chartData(smoke).rate[5]).toBeNull();
  });

  it('keeps every peak and every dip of a run that is too long for one point a second', () => {
    const seconds = secondsOf(3600, (s) => ({
      ...(s === 1777 ? { maxMs: 9999, requests: 99 } : {}),
      ...(s === 1778 ? { requests: 0 } : {}),
    }));
    const { x, max, rate, bucketS } = chartData({ ...hour, seconds });
    expect(bucketS).toBe(5);
    expect(x.length).toBeLessThanOrEqual(1500);
    expect(max.indexOf(9999)).toBeGreaterThan(0);
    expect(x[max.indexOf(9999)]).toBeCloseTo(1777.5, -1);
    expect(rate).toContain(99);
    expect(rate).toContain(0);
    expect(rate.indexOf(99)).toBeLessThan(rate.indexOf(0));
    expect(x.every((value, i) => i === 0 || value > (x[i - 1] ?? 0))).toBe(true);
  });

  it('shades faults from felt to clean, and to the end when they never were clean', () => {
    const bands = chartData(failed).bands.filter(({ kind }) => kind === 'fault');
    expect(bands.map(({ number, label, fromS, toS }) => [number, label, fromS, toS])).toEqual([
      [1, 'ai-hang', 12.04, 18.18],
      [2, 'db-latency', 30.12, 36.41],
      [3, 'db-blip', 48.01, 54.22],
      [4, 'db-hang', 66.09, 72.53],
    ]);
    const open = failed.faults.map((fault) => ({ ...fault, cleanMs: null }));
    expect(chartData({ ...failed, faults: open }).bands.at(-1)?.toS).toBe(90);
    expect(chartData(inconclusive).bands.filter(({ kind }) => kind === 'fault')).toEqual([]);
  });

  it('has the limits on time that hold in steady state, each once', () => {
    expect(chartData(failed).limits).toEqual([
      { label: 'p95 of search ≤ 120 ms', ms: 120 },
      { label: 'p99 ≤ 150 ms', ms: 150 },
      { label: 'p95 of checkout ≤ 500 ms', ms: 500 },
    ]);
    const twice = [anObjective({}), anObjective({ name: 'again' }), anObjective({ during: ['fault:*'], target: 900 })];
    expect(chartData({ ...passed, objectives: twice }).limits).toHaveLength(1);
  });

  it('has no limits on other times, which the chart does not show', () => {
    const others = ['start_lag', 'step_time', 'scan_time'].map((metric) => anObjective({ metric }));
    expect(chartData({ ...passed, objectives: others }).limits).toEqual([]);
  });

  it('is logarithmic only where a linear scale would flatten what is typical', () => {
    expect(chartData({ ...passed, seconds: secondsOf(90) }).logarithmic).toBe(false);
    expect(chartData({ ...passed, seconds: secondsOf(90, (s) => (s === 7 ? { maxMs: 5000 } : {})) }).logarithmic).toBe(
      true,
    );
    expect(chartData(empty).logarithmic).toBe(false);
  });
});
