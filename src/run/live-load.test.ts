import { describe, expect, it } from 'vitest';
import { LiveLoad } from './live-load.ts';

const lines = (...all: readonly (object | readonly unknown[])[]): Uint8Array =>
  new TextEncoder().encode(all.map((line) => `${JSON.stringify(line)}\n`).join(''));
const bucketOf = (us: number): number => Math.ceil(Math.log2(us) * 32) - 1;
const requests = (second: number, count: number, us: number) => [
  ...[0, second * 1000, second * 1000, count, count, us * count, us, us],
  ...[0, 0, 0, 0, 0, 0, 0],
  [bucketOf(us), count],
];
const steps = (id: number, second: number, count: number) => [
  ...[id, second * 1000, second * 1000, count, count, 9000, 9000, 9000],
  [bucketOf(9000), count],
];
const heads = lines(
  { version: 1 },
  { id: 0, metric: 'http_req', type: 'http', failed: false, tags: { step: 'a' } },
  { id: 1, metric: 'step_duration', type: 'trend', tags: { outcome: 'ok' } },
  { id: 2, metric: 'step_duration', type: 'trend', tags: { outcome: 'failed', kind: 'timeout' } },
  { id: 3, metric: 'step_duration', type: 'trend', tags: { outcome: 'failed', kind: 'status' } },
);

describe('the live load', () => {
  it('shows the last five whole seconds, and counts from the beginning', () => {
    const load = new LiveLoad();
    load.push(heads);
    for (let second = 0; second < 10; second++) {
      load.push(lines(requests(second, second < 5 ? 100 : 20, second < 5 ? 900_000 : 10_000), steps(1, second, 10)));
    }
    load.push(lines(steps(2, 1, 7), steps(3, 8, 3)));
    const { p95Ms, ...figures } = load.soFar(10_200);
    expect(figures).toMatchObject({ settledMs: 10_000, requests: 600, requestsPerSecond: 20 });
    expect(figures.errorRate).toBeCloseTo(3 / 53);
    expect(p95Ms).toBeCloseTo(10, 0);
    expect(figures.errors).toEqual([
      { kind: 'status', recent: 3, total: 3 },
      { kind: 'timeout', recent: 0, total: 7 },
    ]);
  });

  it('waits for the cells of a second before it shows it', () => {
    const load = new LiveLoad();
    load.push(heads);
    load.push(lines(requests(0, 10, 5000)));
    expect(load.soFar(1100)).toMatchObject({ settledMs: 0, p95Ms: null, p95History: [] });
    expect(load.soFar(1200)).toMatchObject({ settledMs: 1000, requestsPerSecond: 10 });
  });

  it('adds up the users that come and go', () => {
    const load = new LiveLoad();
    load.push(heads);
    expect(load.soFar(1200).users).toBeNull();
    load.push(lines({ id: 4, metric: 'active_users', type: 'counter', tags: {} }));
    load.push(lines([4, 0, 0, 10, 10_000], [4, 1000, 1000, 3, -3000]));
    expect(load.soFar(2200).users).toBe(7);
  });

  it('keeps a minute of p95, with gaps where nothing was answered', () => {
    const load = new LiveLoad();
    load.push(heads);
    for (let second = 0; second < 100; second++) {
      if (second !== 97) load.push(lines(requests(second, 10, 1000 * (second + 1))));
      load.soFar(second * 1000 + 1200);
    }
    const { p95History } = load.soFar(100_200);
    expect(p95History).toHaveLength(60);
    expect(p95History.slice(-4).map((ms) => ms && Math.round(ms))).toEqual([97, null, 99, 100]);
  });

  it('shows the passes that began where the load tells', () => {
    const load = new LiveLoad();
    load.push(heads);
    expect(load.soFar(2200).passesPerSecond).toBeNull();
    load.push(lines({ id: 9, metric: 'start_lag', type: 'trend', tags: {} }, steps(9, 2, 30)));
    expect(load.soFar(3200).passesPerSecond).toBe(10);
  });
});
