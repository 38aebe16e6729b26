import { didYouMean } from '../diagnostic/nearest.ts';
import type { Place } from '../diagnostic/place.ts';
import type { AnyObjective } from '../model/slo.ts';
import { isDataMetric } from '../model/data-metric.ts';
import { refuseContradictions } from './check-contradictions.ts';
import { checkDataObjective } from './check-data-objective.ts';
import { checkBreakpointObjective, checkObjective, checkRecovery, type SloContext } from './check-objective.ts';
import { checkShape, shown } from './check-shape.ts';
import { refuseSampledRecovery } from './check-signal.ts';
import type { Problems } from './problems.ts';
import { breakpointShape, dataShape, objectiveShape, recoveryShape, sloFile } from './slo-schema.ts';

/** Place of a part of an SLO file by its path; with `key`, of that key in the map there. */
export type SloPlaces = (path: readonly PropertyKey[], key?: string) => Place;

/** Checks what an SLO file says, however it was written; undefined when anything is wrong. */
export function checkSlo(
  value: unknown,
  placeOf: SloPlaces,
  context: SloContext,
  problems: Problems,
): readonly AnyObjective[] | undefined {
  const before = problems.count;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    const found = value === null ? 'empty' : shown(value);
    problems.add(`the SLO file is ${found}: expected version: 1 and a list of objectives`, placeOf([]));
    return undefined;
  }
  checkShape(sloFile.pick({ version: true }).loose(), value, 'SLO file', placeOf, problems);
  const known = Object.keys(sloFile.shape);
  for (const key of Object.keys(value)) {
    if (!known.includes(key))
      problems.add(`SLO file: there is no field "${key}"`, placeOf([], key), didYouMean(key, known));
  }
  const { objectives: entries } = value as { objectives?: unknown };
  if (!Array.isArray(entries)) {
    const found = `SLO file: objectives is ${shown(entries)}`;
    problems.add(`${found}: expected a list`, placeOf(['objectives']), 'begin each objective with - name: …');
    return undefined;
  }
  if (entries.length === 0)
    problems.add('SLO file: objectives is empty, so it judges nothing', placeOf(['objectives']));

  const names = new Map<string, number>();
  const objectiveNames = entries.flatMap((entry: unknown) => {
    const { name, recovery, metric } = (entry ?? {}) as { name?: unknown; recovery?: unknown; metric?: unknown };
    const isMeasured = recovery === undefined && metric !== 'breakpoint' && !isDataMetric(metric);
    return typeof name === 'string' && isMeasured ? [name] : [];
  });
  const objectives = entries.flatMap((entry: unknown, index) => {
    const at = (path: readonly PropertyKey[], key?: string) => placeOf(['objectives', index, ...path], key);
    const name = (entry as { name?: unknown } | null)?.name;
    const what = typeof name === 'string' ? `objective "${name}"` : `objective ${index + 1}`;
    if (typeof name === 'string') {
      if (names.has(name))
        problems.add(`two objectives are called "${name}"`, at(['name']), 'give one of them another name');
      names.set(name, index);
    }
    if (typeof entry !== 'object' || entry === null) {
      problems.add(`${what} is ${shown(entry)}: expected fields`, at([]), 'such as name, metric, stat and target');
      return [];
    }
    // Each of the four kinds is checked as what it looks like, for errors that say what is wrong.
    if ('recovery' in entry) {
      const shape = checkShape(recoveryShape, entry, what, at, problems);
      return shape === undefined ? [] : (checkRecovery(shape, objectiveNames, at, context, problems) ?? []);
    }
    if ('metric' in entry && entry.metric === 'breakpoint') {
      const shape = checkShape(breakpointShape, entry, what, at, problems);
      return shape === undefined ? [] : (checkBreakpointObjective(shape, at, context, problems) ?? []);
    }
    if (isDataMetric((entry as { metric?: unknown } | null)?.metric)) {
      const shape = checkShape(dataShape, entry, what, at, problems);
      return shape === undefined ? [] : (checkDataObjective(shape, at, context, problems) ?? []);
    }
    const shape = checkShape(objectiveShape, entry, what, at, problems);
    return shape === undefined ? [] : (checkObjective(shape, at, context, problems) ?? []);
  });
  refuseSampledRecovery(objectives, problems);
  refuseContradictions(objectives, problems);
  return problems.count > before ? undefined : objectives;
}
