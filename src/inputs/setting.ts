import type { Place } from '../diagnostic/place.ts';
import { helperFields, shown } from './check-shape.ts';
import type { Problems } from './problems.ts';

/** One `--set path=value`: a field of the scenario that is another than the file says. */
export interface Setting {
  /** As it was written, and the place of what is wrong with it. */
  readonly flag: string;
  readonly path: readonly string[];
  readonly value: unknown;
}

export function parseSetting(text: string, problems: Problems): Setting | undefined {
  const flag = `--set ${text}`;
  const at = text.indexOf('=');
  const path = text.slice(0, Math.max(0, at)).split('.');
  if (path.includes('') || path.some((name) => helperFields.includes(name))) {
    const hint = 'for example --set requestTimeout=5s, --set profile.warmUp=3s, --set journeys.0.think=1s';
    problems.add(`${flag}: expected path=value, where path is a field of the scenario`, undefined, hint);
    return undefined;
  }
  return { flag, path, value: valueOf(text.slice(at + 1)) };
}

/** Numbers, true, false and lists are written as in JSON; everything else is a text. */
function valueOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** A copy of `value` with each setting in its place; `value` itself belongs to a file that others may read too. */
export function applySettings(value: unknown, settings: readonly Setting[], problems: Problems): unknown {
  return settings.reduce((whole, setting) => put(whole, setting.path, setting, problems), value);
}

function put(value: unknown, [name, ...rest]: readonly string[], setting: Setting, problems: Problems): unknown {
  if (name === undefined) return setting.value;
  if (Array.isArray(value)) {
    if (!Object.keys(value).includes(name)) {
      problems.add(`${setting.flag}: there is no ${name} in a list of ${value.length}, counted from 0`);
      return value;
    }
    return value.map((one: unknown, index) => (String(index) === name ? put(one, rest, setting, problems) : one));
  }
  if (value !== undefined && (typeof value !== 'object' || value === null)) {
    problems.add(`${setting.flag}: ${shown(value)} has no field ${name}`);
    return value;
  }
  const fields = (value ?? {}) as Readonly<Record<string, unknown>>;
  return { ...fields, [name]: put(fields[name], rest, setting, problems) };
}

/** The settings below one field, as settings of what is in the field. */
export function settingsOf(field: string, settings: readonly Setting[]): Setting[] {
  return settings
    .filter(({ path }) => path.length > 1 && path[0] === field)
    .map((setting) => ({ ...setting, path: setting.path.slice(1) }));
}

/** Place of a part: the setting that it comes from, or where the file has it. */
export function placeWith(settings: readonly Setting[], place: Place) {
  return (path: readonly PropertyKey[], key?: string): Place => {
    const full = key === undefined ? path : [...path, key];
    const setting = settings.findLast(
      (one) => full.length > 0 && one.path.slice(0, full.length).every((name, index) => name === String(full[index])),
    );
    return setting === undefined ? place : { file: setting.flag };
  };
}
