import type { Database } from './database.ts';
import { dose, onceIn } from './defects.ts';
import type { Metrics } from './metrics.ts';

export interface Item {
  readonly id: number;
  readonly name: string;
  readonly cents: number;
}

export interface Items {
  readonly home: () => Promise<readonly Item[]>;
  readonly search: (word: string) => Promise<readonly Item[]>;
  readonly byId: (id: number) => Promise<Item | undefined>;
  /** Reads all of them once: what is shown while there is no database. */
  readonly load: () => Promise<void>;
}

const ALL = 'select id, name, cents from items order by id';
// As slow as a search is in a larger shop: a pool that is too small must show.
const FOUND = 'select id, name, cents from items, pg_sleep(0.02) where starts_with(name, $1) order by id';
const ONE = 'select id, name, cents from items where id = $1';

export function openItems(database: Database, { cacheLookups, cacheHits }: Metrics): Items {
  const known = new Map<number, Item>();
  const isSlow = onceIn(dose('slow-queries') * 20);
  const leaks = onceIn(dose('pool-leak') * 25);

  return {
    async load() {
      for (const item of await database.read<Item & { id: number }>(ALL)) known.set(item.id, item);
    },
    async home() {
      cacheLookups.inc();
      const cached = [...known.values()].slice(0, 20);
      if (dose('cold-cache') > 0) return (await database.read<Item & object>(ALL)).slice(0, 20);
      cacheHits.inc();
      return cached;
    },
    async search(word) {
      if (leaks()) await database.pool.connect();
      const found = await database.read<Item & object>(FOUND, [word]);
      if (dose('chatty-search') === 0) return found;
      const rows = [...found, ...found].map(({ id }) => database.read<Item & object>(ONE, [id]));
      return (await Promise.all(rows)).flat().slice(0, found.length);
    },
    async byId(id) {
      if (isSlow()) await database.read('select pg_sleep(0.25)');
      try {
        return (await database.read<Item & object>(ONE, [id]))[0];
      } catch (error) {
        if (dose('no-stale-items') > 0) throw error;
        return known.get(dose('wrong-stale-items') > 0 ? (id % 50) + 1 : id);
      }
    },
  };
}
