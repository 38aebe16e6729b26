import { leavePostgres } from '../system/leave-postgres.ts';

/** Drops a schema that a run made. Refuses every name that a run would not give. */
export async function dropSchema(url: string, schema: string): Promise<void> {
  if (!/^proofload_[a-z0-9_]+$/.test(schema))
    throw new Error(`not dropped: "${schema}" is not a name that Proofload gives`);
  const { Client } = (await import('pg')).default; // late: only some runs have a schema, and the guardian should be small
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: 1_500,
    query_timeout: 4_000,
    statement_timeout: 3_500,
    lock_timeout: 2_000,
  });
  client.on('error', () => undefined); // told by the query
  try {
    await client.connect();
    await client.query(`drop schema if exists "${schema}" cascade`);
  } finally {
    leavePostgres(client);
  }
}
