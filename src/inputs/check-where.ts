import { didYouMean } from '../diagnostic/nearest.ts';
import type { NameFilter, Where } from '../model/slo.ts';
import type { Asked } from './check-metric.ts';
import type { PlaceOf } from './check-shape.ts';
import { whyUntagged } from './check-tags.ts';
import type { Problems } from './problems.ts';
import type { WrittenFilter } from './slo-schema.ts';

/** What is known before a run of the names that filters use; null: only the run will tell. */
export interface KnownNames {
  readonly steps: readonly string[] | null;
  readonly journeys: readonly string[] | null;
}

/** By their numbers, https://grpc.github.io/grpc/core/md_doc_statuscodes.html. */
const grpcStatuses = [
  ...['OK', 'CANCELLED', 'UNKNOWN', 'INVALID_ARGUMENT', 'DEADLINE_EXCEEDED', 'NOT_FOUND', 'ALREADY_EXISTS'],
  ...['PERMISSION_DENIED', 'RESOURCE_EXHAUSTED', 'FAILED_PRECONDITION', 'ABORTED', 'OUT_OF_RANGE', 'UNIMPLEMENTED'],
  ...['INTERNAL', 'UNAVAILABLE', 'DATA_LOSS', 'UNAUTHENTICATED'],
];
const grpcHint = 'expected a code from 0 to 16 or its name, such as 14 or UNAVAILABLE';
const statusHint = 'expected a status such as 404, a class such as 5xx, or 0 for no answer';

/** What k6 calls a tag, where a filter has a better name for it. */
const tagOf: Readonly<Record<string, string>> = { protocol: 'proto' };

/**
 * The filters of an objective. Names of steps, journeys and statuses are checked here; which other tags there are, and what
 * they are called, is known when the run has happened.
 *
 * @param asked the metric whose samples they choose; undefined = what is written there is none
 * @param at place of a part of what holds the filters
 */
export function checkWhere(
  written: Readonly<Record<string, WrittenFilter | undefined>> | undefined,
  asked: Pick<Asked, 'metric' | 'signal'> | undefined,
  what: string,
  at: PlaceOf,
  { steps, journeys }: KnownNames,
  problems: Problems,
): Where {
  const where: Record<string, NameFilter> = {};
  for (const [key, filter] of Object.entries(written ?? {})) {
    if (filter === undefined) continue;
    const { not, names: written } = filterOf(filter);
    const isGrpc = key === 'status' && asked?.metric.startsWith('grpc_') === true;
    // k6 tells their numbers.
    const names = isGrpc ? written.map((name) => String(grpcCode(name) ?? name)) : written;
    where[tagOf[key] ?? key] = { not, names };
    const wrong = (message: string, hint: string) => problems.add(`${what}: ${message}`, at(['where', key]), hint);
    const untagged = asked === undefined ? null : whyUntagged(asked, key, steps === null);
    if (asked !== undefined && untagged !== null) {
      wrong(`${asked.metric} has no ${key}`, untagged);
      continue;
    }
    const known = key === 'step' ? steps : key === 'journey' ? journeys : null;
    for (const name of names) {
      if (known?.includes(name) === false) {
        const missing = key === 'step' ? `no journey has the step "${name}"` : `there is no journey "${name}"`;
        wrong(missing, didYouMean(name, known));
      }
      if (key === 'protocol' && !/^HTTP\/(1\.0|1\.1|2\.0|3\.0)$/.test(name))
        wrong(`there is no protocol "${name}"`, 'expected HTTP/1.1 or HTTP/2.0');
      if (isGrpc && grpcCode(name) === undefined) wrong(`gRPC has no status "${name}"`, grpcHint);
      if (key === 'status' && !isGrpc && !/^(0|[1-5]\d\d|[1-5]xx)$/.test(name))
        wrong(`there is no status "${name}"`, statusHint);
    }
    if (new Set(names).size < names.length) wrong(`${key} names one thing twice`, 'remove one of them');
    if (key === 'outcome') wrong('where has no outcome', 'outcome is a field of the objective: outcome: failed');
  }
  return where;
}

function filterOf(written: WrittenFilter): NameFilter {
  const isNot = typeof written === 'object' && 'not' in written;
  return { not: isNot, names: [isNot ? written.not : written].flat().map(String) };
}

function grpcCode(name: string): number | undefined {
  const code = /^\d{1,2}$/.test(name) ? Number(name) : grpcStatuses.indexOf(name.toUpperCase());
  return code in grpcStatuses ? code : undefined;
}
