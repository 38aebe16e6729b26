import type { QueryResultRow } from 'pg';

/** SQL with the shape of its rows. The name makes it a prepared statement: parsed and planned once a connection. */
export interface Statement<Row extends QueryResultRow> {
  readonly name: string;
  readonly text: string;
  /** Only for the compiler; never set. */
  readonly row?: Row;
}

export function sql<Row extends QueryResultRow = QueryResultRow>(name: string, text: string): Statement<Row> {
  return { name, text };
}
