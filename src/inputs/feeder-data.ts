import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import type { Place } from '../diagnostic/place.ts';
import type { PlannedFeeder } from '../model/plan.ts';
import { checkShape } from './check-shape.ts';
import type { Problems } from './problems.ts';
import { readRows, type Rows } from './read-rows.ts';

const feeder = z.strictObject({
  proofload: z.literal('feeder', 'expected what feeder() gives'),
  definedAt: z.string(),
  file: z.string('expected the path of a file').regex(/\.(csv|json)$/, 'expected a file that ends with .csv or .json'),
  order: z.enum(['unique', 'round-robin', 'random'], 'expected unique, round-robin or random'),
});

/** The rows of all feeders of a scenario; each file is read once. */
export class FeederData {
  /** By absolute path. */
  readonly rows = new Map<string, Rows>();
  readonly #unique: { readonly what: string; readonly rows: number; readonly place: Place }[] = [];

  /** @param what `journey "buyer": data.account` @param place where feeder() was called; its path is relative to there */
  read(value: unknown, what: string, place: Place, problems: Problems): PlannedFeeder | undefined {
    const written = checkShape(feeder, value, what, () => place, problems);
    if (written === undefined) return undefined;
    const file = resolve(dirname(place.file), written.file);
    const rows = this.rows.get(file) ?? readRows(file, place, problems);
    if (rows === undefined) return undefined;
    this.rows.set(file, rows);
    if (written.order === 'unique') this.#unique.push({ what, rows: rows.length, place });
    return { file, order: written.order, rows: rows.length };
  }

  /** Where each user has a row of its own there must be enough of them. */
  checkUsers(users: number, problems: Problems): void {
    for (const { what, rows, place } of this.#unique) {
      if (rows >= users) continue;
      const message = `${what}: ${rows} ${rows === 1 ? 'row' : 'rows'} for ${users} users, and each is to have one of its own`;
      problems.add(message, place, "add rows, load with fewer users, or take the order 'round-robin'");
    }
  }
}
