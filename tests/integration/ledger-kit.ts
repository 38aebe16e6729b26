import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { Verdict } from '../../src/model/verdict.ts';
import { openUndoLog } from '../../src/undo/undo-log.ts';
import { startPostgres } from '../../src/target/postgres.ts';

const root = join(import.meta.dirname, '../..');

/** What a service does with the n-th order that it has not seen before. Its answer is a status; null breaks the connection. */
export type Behaviour = (
  n: number,
  tried: number,
) => { readonly rows: number; readonly status: number | null | 'never' };

/**
 * A shop of one table on a real Postgres that treats orders as a test says.
 *
 * @param staleEvery so many orders have one that is not seen when it is looked at for the first time
 */
export async function startOrders(behaviour: Behaviour, staleEvery = Infinity) {
  const folder = mkdtempSync(join(tmpdir(), 'ledger-test-'));
  const undo = await openUndoLog({ runId: `ledger-test-${process.pid}`, journalFile: join(folder, 'journal.ndjson') });
  const postgres = await startPostgres({ name: 'db', undo, logFile: join(folder, 'postgres.log') });
  const pool = new pg.Pool({ connectionString: postgres.url });
  await pool.query('create table orders (key text not null)');
  const seen = new Map<string, { readonly n: number; tried: number; looked: number }>();

  const order = async (key: string, response: ServerResponse): Promise<void> => {
    const known = seen.get(key) ?? { n: seen.size, tried: 0, looked: 0 };
    seen.set(key, known);
    const { rows, status } = behaviour(known.n, known.tried++);
    for (let i = 0; i < rows; i++) await pool.query('insert into orders values ($1)', [key]);
    if (status === null) response.socket?.destroy();
    else if (status !== 'never') response.writeHead(status).end('{}');
  };
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const key = String(request.headers['idempotency-key']);
    if (request.method === 'POST') return order(key, response);
    const known = seen.get(key);
    const isStale = known !== undefined && (known.n + 1) % staleEvery === 0 && known.looked++ === 0;
    const lines = (await pool.query<{ key: string }>('select key from orders')).rows.map((row) => JSON.stringify(row));
    if (request.url === '/lines') response.end(lines.join('\n'));
    else response.writeHead(known === undefined || isStale ? 404 : 200).end('{}');
  };
  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    folder,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    databaseUrl: postgres.url,
    seen,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await pool.end();
      await undo.undoAll();
      await undo[Symbol.asyncDispose]();
    },
  };
}

/** A scenario of users who order and look at their orders. */
export function writeScenario(folder: string, url: string, databaseUrl: string, audit: string): void {
  writeFileSync(
    join(folder, 'scenario.ts'),
    `import http from 'k6/http';
import { defineJourney, defineScenario, defineTarget, lines, rows, users } from 'proofload';

const target = defineTarget({
  name: 'orders',
  services: { shop: { kind: 'external', url: '${url}' }, db: { kind: 'external', url: '${databaseUrl}' as 'postgres://' } },
  edges: ['k6->shop'],
  audits: { orders: ${audit} },
});
const buyer = defineJourney({
  name: 'buyer',
  steps: ['order', 'look'],
  think: ['20ms', '40ms'],
  ledgers: ['orders'],
  run({ step, url, ledger }) {
    const key = ledger.orders.key();
    const params = { headers: { 'idempotency-key': key }, responseCallback: http.expectedStatuses(201, 400, 409, 500) };
    const answer = step('order', () =>
      ledger.orders.write(key, () => http.post(url('/orders'), null, params), { tries: 2 }),
    );
    if (answer.status !== 201) return;
    for (let i = 0; i < 2; i++) {
      step('look', () =>
        ledger.orders.read(key, () => http.get(url('/'), { ...params, responseCallback: null }).status === 200),
      );
    }
  },
});
export default defineScenario({ target, profile: users(5, { for: '5s' }), journeys: [buyer], requestTimeout: '15s', gracefulStop: '16s' });
`,
  );
  const metrics = ['lost', 'phantom', 'duplicated', 'unexpected'].map((what) => `${what}_writes`);
  const objectives = [...metrics, 'stale_reads'].map(
    (metric) => `  - { name: ${metric}, metric: ${metric}, target: 0 }`,
  );
  writeFileSync(join(folder, 'slo.yaml'), `version: 1\nobjectives:\n${objectives.join('\n')}\n`);
}

export class LedgerRun {
  readonly child: ChildProcess;
  readonly #reports: string;
  #told = '';

  constructor(folder: string) {
    this.#reports = join(folder, 'reports');
    const args = ['run', 'scenario.ts', '--slo', 'slo.yaml', '--reports', this.#reports];
    // Not in this process: where things are defined is told by stacks, which vitest changes.
    this.child = spawn(join(root, 'node_modules/.bin/tsx'), [join(root, 'src/cli/main.ts'), ...args], { cwd: folder });
    this.child.stderr?.on('data', (bytes: Buffer) => (this.#told += bytes.toString()));
    this.child.stdout?.on('data', (bytes: Buffer) => (this.#told += bytes.toString()));
  }

  get id(): string {
    return readdirSync(this.#reports)[0] ?? '';
  }

  /** A file of the run's folder. */
  file(name: string): string {
    return readFileSync(join(this.#reports, this.id, name), 'utf8');
  }

  async finished(): Promise<{ readonly code: number | null; readonly told: string; readonly verdict: Verdict }> {
    if (this.child.exitCode === null) await once(this.child, 'close');
    return { code: this.child.exitCode, told: this.#told, verdict: JSON.parse(this.file('verdict.json')) as Verdict };
  }

  /** The process of k6. */
  k6(): number {
    const marker = `PROOFLOAD_RUN_ID=${this.id}\0`;
    for (const name of readdirSync('/proc').filter((one) => /^\d+$/.test(one))) {
      try {
        const isK6 = readFileSync(`/proc/${name}/cmdline`, 'utf8').includes('\0--paused\0');
        if (isK6 && readFileSync(`/proc/${name}/environ`, 'utf8').includes(marker)) return Number(name);
      } catch {
        // it has ended
      }
    }
    throw new Error('there is no k6');
  }
}
