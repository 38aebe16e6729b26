import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { now } from '../system/clock.ts';
import { audit, type AuditSpec } from './audit.ts';

const t0 = 1_000_000;
const never = new AbortController().signal;

/** Two orders, both acknowledged. */
function writtenLedger(): string {
  const file = join(mkdtempSync(join(tmpdir(), 'audit-')), 'ledger.ndjson');
  const lines = [
    { version: 1, unixMs: t0 },
    { ledger: 0, name: 'orders' },
    ['w', 0, 1000, '1'],
    ['a', 0, 2000],
    ['w', 0, 3000, '2'],
    ['a', 1, 4000],
  ];
  writeFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  return file;
}

/** A service that has the second order only once it has been `lateMs` old. */
async function serve(lateMs: number): Promise<{ url: string; connectTo: { host: string; port: number } }> {
  const since = now();
  const server = createServer((_, answer) => {
    answer.end(now() - since < lateMs ? '"run-1"\n' : '"run-1"\n"run-2"\n');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/orders`, connectTo: { host: '127.0.0.1', port } };
}

async function lostAfter(afterMs: number, more: Partial<AuditSpec> = {}) {
  const orders = { kind: 'lines', afterMs, ...(await serve(200)) } as const;
  const loadEndedAt = now();
  const spec = { runId: 'run', t0, loadEndedAt, ledgers: { orders }, timeoutMs: 5000, signal: never };
  const { ledgers } = await audit({ ...spec, file: writtenLedger(), ...more });
  return ledgers[0];
}

it('has lost what is not there when it is read back', async () => {
  const ledger = await lostAfter(0);
  expect(ledger?.found?.lost).toMatchObject({ count: 1, examples: [{ key: 'run-2' }] });
});

it('gives a target the time that it takes to write what it has acknowledged', async () => {
  const ledger = await lostAfter(300);
  expect(ledger).toMatchObject({ acknowledged: 2, found: { present: 2, lost: { count: 0 } }, problem: null });
});

it('counts that time from the end of the load', async () => {
  const begun = now();
  await lostAfter(60_000, { loadEndedAt: now() - 60_000 });
  expect(now() - begun).toBeLessThan(5000);
});

it('does not wait for who is in a hurry', async () => {
  const hurried = AbortSignal.abort(new Error('interrupted'));
  expect((await lostAfter(60_000, { signal: hurried }))?.problem).toBe('it could not be read back: interrupted');
});
