import { z } from 'zod';
import type { CheckedService } from '../service-shape.ts';
import { duration } from '../fields.ts';
import { faultShape } from './fault-shape.ts';

const notPostgres = notOfKind('postgres');

/** Faults of databases from within, by kind. */
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
    refuses: readable,
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
    refuses: readable,
    options: {},
    action: () => ({ kind: 'read-only' }),
  }),
  'replica-lag': faultShape({
    on: 'service',
    refuses: notReplica,
    options: { by: duration().optional() },
    problems: ({ by = Infinity }) => (by < 100 ? ['by must be at least 100ms: less is usual'] : []),
    action: ({ by }) => ({ kind: 'replica-lag', byMs: by ?? null }),
  }),
  'pause-pool': faultShape({
    on: 'service',
    refuses: notOfKind('pgbouncer'),
    options: {},
    action: () => ({ kind: 'pause-pool' }),
  }),
  'pause-writes': faultShape({
    on: 'service',
    refuses: notOfKind('redis'),
    options: {},
    action: () => ({ kind: 'pause-writes' }),
  }),
  'memory-full': faultShape({
    on: 'service',
    refuses: notOfKind('redis'),
    options: {},
    action: () => ({ kind: 'memory-full' }),
  }),
};

function notOfKind(wanted: CheckedService['kind']) {
  return ({ kind }: CheckedService): string | undefined =>
    kind === wanted ? undefined : `it is a service of the kind "${kind}", and this is for "${wanted}"`;
}

/** What a standby does not let anybody do. */
function readable(service: CheckedService): string | undefined {
  return isReplica(service) ? 'it is a replica, which can only be read anyway' : notPostgres(service);
}

function notReplica(service: CheckedService): string | undefined {
  const wrong = notPostgres(service);
  if (wrong !== undefined || isReplica(service)) return wrong;
  return "it follows no other database: give the target a second one (replicaOf: 'db')";
}

function isReplica(service: CheckedService): boolean {
  return service.kind === 'postgres' && service.replicaOf !== undefined;
}
