import { didYouMean, nearest } from '../diagnostic/nearest.ts';
import type { NameFilter, Where } from '../model/slo.ts';
import { list } from './wording.ts';

type Names = Readonly<Record<string, string>>;

/** Whether a series with these tags or labels is among what is asked for; what lacks a tag is called nothing there. */
export function passes(names: Names, where: Where): boolean {
  for (const key in where) {
    const filter = where[key];
    if (filter !== undefined && isNamed(key, names[key], filter) === filter.not) return false;
  }
  return true;
}

function isNamed(key: string, name: string | undefined, { names }: NameFilter): boolean {
  if (name === undefined) return false;
  return names.includes(name) || (key === 'status' && names.includes(statusClass(name)));
}

function statusClass(status: string): string {
  return `${status.slice(0, 1)}xx`;
}

/** The filters without that on one tag or label. */
export function withoutKey(where: Where, key: string): Where {
  return Object.fromEntries(Object.entries(where).filter(([each]) => each !== key));
}

/** What an objective asks for and nothing in the run has. */
export interface MissingName {
  readonly sentence: string;
  /** Whether nothing has such a tag or label at all, whatever it is called there. */
  readonly isKey: boolean;
}

const mostShown = 12;

/**
 * The first name of a filter that nothing has; null when all are there. That no answer had some status is no mistake.
 *
 * @param all tags or labels of every series of the metric @param except keys that are looked at elsewhere
 */
export function missingName(where: Where, all: readonly Names[], except: readonly string[] = []): MissingName | null {
  if (all.length === 0) return null;
  for (const [key, { names }] of Object.entries(where)) {
    if (except.includes(key)) continue;
    const seen = [...new Set(all.flatMap((one) => one[key] ?? []))].sort();
    if (seen.length === 0) {
      const keys = [...new Set(all.flatMap(Object.keys))].sort();
      return { sentence: `no sample of it has a ${key}${hint(key, keys)}`, isKey: true };
    }
    const missing = key === 'status' ? [] : names.filter((name) => !seen.includes(name));
    const [first] = missing;
    if (first !== undefined)
      return { sentence: `nothing has the ${key} ${list(missing)}${hint(first, seen)}`, isKey: false };
  }
  return null;
}

function hint(name: string, known: readonly string[]): string {
  if (known.length === 0) return '';
  if (nearest(name, known) !== undefined) return `: ${didYouMean(name, known)}`;
  const more = known.length > mostShown ? `, and ${known.length - mostShown} more` : '';
  return `; seen: ${known.slice(0, mostShown).join(', ')}${more}`;
}
