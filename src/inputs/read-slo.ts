import { readFile } from 'node:fs/promises';
import { LineCounter, parseDocument, isMap, isNode, type Document } from 'yaml';
import type { Place } from '../diagnostic/place.ts';
import { isReserved } from '../model/metric.ts';
import type { AnyObjective, Slo } from '../model/slo.ts';
import { checkShape } from './check-shape.ts';
import { refuseSampledRecovery } from './check-signal.ts';
import { checkBreakpointObjective, checkObjective, checkRecovery, type SloContext } from './check-objective.ts';
import { nearestFile, whyUnreadable } from './missing-file.ts';
import type { Problems } from './problems.ts';
import { breakpointShape, objectiveShape, recoveryShape, sloFile } from './slo-schema.ts';

/** Names that an SLO file may use; what only the whole project has is not looked for before the file names it. */
export interface SloNames extends Omit<SloContext, 'profiles' | 'metrics' | 'signals'> {
  readonly profiles: (wanted: readonly string[]) => Promise<readonly string[]>;
  readonly metrics: (wanted: readonly string[]) => Promise<SloContext['metrics']>;
  readonly signals: (wanted: readonly string[]) => Promise<SloContext['signals']>;
}

/** Larger files are a mistake; parsing them would take seconds. */
const largestBytes = 1_000_000;

/**
 * Reads and checks an SLO file; every mistake becomes a problem with its line and column.
 *
 * @param shownAs how the file is called in the result, which is stored with runs: relative to the project
 */
export async function readSlo(
  file: string,
  shownAs: string,
  names: SloNames,
  problems: Problems,
): Promise<Slo | undefined> {
  if (/\.[cm]?[jt]s$/.test(file)) {
    problems.add('this is a script: an SLO file is YAML', { file });
    return undefined;
  }
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    problems.add(`SLO file cannot be read: ${whyUnreadable(file, error)}`, { file }, nearestFile(file));
    return undefined;
  });
  if (text === undefined) return undefined;
  if (text.length > largestBytes) {
    problems.add(`SLO file has ${text.length} bytes; at most ${largestBytes} are read`, { file });
    return undefined;
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0) {
    for (const error of document.errors) {
      const at = lines.linePos(error.pos[0]);
      problems.add(`not valid YAML: ${error.message}`, { file, line: at.line, column: at.col });
    }
    return undefined;
  }
  const placeOf = placesIn(document, lines, file);
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: 50 });
  } catch (error) {
    problems.add(`SLO file cannot be read: ${(error as Error).message}`, { file });
    return undefined;
  }
  const wanted = namesIn(value, 'metric').filter((name) => !isReserved(name));
  const metrics = await names.metrics(wanted);
  const context = {
    ...names,
    profiles: await names.profiles(namesIn(value, 'profiles')),
    metrics,
    signals: await names.signals(wanted.filter((name) => !Object.hasOwn(metrics, name))),
  };
  const slo = checkSlo(value, placeOf, context, problems);
  return slo === undefined ? undefined : withPath(slo, shownAs);
}

/** What objectives name in a field, before anything about the file is known to be right. */
function namesIn(value: unknown, field: 'profiles' | 'metric'): string[] {
  const objectives = (value as { objectives?: unknown } | null)?.objectives;
  return (Array.isArray(objectives) ? objectives : []).flatMap((objective: unknown) => {
    const fields = (objective ?? {}) as Readonly<Record<string, unknown>>;
    const counts = [fields['of'], fields['per']] as (Readonly<Record<string, unknown>> | null | undefined)[];
    const named = [fields, ...counts].flatMap((one) => one?.[field] ?? []);
    return named.filter((name) => typeof name === 'string');
  });
}

function withPath(objectives: readonly AnyObjective[], file: string): Slo {
  return { version: 1, file, objectives: objectives.map((one) => ({ ...one, place: { ...one.place, file } })) };
}

function checkSlo(
  value: unknown,
  placeOf: (path: readonly PropertyKey[], key?: string) => Place,
  context: SloContext,
  problems: Problems,
): readonly AnyObjective[] | undefined {
  const before = problems.count;
  // The list's entries are of three kinds; each is checked as what it looks like, for errors that say what is wrong.
  const outline = sloFile.extend({ objectives: sloFile.shape.objectives.element.array() });
  const entries = (value as { objectives?: unknown } | null)?.objectives;
  if (!Array.isArray(entries)) {
    checkShape(outline, value, 'SLO file', placeOf, problems);
    return undefined;
  }
  checkShape(sloFile.omit({ objectives: true }).loose(), value, 'SLO file', placeOf, problems);
  for (const key of Object.keys(value as object)) {
    if (!(key in sloFile.shape))
      problems.add(`SLO file: there is no field "${key}"`, placeOf([], key), 'known: version, objectives');
  }
  if (entries.length === 0)
    problems.add('SLO file: objectives is empty, so it judges nothing', placeOf(['objectives']));

  const names = new Map<string, number>();
  const objectiveNames = entries.flatMap((entry: unknown) => {
    const { name, recovery, metric } = (entry ?? {}) as { name?: unknown; recovery?: unknown; metric?: unknown };
    return typeof name === 'string' && recovery === undefined && metric !== 'breakpoint' ? [name] : [];
  });
  const objectives = entries.flatMap((entry: unknown, index) => {
    const at = (path: readonly PropertyKey[], key?: string) => placeOf(['objectives', index, ...path], key);
    const name = (entry as { name?: unknown } | null)?.name;
    const what = typeof name === 'string' ? `objective "${name}"` : `objective ${index + 1}`;
    if (typeof name === 'string') {
      if (names.has(name)) problems.add(`two objectives are called "${name}"`, at(['name']));
      names.set(name, index);
    }
    const isRecovery = typeof entry === 'object' && entry !== null && 'recovery' in entry;
    if (isRecovery) {
      const shape = checkShape(recoveryShape, entry, what, at, problems);
      return shape === undefined ? [] : (checkRecovery(shape, objectiveNames, at, context, problems) ?? []);
    }
    if ((entry as { metric?: unknown } | null)?.metric === 'breakpoint') {
      const shape = checkShape(breakpointShape, entry, what, at, problems);
      return shape === undefined ? [] : (checkBreakpointObjective(shape, at, context, problems) ?? []);
    }
    const shape = checkShape(objectiveShape, entry, what, at, problems);
    return shape === undefined ? [] : (checkObjective(shape, at, context, problems) ?? []);
  });
  refuseSampledRecovery(objectives, problems);
  return problems.count > before ? undefined : objectives;
}

/** Place of a value by its path; with `key`, of that key in the map there. */
function placesIn(document: Document, lines: LineCounter, file: string) {
  return (path: readonly PropertyKey[], key?: string): Place => {
    for (let length = path.length; length >= 0; length--) {
      const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
      if (!isNode(node) || node.range == null) continue;
      let offset = node.range[0];
      if (length === path.length && key !== undefined && isMap(node)) {
        const pair = node.items.find((item) => isNode(item.key) && String(item.key) === key);
        if (pair !== undefined && isNode(pair.key) && pair.key.range != null) offset = pair.key.range[0];
      }
      const at = lines.linePos(offset);
      return { file, line: at.line, column: at.col };
    }
    return { file };
  };
}
