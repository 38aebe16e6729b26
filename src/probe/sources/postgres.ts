import { readingsOf, type AskedService, type Source } from '../source.ts';
import { ourName, PostgresClient } from './postgres-client.ts';

// Whole server for what it has only one of, and the database of the URL for the rest. Null: there is no replica.
const statement = `
select
  (select count(*) from pg_stat_activity
    where backend_type = 'client backend' and application_name <> '${ourName}') as connections,
  current_setting('max_connections')::float8 as connections_allowed,
  (select count(*) from pg_stat_activity
    where wait_event_type = 'Lock' and datname = current_database() and application_name <> '${ourName}') as lock_waits,
  blks_hit as blocks_found,
  blks_hit + blks_read as blocks_asked,
  (select max(coalesce(extract(epoch from replay_lag), 0)) * 1000 from pg_stat_replication) as replication_lag_ms
from pg_stat_database where datname = current_database()`;

/** `log_min_duration_statement` tells each slow statement once when it is done; its parts are told apart from it. */
const slowStatement = /duration: \d+(?:\.\d+)? ms {2}(?:statement|execute)\b/;

/** A PostgreSQL server about itself. */
export function postgresSource({ url, own }: Pick<AskedService, 'url' | 'own'>): Source {
  const client = new PostgresClient(url);
  let slow = 0;
  own?.onLog((line) => {
    if (slowStatement.test(line)) slow += 1;
  });
  return {
    async read(timeoutMs) {
      const { rows } = await client.query(statement, timeoutMs);
      const told = Object.entries(rows[0] ?? {}).filter(([, value]) => value !== null);
      const values = Object.fromEntries(told.map(([field, value]) => [field, Number(value)]));
      const slowQueries = own === null ? null : slow;
      return {
        readings: readingsOf({ ...values, slow_queries: slowQueries }),
        why: 'it has no replica, or Proofload did not start it',
      };
    },
    close: () => client.close(),
  };
}
