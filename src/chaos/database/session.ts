import type { Client } from 'pg';
import { sleep, until } from '../../system/clock.ts';

/** A session with the database. It ends with this process, and so does what it holds. */
export interface Session {
  query(text: string): Promise<Record<string, unknown>[]>;
  /** Never waits for a server that does not answer. May be called again. */
  close(): void;
}

const connectWithinMs = 2_000;
const queryWithinMs = 10_000;
const lookEveryMs = 20;

/** Names of our sessions begin with it, and no fault is meant for them. */
const ours = 'proofload';

/** Connections of the database that are not ours, for a WHERE on `pg_stat_activity`. */
export const theirs = `backend_type = 'client backend' AND datname = current_database() AND application_name NOT LIKE '${ours}%'`;

/** @param withinMs how long connecting and each query may take; undefined: what is usual */
export async function openSession(url: string, withinMs?: number): Promise<Session> {
  const { default: pg } = await import('pg'); // late: most runs break no database
  const client: Client = new pg.Client({
    connectionString: url,
    application_name: `${ours}-fault`,
    connectionTimeoutMillis: withinMs ?? connectWithinMs,
    query_timeout: withinMs ?? queryWithinMs,
  });
  client.on('error', () => undefined); // told by the next query
  const close = (): void => void client.end().catch(() => undefined);
  try {
    await client.connect();
  } catch (error) {
    close();
    throw error;
  }
  return { query: async (text) => (await client.query<Record<string, unknown>>(text)).rows, close };
}

/**
 * Looks until the fault is seen to act, or to have ceased.
 *
 * @throws Error when that does not come within five seconds
 */
export async function untilSeen(what: string, look: () => Promise<boolean>): Promise<void> {
  const timeoutMs = 5_000;
  const waited = await until(look, { timeoutMs, everyMs: lookEveryMs, what });
  if (!waited.met) throw new Error(`${what} was not seen within ${timeoutMs} ms`, { cause: waited.lastError });
}

/** So long nobody takes to answer who is not held back. */
const heldAfterMs = 50;

/** Whether an answer does not come at once; one that fails is none that waits. */
export async function isHeld(answer: Promise<unknown>): Promise<boolean> {
  answer.catch(() => undefined); // told where it is awaited
  return await Promise.race([answer.then(() => false), sleep(heldAfterMs).then(() => true)]);
}

/** SQLSTATE of an error of the server. */
export function sqlState(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}
