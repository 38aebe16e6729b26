import type { Slo, Where } from './slo.ts';

/** What k6 can tell of requests beyond what every run records; each splits series and costs k6 time. */
export const furtherTags: readonly string[] = [
  'method',
  'group',
  'error',
  'expected_response',
  'proto',
  'subproto',
  'service',
  'tls_version',
  'ip',
];

/** Those that objectives ask for. */
export function furtherTagsOf(slo: Slo | null): string[] {
  const wheres = (slo?.objectives ?? []).flatMap((one): readonly Where[] => {
    if (one.kind !== 'objective') return [];
    return one.ratio === undefined ? [one.where] : [one.ratio.of.where, one.ratio.per.where];
  });
  return furtherTags.filter((tag) => wheres.some((where) => where[tag] !== undefined));
}
