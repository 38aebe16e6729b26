import type { AskedService, Reading, Source } from '../source.ts';
import { PostgresClient } from './postgres-client.ts';

/** Columns of SHOW POOLS and SHOW STATS that name what a row is about. */
const names = ['database', 'user'];

/** What PgBouncer's console tells; its own pool is left out. https://www.pgbouncer.org/usage.html#admin-console */
export function pgbouncerSource({ url }: Pick<AskedService, 'url'>): Source {
  const console = new URL(url);
  console.pathname = '/pgbouncer';
  const client = new PostgresClient(console.href);
  return {
    async read(timeoutMs) {
      const pools = await client.query('SHOW POOLS', timeoutMs);
      const stats = await client.query('SHOW STATS', timeoutMs);
      return { readings: [...pools.rows, ...stats.rows].flatMap(readingsOfRow) };
    },
    close: () => client.close(),
  };
}

function readingsOfRow(row: Readonly<Record<string, unknown>>): Reading[] {
  if (row['database'] === 'pgbouncer') return [];
  const labels = Object.fromEntries(names.filter((name) => name in row).map((name) => [name, String(row[name])]));
  return Object.entries(row).flatMap(([field, value]) => {
    const number = Number(value);
    return names.includes(field) || value === null || Number.isNaN(number) ? [] : [{ field, labels, value: number }];
  });
}
