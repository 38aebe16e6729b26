import type { z } from 'zod';
import { didYouMean, nearest } from '../diagnostic/nearest.ts';
import type { Place } from '../diagnostic/place.ts';
import type { Problems } from './problems.ts';

/** The value as a person wrote it, short. */
export function shown(value: unknown): string {
  if (typeof value === 'function') return 'a function (is it a value of k6? those exist only inside k6)';
  if (value === undefined) return 'missing';
  if (typeof value === 'symbol' || typeof value === 'bigint') return String(value);
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

export function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (at, key) => (typeof at === 'object' && at !== null ? (at as Record<PropertyKey, unknown>)[key] : undefined),
    value,
  );
}

/** Place of a part of what is checked, by its path. */
export type PlaceOf = (path: readonly PropertyKey[]) => Place;

/**
 * Checks `value` against a schema and turns every issue into a problem with a place.
 *
 * @param what how the thing is called in messages: `fault "db-hang"`
 * @param placeOf place of a part of the value, by its path
 */
export function checkShape<T extends z.ZodType>(
  schema: T,
  value: unknown,
  what: string,
  placeOf: (path: readonly PropertyKey[], key?: string) => Place | undefined,
  problems: Problems,
): z.output<T> | undefined {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  for (const issue of result.error.issues) {
    const path = issue.path.map(String).join('.');
    const where = path === '' ? what : `${what}: ${path}`;
    if (issue.code === 'unrecognized_keys') {
      const known = knownKeys(schema, issue.path);
      for (const key of issue.keys) {
        problems.add(`${where}: there is no field "${key}"`, placeOf(issue.path, key), didYouMean(key, known));
      }
    } else if (issue.code === 'invalid_key') {
      const expected = issue.issues[0]?.message ?? issue.message;
      problems.add(`${where}: ${expected}`, placeOf(issue.path));
    } else {
      const found = valueAt(value, issue.path);
      const known = issue.code === 'invalid_value' ? issue.values.map(String) : [];
      const hint =
        typeof found === 'string' && !known.includes(found) && nearest(found, known) !== undefined
          ? didYouMean(found, known)
          : undefined;
      problems.add(`${where} is ${shown(found)}: ${issue.message}`, placeOf(issue.path), hint);
    }
  }
  return undefined;
}

/** What no file writes, because the helpers do. */
export const helperFields: readonly string[] = ['proofload', 'definedAt', 'faultsWith'];

interface Inspectable {
  readonly shape?: Record<string, unknown>;
  readonly element?: unknown;
  readonly def?: {
    readonly innerType?: unknown;
    readonly in?: unknown;
    readonly valueType?: unknown;
    readonly options?: readonly unknown[];
  };
}

/** Field names of the object schema at `path`, as far as the schema can be followed. */
function knownKeys(schema: unknown, path: readonly PropertyKey[]): string[] {
  const at = schema as Inspectable;
  // A pipe is written as what goes in.
  const inner = at.def?.innerType ?? at.def?.in;
  if (inner !== undefined) return knownKeys(inner, path);
  if (at.def?.options !== undefined) return [...new Set(at.def.options.flatMap((option) => knownKeys(option, path)))];
  const [first, ...rest] = path;
  if (first === undefined) return Object.keys(at.shape ?? {}).filter((name) => !helperFields.includes(name));
  if (at.shape !== undefined) return knownKeys(at.shape[String(first)] ?? {}, rest);
  return knownKeys(at.element ?? at.def?.valueType ?? {}, rest);
}
