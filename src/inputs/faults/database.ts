import { z } from 'zod';
import type { CheckedService } from '../service-shape.ts';
import { duration } from '../fields.ts';
import { faultShape } from './fault-shape.ts';

/** Faults of a PostgreSQL database, by kind. */
export const databaseShapes = {
  'terminate-connections': faultShape({
    on: 'service',
    refuses: notPostgres,
    options: { every: duration().optional() },
    problems: ({ every = Infinity }) => (every < 50 ? ['every must be at least 50ms'] : []),
    action: ({ every }) => ({ kind: 'terminate-connections', everyMs: every ?? null }),
  }),
  'lock-table': faultShape({
    on: 'service',
    refuses: notPostgres,
    options: {
      table: z
        .string('expected the name of a table')
        .regex(/^[A-Za-z_]\w{0,62}(\.[A-Za-z_]\w{0,62})?$/, 'expected a table such as orders or shop.orders'),
    },
    action: ({ table }) => ({ kind: 'lock-table', table }),
  }),
  'exhaust-connections': faultShape({
    on: 'service',
    refuses: notPostgres,
    options: { leave: z.int('expected a whole number').min(0, 'expected 0 or more').default(0) },
    action: ({ leave }) => ({ kind: 'exhaust-connections', leave }),
  }),
  'read-only': faultShape({
    on: 'service',
    refuses: notPostgres,
    options: {},
    action: () => ({ kind: 'read-only' }),
  }),
};

function notPostgres({ kind }: CheckedService): string | undefined {
  return kind === 'postgres' ? undefined : `it is a service of the kind "${kind}", and this is for "postgres"`;
}
