import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { ask, until } from './ask.ts';
import { startPostgres } from './postgres.ts';
import { bundleShop, startService, type Service } from './services.ts';

type Env = Readonly<Record<string, string>>;

/** A seeded database and ai, and as many shops on them as a test asks for. */
export interface Rig extends AsyncDisposable {
  /** On the database itself, past the shop. */
  readonly sql: Client;
  readonly ai: Service;
  readonly databasePort: number;
  /** The same database behind another port, such as a relay's. */
  databaseAt(port: number): string;
  /** Started and ready. */
  startApi(env?: Env): Promise<Service>;
  /** Started, and no more than that. */
  start(service: 'api' | 'ai', env?: Env): Promise<Service>;
}

export async function startRig(): Promise<Rig> {
  const undo: (() => PromiseLike<unknown>)[] = [];
  const dispose = async (): Promise<void> => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const bundles = await mkdtemp(join(tmpdir(), 'shop-bundles-'));
    undo.push(() => rm(bundles, { recursive: true, force: true }));
    await bundleShop(bundles);
    const postgres = await startPostgres();
    undo.push(() => postgres[Symbol.asyncDispose]());

    const sql = new Client({ connectionString: postgres.url });
    await sql.connect();
    undo.push(() => sql.end());
    for (const file of ['schema.sql', 'seed.sql']) {
      await sql.query(await readFile(join(import.meta.dirname, '..', file), 'utf8'));
    }

    // Whoever starts a service stops it; this is for tests that ran out of time before they could.
    const start = async (service: 'api' | 'ai', env: Env = {}): Promise<Service> => {
      const started = await startService(join(bundles, `${service}.cjs`), env);
      undo.push(() => started[Symbol.asyncDispose]());
      return started;
    };
    const ai = await start('ai');

    return {
      sql,
      ai,
      databasePort: postgres.port,
      databaseAt(port) {
        const url = new URL(postgres.url);
        url.port = String(port);
        return url.href;
      },
      async startApi(env) {
        const common = { TOKEN_SECRET: 'the same for every shop in here', POOL_SIZE: '4' };
        const api = await start('api', { DATABASE_URL: postgres.url, AI_URL: ai.url, ...common, ...env });
        await until(async () => (await ask(api, 'GET', '/health/ready')).status === 200);
        return api;
      },
      start,
      [Symbol.asyncDispose]: dispose,
    };
  } catch (error) {
    await dispose();
    throw error;
  }
}
