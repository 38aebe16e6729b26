import { formatDuration } from '../model/duration.ts';
import type { Objective, Window } from '../model/slo.ts';
import { slotMs } from '../model/timeline.ts';
import { metricOf } from '../model/metric.ts';
import type { Asked } from './check-metric.ts';
import type { PlaceOf } from './check-shape.ts';
import { parseLimit } from './limit.ts';
import type { Problems } from './problems.ts';
import type { WrittenObjective } from './slo-schema.ts';

/** How the phases of an objective are looked at. */
export function checkWindow(
  { window }: Pick<WrittenObjective, 'window'>,
  asked: Asked,
  what: string,
  at: PlaceOf,
  problems: Problems,
): Pick<Objective, 'window'> {
  if (window === undefined) return {};
  const wrong = (message: string, path: readonly string[], hint?: string) =>
    problems.add(`${what}: ${message}`, at(['window', ...path]), hint);
  const { sustained, rolling, allowed } = window;
  if ((sustained === undefined) === (rolling === undefined)) {
    wrong('a window is either sustained or rolling', [], 'such as { sustained: 1m } or { rolling: 30s }');
    return {};
  }
  if (allowed !== undefined && rolling === undefined)
    wrong('allowed is a share of rolling windows', ['allowed'], 'write rolling in place of sustained, or remove it');
  const share = allowed === undefined ? 0 : parseLimit(allowed, 'share');
  if (share === undefined || share >= 1)
    wrong(`allowed is "${String(allowed)}"`, ['allowed'], 'expected a share below 100%, such as 2%');
  const lengthMs = sustained ?? rolling ?? 0;
  if (lengthMs < slotMs) {
    const least = `what is measured is known by the second: expected at least ${formatDuration(slotMs)}`;
    wrong(
      `a window of ${formatDuration(lengthMs)} is too short`,
      [sustained === undefined ? 'rolling' : 'sustained'],
      least,
    );
  }
  if (metricOf(asked).kind === 'counter' && asked.stat === 'count' && sustained !== undefined)
    wrong('a count all through a time says nothing', ['sustained'], 'use stat: rate, or a rolling window');
  const checked: Window =
    sustained === undefined ? { kind: 'rolling', lengthMs, allowed: share ?? 0 } : { kind: 'sustained', lengthMs };
  return { window: checked };
}
