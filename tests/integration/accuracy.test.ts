import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { obtainTools } from '../../src/binaries/obtain-tools.ts';
import { relativeError } from '../../src/model/histogram.ts';
import { readSeries } from '../../src/record/read-series.ts';
import { percentile } from '../../src/verdict/quantile.ts';
import { Tally } from '../../src/verdict/tally.ts';

const script = `
import http from 'k6/http';
export const options = {
  scenarios: { s: { executor: 'constant-vus', vus: 10, duration: '6s', gracefulStop: '3s' } },
  systemTags: ['status', 'error_code', 'scenario'],
};
export default function () {
  const answer = http.get(__ENV.URL + '/' + __ITER, { timeout: 1000, tags: { step: 'get' } });
}
`;

/** Knows what it did: how long it made each request wait, and how many there were. */
function knownServer() {
  let served = 0;
  let failed = 0;
  const server = createServer((_, response) => {
    const n = served++;
    // One in a hundred is slow, one in fifty an error.
    const delayMs = n % 100 === 99 ? 300 : 20;
    if (n % 50 === 10) failed += 1;
    setTimeout(() => {
      response.statusCode = n % 50 === 10 ? 500 : 200;
      response.end('x');
    }, delayMs);
  });
  return { server, counts: () => ({ served, failed }) };
}

interface Sample {
  readonly metric: string;
  readonly type: string;
  readonly data: { readonly value: number; readonly tags: Readonly<Record<string, string>> };
}

describe('the numbers of one run', () => {
  const { server, counts } = knownServer();
  let samples: Sample[];
  let stream: ReturnType<typeof readSeries>;

  beforeAll(async () => {
    const { k6 } = await obtainTools({ env: process.env as Record<string, string>, onProgress: () => undefined });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const folder = mkdtempSync(join(tmpdir(), 'accuracy-'));
    writeFileSync(join(folder, 'script.js'), script);
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const args = [
      'run',
      '--quiet',
      '--no-thresholds',
      '--summary-mode=disabled',
      '--out',
      `proofload=${folder}/cells.ndjson`,
      '--out',
      `json=${folder}/raw.json`,
      'script.js',
    ];
    const child = spawn(k6.path, args, {
      cwd: folder,
      env: { ...process.env, URL: url, K6_NO_USAGE_REPORT: 'true' },
      stdio: 'ignore',
    });
    const code = await new Promise((resolve) => child.once('close', resolve));
    expect(code).toBe(0);
    server.close();
    samples = readFileSync(join(folder, 'raw.json'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Sample);
    stream = readSeries(readFileSync(join(folder, 'cells.ndjson')));
  }, 600_000);

  const http = (failed: boolean) => stream.series.filter((one) => one.type === 'http' && one.failed === failed);
  const count = (failed: boolean) =>
    http(failed)
      .flatMap(({ cells }) => cells)
      .reduce((sum, cell) => sum + cell.count, 0);

  /** Of the cells, in ms. */
  const estimated = (percent: number) => {
    const tally = new Tally();
    for (const { cells } of http(false)) for (const cell of cells) tally.add(cell);
    const { value, low, high } = percentile(tally, percent)!;
    return { value: value / 1000, low: low / 1000, high: high / 1000 };
  };

  it('add up to what the server counted', () => {
    const { served, failed } = counts();
    expect(stream.problems).toEqual([]);
    // At the end of the load k6 breaks off requests that nobody waits for; here it waits for all.
    expect(count(false) + count(true)).toBe(served);
    expect(count(true)).toBe(failed);
    expect(served).toBeGreaterThan(1000);
  });

  it.each([50, 90, 95, 99])('have the p%d that the raw samples have, within the stated error', (percent) => {
    const exact = rawTimes(samples).sort((a, b) => a - b);
    const estimate = estimated(percent);
    const truth = exact[Math.ceil((percent / 100) * exact.length) - 1]!;
    expect(Math.abs(estimate.value - truth) / truth).toBeLessThanOrEqual(relativeError + 0.001);
    expect(estimate.low * 0.999).toBeLessThanOrEqual(truth);
    expect(estimate.high * 1.001).toBeGreaterThanOrEqual(truth);
  });

  it('tell the delay that the server made', () => {
    expect(estimated(50).value).toBeGreaterThanOrEqual(20 * 0.98);
    expect(estimated(99.9).value).toBeGreaterThanOrEqual(300 * 0.98);
  });
});

/** What a user felt of each success, in ms: k6 gives its parts as samples of their own, in the order of the requests. */
function rawTimes(samples: readonly Sample[]): number[] {
  const ok = (name: string) =>
    samples
      .filter(({ type, metric, data }) => type === 'Point' && metric === name && data.tags['status'] === '200')
      .map(({ data }) => data.value);
  const blocked = ok('http_req_blocked');
  return ok('http_req_duration').map((duration, index) => duration + (blocked[index] ?? 0));
}
