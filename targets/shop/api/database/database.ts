import type { Pool, PoolClient, QueryResultRow } from 'pg';
import type { Retry } from '../resilience/retry.ts';
import type { TimeLimits } from '../resilience/timeout.ts';
import { asDatabaseFailure, DatabaseUnavailable } from './failure.ts';
import type { Statement } from './statement.ts';

/** Runs one statement. */
export type Run = <Row extends QueryResultRow>(statement: Statement<Row>, values: readonly unknown[]) => Promise<Row[]>;

export interface Database {
  /** For statements that change nothing: they may be sent again when the connection breaks. */
  readonly read: Run;
  /** For statements that change something: sent once, whatever happens; a lost answer may mean that it was done. */
  readonly write: Run;
  /** All statements of `work` or none, on one connection. An error thrown in `work` takes them back. */
  readonly transaction: <T>(work: (run: Run) => Promise<T>) => Promise<T>;
}

export function createDatabase(pool: Pool, limits: TimeLimits, retry: Retry): Database {
  const connect = (): Promise<PoolClient> => pool.connect().catch(rethrow);

  const read: Run = (statement, values) =>
    limits
      .read(() => retry(async () => withClient(await connect(), (client) => runOn(client)(statement, values))))
      .catch(rethrow);

  // Nothing has been sent while there is no connection, so opening one may be tried again for writes too.
  const onOneConnection = async <T>(work: (client: PoolClient) => Promise<T>): Promise<T> =>
    withClient(await retry(connect), work);

  return {
    read,
    write: (statement, values) => onOneConnection((client) => runOn(client)(statement, values)),
    transaction: (work) => onOneConnection((client) => inTransaction(client, work)),
  };
}

function rethrow(error: unknown): never {
  throw error instanceof DatabaseUnavailable ? error : asDatabaseFailure(error);
}

function runOn(client: PoolClient): Run {
  return async <Row extends QueryResultRow>(statement: Statement<Row>, values: readonly unknown[]) => {
    const { name, text } = statement;
    const result = await client.query<Row>({ name, text, values: [...values] }).catch(rethrow);
    return result.rows;
  };
}

/** A connection that broke or hangs is destroyed: its next user would get the answer to somebody else's question. */
async function withClient<T>(client: PoolClient, work: (client: PoolClient) => Promise<T>): Promise<T> {
  let broken = false;
  try {
    return await work(client);
  } catch (error) {
    broken = error instanceof DatabaseUnavailable;
    throw error;
  } finally {
    client.release(broken);
  }
}

async function inTransaction<T>(client: PoolClient, work: (run: Run) => Promise<T>): Promise<T> {
  await client.query('begin').catch(rethrow);
  try {
    const result = await work(runOn(client));
    await client.query('commit').catch(rethrow);
    return result;
  } catch (error) {
    // Without a connection there is nothing to say: the server takes back what was not committed.
    if (!(error instanceof DatabaseUnavailable)) await client.query('rollback').catch(rethrow);
    throw error;
  }
}
