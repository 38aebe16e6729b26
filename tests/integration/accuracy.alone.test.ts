import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { relativeError } from '../../src/model/histogram.ts';
import { readSeries } from '../../src/record/read-series.ts';
import { percentile } from '../../src/verdict/quantile.ts';
import { bundlePaced, k6Tool, pacedPlan, tallyOf } from './load-kit.ts';

const plain = `
import http from 'k6/http';
export const options = {
  scenarios: { s: { executor: 'constant-vus', vus: 12, duration: '5s', gracefulStop: '3s' } },
  systemTags: ['status', 'error_code', 'scenario'],
};
export default function () {
  const step = __ITER % 2 === 0 ? 'even' : 'odd';
  http.get(__ENV.PROOFLOAD_URL + '/' + step, { timeout: 1000, tags: { step } });
}
`;

/** 250 passes a second, by a pool of users. */
const open = async () =>
  bundlePaced(
    await pacedPlan({
      name: 'open',
      model: 'open',
      curve: [
        { atMs: 0, level: 250 },
        { atMs: 5000, level: 250 },
      ],
      maxUsers: 40,
      think: { kind: 'uniform', fromMs: 0, toMs: 10 },
    }),
  );

/** Knows what it did: how long it made each request wait, and how many there were. */
function knownServer() {
  const counts = new Map<string, { served: number; failed: number }>();
  let served = 0;
  const server = createServer((request, response) => {
    const step = /^\/(even|odd)$/.exec(request.url ?? '')?.[1] ?? 'visit';
    const own = counts.get(step) ?? { served: 0, failed: 0 };
    counts.set(step, own);
    // One in a hundred is slow, one in fifty an error.
    const n = served++;
    const delayMs = n % 100 === 99 ? 300 : 20;
    const failed = n % 50 === 10;
    own.served += 1;
    if (failed) own.failed += 1;
    setTimeout(() => {
      response.statusCode = failed ? 500 : 200;
      response.end('x');
    }, delayMs);
  });
  return { server, counts };
}

interface Sample {
  readonly metric: string;
  readonly type: string;
  readonly data: { readonly value: number; readonly tags: Readonly<Record<string, string>> };
}

/** Runs a script in k6 with two outputs at once: our recorder, and each sample as k6 has it. */
async function record(script: string, url: string) {
  const folder = mkdtempSync(join(tmpdir(), 'accuracy-'));
  writeFileSync(join(folder, 'script.js'), script);
  const outs = [`proofload=${folder}/cells.ndjson`, `json=${folder}/raw.json`].flatMap((out) => ['--out', out]);
  const child = spawn(
    (await k6Tool()).path,
    ['run', '--quiet', '--no-thresholds', '--summary-mode=disabled', ...outs, 'script.js'],
    { cwd: folder, env: { ...process.env, PROOFLOAD_URL: url, K6_NO_USAGE_REPORT: 'true' }, stdio: 'ignore' },
  );
  expect((await once(child, 'close'))[0]).toBe(0);
  const samples = readFileSync(join(folder, 'raw.json'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Sample)
    .filter(({ type }) => type === 'Point');
  return { samples, stream: readSeries([readFileSync(join(folder, 'cells.ndjson'))]) };
}

describe.each([
  { name: 'a closed load', script: () => Promise.resolve(plain), steps: ['even', 'odd'] },
  { name: 'an open load', script: open, steps: ['visit'] },
])('the numbers of $name', ({ script, steps }) => {
  const { server, counts } = knownServer();
  let run: Awaited<ReturnType<typeof record>>;

  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    run = await record(await script(), `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    server.close();
  }, 600_000);

  const http = (step: string, failed: boolean) =>
    tallyOf(run.stream.series, (one) => one.type === 'http' && one.failed === failed && one.tags['step'] === step);

  /** Of the cells, in ms. */
  const estimated = (step: string, percent: number) => {
    const { value, low, high } = percentile(http(step, false), percent)!;
    return { value: value / 1000, low: low / 1000, high: high / 1000 };
  };

  it.each(steps)('of %s add up to what the server counted', (step) => {
    const { served, failed } = counts.get(step)!;
    expect(run.stream.problems).toEqual([]);
    // At the end of the load k6 breaks off requests that nobody waits for; here it waits for all.
    expect(http(step, false).count + http(step, true).count).toBe(served);
    expect(http(step, true).count).toBe(failed);
    expect(served).toBeGreaterThan(1000);
  });

  it.each(steps.flatMap((step) => [50, 90, 95, 99].map((percent) => [step, percent] as const)))(
    'of %s have the p%d that the raw samples have, within the stated error',
    (step, percent) => {
      const truth = quantile(rawTimes(run.samples, step), percent);
      const estimate = estimated(step, percent);
      expect(Math.abs(estimate.value - truth) / truth).toBeLessThanOrEqual(relativeError + 0.001);
      expect(estimate.low * 0.999).toBeLessThanOrEqual(truth);
      expect(estimate.high * 1.001).toBeGreaterThanOrEqual(truth);
    },
  );

  it.each(steps)('of %s tell the delay that the server made', (step) => {
    expect(estimated(step, 50).value).toBeGreaterThanOrEqual(20 * 0.98);
    expect(estimated(step, 99.9).value).toBeGreaterThanOrEqual(300 * 0.98);
  });

  it.each(steps.filter((step) => step === 'visit'))('of %s tell what it would have felt on time', (step) => {
    const raw = run.samples.filter(({ metric }) => metric === 'corrected_response_time').map(({ data }) => data.value);
    const corrected = tallyOf(run.stream.series, ({ metric }) => metric === 'corrected_response_time');
    expect(corrected.count).toBe(raw.length);
    expect(corrected.count).toBe(counts.get(step)!.served);
    for (const percent of [50, 95, 99]) {
      const truth = quantile(raw, percent);
      expect(Math.abs(percentile(corrected, percent)!.value / 1000 / truth - 1)).toBeLessThan(relativeError + 0.001);
      // Nobody waited for a user here: it is the response time and a lag of a few ms.
      expect(truth).toBeGreaterThan(quantile(rawTimes(run.samples, step), percent) * 0.98);
    }
  });
});

/** Nearest rank. */
function quantile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.ceil((percent / 100) * sorted.length) - 1]!;
}

/** What a user felt of each success, in ms: k6 gives its parts as samples of their own, in the order of the requests. */
function rawTimes(samples: readonly Sample[], step: string): number[] {
  const ok = (name: string) =>
    samples
      .filter(({ metric, data }) => metric === name && data.tags['status'] === '200' && data.tags['step'] === step)
      .map(({ data }) => data.value);
  const blocked = ok('http_req_blocked');
  return ok('http_req_duration').map((duration, index) => duration + (blocked[index] ?? 0));
}
