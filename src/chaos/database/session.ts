import type { Client } from 'pg';
import { sleep, until } from '../../system/clock.ts';
import { leavePostgres, unrefPostgres } from '../../system/leave-postgres.ts';

/** A session with the database. What it holds ends with it, and it ends with this process. */
export interface Session {
  query(text: string): Promise<Record<string, unknown>[]>;
  /** Never waits for a server that does not answer. May be called again. */
  close(): void;
  /** From now on it does not keep this process running. */
  unref(): void;
}

const connectWithinMs = 2_000;
const queryWithinMs = 10_000;
const lookEveryMs = 20;
const stepWithinMs = 5_000;
const seenWithinMs = 30_000;

/** Names of our sessions begin with it, and no fault is meant for them. */
const ours = 'proofload';

/** Connections of the database that are not ours, for a WHERE on `pg_stat_activity`. */
export const theirs = `backend_type = 'client backend' AND datname = current_database() AND application_name NOT LIKE '${ours}%'`;

/** @param withinMs how long connecting and each query may take; undefined: what is usual */
async function openSession(url: string, withinMs?: number): Promise<Session> {
  const { default: pg } = await import('pg'); // late: most runs break no database
  const client: Client = new pg.Client({
    connectionString: url,
    application_name: `${ours}-fault`,
    connectionTimeoutMillis: withinMs ?? connectWithinMs,
    query_timeout: withinMs ?? queryWithinMs,
  });
  client.on('error', () => undefined); // told by the next query
  const close = (): void => leavePostgres(client);
  const unref = (): void => unrefPostgres(client);
  try {
    await client.connect();
  } catch (error) {
    close();
    throw error;
  }
  return { query: async (text) => (await client.query<Record<string, unknown>>(text)).rows, close, unref };
}

/** The sessions of one fault. */
export interface Sessions {
  /** Opens another one. @param withinMs see `openSession` */
  readonly open: (url: string, withinMs?: number) => Promise<Session>;
  /** Closes all of them, those that are being opened as soon as they are. */
  close(): void;
  /** Nobody may come back to them: from now on they do not keep this process running. */
  unref(): void;
}

export function newSessions(): Sessions {
  const all = new Set<Session>();
  let isOver = false;
  return {
    async open(url, withinMs) {
      const session = await openSession(url, withinMs);
      all.add(session);
      if (isOver) session.close();
      return {
        ...session,
        close() {
          all.delete(session);
          session.close();
        },
      };
    },
    close() {
      isOver = true;
      for (const session of all) session.close();
    },
    unref() {
      for (const session of all) session.unref();
    },
  };
}

/**
 * Looks until the fault is seen to act, or to have ceased.
 *
 * @param soFar how far it has come, of what takes a busy machine long. @default it comes at once or not at all
 * @throws Error when that does not come within five seconds, or within 30 as long as it comes further
 */
export async function untilSeen(what: string, look: () => Promise<boolean>, soFar = () => 0): Promise<void> {
  let waitedMs = 0;
  for (let before = soFar(); ; before = soFar()) {
    const waited = await until(look, { timeoutMs: stepWithinMs, everyMs: lookEveryMs, what });
    if (waited.met) return;
    waitedMs += stepWithinMs;
    if (soFar() <= before || waitedMs >= seenWithinMs)
      throw new Error(`${what} was not seen within ${waitedMs} ms`, { cause: waited.lastError });
  }
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
