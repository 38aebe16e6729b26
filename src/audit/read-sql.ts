import pg from 'pg';
import { leavePostgres } from '../system/leave-postgres.ts';
import type { Row } from './compare.ts';

/** Rows that are in memory at once. */
const batchRows = 10_000;
const asText = { getTypeParser: () => (text: string) => text };

/** Reads the rows of a `select` through a cursor, in a transaction that can change nothing. */
export async function* readSql(url: string, query: string, timeoutMs: number): AsyncGenerator<readonly Row[]> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: Math.min(10_000, timeoutMs),
    query_timeout: timeoutMs,
    application_name: 'proofload-audit',
  });
  client.on('error', () => undefined); // the query in progress tells
  try {
    await client.connect();
    await client.query('begin isolation level repeatable read, read only');
    await client.query(`declare proofload_audit no scroll cursor for ${query.trim().replace(/;$/, '')}`);
    for (;;) {
      const { fields, rows } = await client.query<(string | null)[]>({
        text: `fetch ${batchRows} from proofload_audit`,
        rowMode: 'array',
        types: asText,
      });
      const names = fields.map(({ name }) => name);
      const [key, value] = [names.indexOf('key'), names.indexOf('value')];
      if (key < 0) throw new Error(`the query has no column "key": it has ${names.join(', ')}`);
      if (rows.length === 0) return;
      yield rows.map((row) => ({ key: row[key] ?? '', ...(value >= 0 && { value: row[value] ?? null }) }));
    }
  } finally {
    leavePostgres(client);
  }
}
