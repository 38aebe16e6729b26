import { z } from 'zod';
import { didYouMean } from '../diagnostic/nearest.ts';
import type { Place } from '../diagnostic/place.ts';
import { protocolOf } from './check-probes.ts';
import { duration } from './fields.ts';
import type { CheckedService } from './service-shape.ts';
import type { Problems } from './problems.ts';

const shared = { on: z.string(), after: duration({ zero: true }).default(0) };

export const audit = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('rows'), ...shared, query: z.string().min(1, 'expected a select') }),
  z.strictObject({
    kind: z.literal('lines'),
    ...shared,
    path: z.string().regex(/^\/\S*$/, 'expected a path that begins with /'),
  }),
]);

export type CheckedAudit = z.output<typeof audit>;

/** An audit asks a service that there is, and that can answer it. */
export function checkAudits(
  audits: Readonly<Record<string, CheckedAudit>>,
  services: Readonly<Record<string, CheckedService>>,
  place: Place | undefined,
  problems: Problems,
): void {
  for (const [ledger, { kind, on }] of Object.entries(audits)) {
    const asked = Object.hasOwn(services, on) ? services[on] : undefined;
    const what = `audits.${ledger}`;
    if (asked === undefined) {
      problems.add(`${what}: there is no service "${on}"`, place, didYouMean(on, Object.keys(services)));
    } else if (kind === 'rows' && protocolOf(asked) !== 'postgres') {
      problems.add(`${what}: "${on}" is no PostgreSQL database`, place, 'rows() asks a database, lines() a service');
    } else if (kind === 'lines' && protocolOf(asked) !== 'http') {
      problems.add(`${what}: "${on}" does not speak HTTP`, place, 'lines() asks a service, rows() a database');
    }
  }
}
