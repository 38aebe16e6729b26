import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Verdict } from '../../src/model/verdict.ts';
import { readRecord } from '../../src/record/read-record.ts';

const root = join(import.meta.dirname, '../..');
const client = join(root, 'tests/fixtures/client');

/** What the service has seen. */
interface Seen {
  readonly logins: { readonly email: string; readonly name: string }[];
  readonly addresses: Set<string>;
  readonly words: string[];
  /** When each request that was turned away came. */
  readonly turnedAway: number[];
}

async function startService(seen: Seen) {
  const scans: number[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://service');
    if (url.pathname !== '/') seen.addresses.add(request.socket.remoteAddress ?? '');
    let body = '';
    request.on('data', (bytes: Buffer) => (body += bytes.toString()));
    request.on('end', () => {
      const json = (value: unknown) => response.end(JSON.stringify(value));
      if (url.pathname === '/login') {
        const account = JSON.parse(body) as Seen['logins'][number];
        seen.logins.push(account);
        const token = `token-of-${account.email}`;
        response.setHeader('X-Token', token);
        response.setHeader('Set-Cookie', `token=${token}`);
        json({ user: { token } });
      } else if (url.pathname !== '/' && request.headers.authorization === undefined) {
        response.writeHead(401).end();
      } else if (url.pathname === '/scans') {
        const id = scans.push(Date.now() + Number(url.searchParams.get('lasting'))) - 1;
        json({ id: String(id) });
      } else if (url.pathname.startsWith('/scans/')) {
        json({ done: Date.now() >= (scans[Number(url.pathname.slice(7))] ?? Infinity) });
      } else if (url.pathname === '/limited') {
        seen.turnedAway.push(Date.now());
        response.writeHead(429, { 'retry-after': '1' }).end('slow down');
      } else if (url.pathname === '/page') {
        const word = url.searchParams.get('word');
        if (word !== null) seen.words.push(word);
        response.end(`<h1>${word}</h1><a class="next" href="items/7">next</a>`);
      } else response.end('x');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

describe('a journey of everything', () => {
  const seen: Seen = { logins: [], addresses: new Set(), words: [], turnedAway: [] };
  let verdict: Verdict;
  let folder: string;

  beforeAll(async () => {
    const server = await startService(seen);
    const reports = mkdtempSync(join(tmpdir(), 'journey-test-'));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    // Not in this process: where feeders are defined is told by stacks, which vitest changes.
    const args = ['run', 'client.ts', '--slo', 'slo.yaml', '--target', url, '--reports', reports];
    const run = spawn(join(root, 'node_modules/.bin/tsx'), [join(root, 'src/cli/main.ts'), ...args], { cwd: client });
    let told = '';
    run.stderr.on('data', (bytes: Buffer) => (told += bytes.toString()));
    await once(run, 'close');
    expect([run.exitCode, told]).toEqual([3, expect.anything()]);
    folder = join(reports, readdirSync(reports)[0] ?? '');
    verdict = JSON.parse(readFileSync(join(folder, 'verdict.json'), 'utf8')) as Verdict;
    server.closeAllConnections();
    server.close();
  }, 600_000);

  /** Samples of a metric by step and outcome. */
  const counts = (metric: string) => {
    const found: Record<string, number> = {};
    for (const { metric: name, tags, cells } of readRecord(folder).series) {
      if (name !== metric) continue;
      const key = [tags['step'], tags['outcome'], tags['kind']].filter(Boolean).join(' ');
      found[key] = (found[key] ?? 0) + [...cells].reduce((sum, { count }) => sum + count, 0);
    }
    return found;
  };

  it('is judged by metrics of its own', () => {
    const verdicts = Object.fromEntries(verdict.objectives.map((one) => [one.name, one.verdict]));
    expect(verdicts).toEqual({
      'searches go on': 'pass',
      'no disaster': 'pass',
      'something is found': 'pass',
      'never empty': 'pass',
      'not deep': 'pass',
      'scans are quick': 'pass',
      'scans end': 'fail',
      'some are limited': 'pass',
      'nothing but what must fails': 'pass',
    });
    expect(verdict.scriptErrors).toEqual([]);
  });

  it('gives each user a row of its own, and remembers what it was told until it is to forget it', () => {
    const emails = seen.logins.map(({ email }) => email.slice(0, 3)).sort();
    expect(emails).toEqual(['ann', 'ann', 'bob', 'cid', 'dot', 'eve', 'fay']);
    expect(seen.logins.find(({ email }) => email.startsWith('ann'))?.name).toBe('Ann, the first');
  });

  it('gives rows in turn', () => {
    // Of the one user that searches: every sixth row of three, since six users share them.
    expect(new Set(seen.words)).toEqual(new Set(['lamp']));
  });

  it('lets each user connect from an address of its own', () => {
    expect([...seen.addresses].sort()).toEqual(Array.from({ length: 6 }, (_, i) => `127.1.0.${i + 1}`));
  });

  it('fails the step that misses what it is to capture', () => {
    expect(Object.keys(counts('step_duration')).filter((key) => key.startsWith('missing'))).toEqual([
      'missing failed check',
    ]);
    const record = readRecord(folder);
    const checks = record.series.filter(({ metric, tags }) => metric === 'checks' && tags['step'] === 'missing');
    expect(checks.map(({ tags }) => tags['check'])).toEqual(['has items.0.id']);
  });

  it('times jobs by how they end', () => {
    const scans = counts('scan_time');
    expect(scans['scan ok']).toBeGreaterThan(3);
    expect(scans['lost-scan failed']).toBeGreaterThan(3);
    expect(scans['long-scan censored']).toBe(1);
    const steps = counts('step_duration');
    expect(steps['lost-scan failed timeout']).toBe(scans['lost-scan failed']);
    expect(steps['long-scan censored']).toBe(1);
    expect(Object.keys(scans).filter((key) => key.startsWith('long-scan'))).toEqual(['long-scan censored']);
    expect(Object.keys(scans)).not.toContain('lost-scan ok');
  });

  it('waits as long as it is told to when it is turned away', () => {
    expect(Object.keys(counts('step_duration')).filter((key) => key.startsWith('limited'))).toEqual([
      'limited limited',
    ]);
    expect(seen.turnedAway.length).toBeLessThanOrEqual(4);
    const gaps = seen.turnedAway.slice(1).map((at, i) => at - (seen.turnedAway[i] ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(990);
    expect(Object.keys(counts('checks')).filter((key) => key.startsWith('limited'))).toEqual([]);
  });

  it('does not keep the rows, which may be accounts, and says what they were', () => {
    expect(existsSync(join(folder, 'script.js'))).toBe(true);
    expect(existsSync(join(folder, 'data-1.json'))).toBe(false);
    expect(Object.keys(readRecord(folder).manifest.digests)).toContain('client/accounts.csv');
  });
});
