import pg from 'pg';
import { leavePostgres } from '../../system/leave-postgres.ts';

/** By this name our own connections are told from the target's. */
export const ourName = 'proofload';

/** One connection that is kept while it works, and made anew when it did not. */
export class PostgresClient {
  readonly #url: string;
  #client: pg.Client | undefined;

  constructor(url: string) {
    this.#url = url;
  }

  /** Rejects when there is no answer within the time, connecting included. */
  async query(text: string, timeoutMs: number): Promise<pg.QueryResult<Record<string, unknown>>> {
    const client = this.#client ?? this.#open(timeoutMs);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('no answer in time')), timeoutMs);
    });
    try {
      const isNew = client !== this.#client;
      this.#client = client;
      return await Promise.race([isNew ? client.connect().then(() => client.query(text)) : client.query(text), late]);
    } catch (error) {
      // A statement that is wrong breaks no connection.
      if (!(error instanceof pg.DatabaseError && error.severity === 'ERROR')) this.close();
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  close(): void {
    const client = this.#client;
    this.#client = undefined;
    if (client !== undefined) leavePostgres(client);
  }

  #open(timeoutMs: number): pg.Client {
    const client = new pg.Client({
      connectionString: this.#url,
      application_name: ourName,
      connectionTimeoutMillis: timeoutMs,
      query_timeout: timeoutMs,
    });
    client.on('error', () => {
      if (this.#client === client) this.#client = undefined;
    });
    return client;
  }
}
