import type { AskedService, Source } from '../source.ts';
import { PostgresClient } from './postgres-client.ts';

/** The first column of every row that a statement gives; the others are its labels. */
export function sqlSource({ url }: Pick<AskedService, 'url'>, query: string): Source {
  const client = new PostgresClient(url);
  return {
    async read(timeoutMs) {
      const { rows, fields } = await client.query(query, timeoutMs);
      const [first, ...others] = fields.map(({ name }) => name);
      if (first === undefined) throw new Error('the statement gives no column');
      const readings = rows.flatMap((row) => {
        const value = row[first];
        if (value === null || Number.isNaN(Number(value))) return [];
        const labels = Object.fromEntries(others.map((name) => [name, String(row[name])]));
        return [{ field: 'value', labels, value: Number(value) }];
      });
      return { readings, why: rows.length === 0 ? 'the statement gives no row' : `${first} is no number` };
    },
    close: () => client.close(),
  };
}
