import { formatDuration } from '../model/duration.ts';
import type { RunRecord } from '../model/record.ts';
import { slotMs } from '../model/timeline.ts';
import { defaultValidityLimits } from '../model/validity-limits.ts';
import type { ValidityCheck } from '../model/verdict.ts';
import type { Evidence } from './evidence.ts';
import { arrivalChecks } from './validity-arrivals.ts';
import { loadChecks } from './validity-load.ts';
import { machineChecks } from './validity-machine.ts';

/** What the measurement itself had to keep to while the load was on, by what may have kept it from that. */
export interface Validity {
  readonly generator: readonly ValidityCheck[];
  /** Too few users for a target as slow as this one. */
  readonly arrivals: readonly ValidityCheck[];
}

export function checkValidity(record: RunRecord, { timeline, cells }: Evidence): Validity {
  const { endMs, coolDownMs } = timeline;
  const limits = { ...defaultValidityLimits, ...record.manifest.plan.validity };
  const untilMs = Math.min(endMs, coolDownMs);
  return {
    generator: [...loadChecks(record, untilMs, limits, cells.inexact), ...machineChecks(record, untilMs, limits)],
    arrivals: arrivalChecks(record, limits),
  };
}

export function problemsOf(checks: readonly ValidityCheck[]): string[] {
  return checks.flatMap(({ problem }) => problem ?? []);
}

/** What happened to the run that makes its numbers doubtful, in sentences. */
export function findProblems(record: RunRecord, { timeline }: Evidence): string[] {
  const { endMs, coolDownMs } = timeline;
  const { manifest, problems, faults } = record;
  const { ending, plan, t0 } = manifest;
  const found = [...(ending?.problems ?? []), ...problems];
  if (ending === null) found.unshift(`the run was killed; its record stops after ${formatDuration(endMs)}`);
  if (t0 === null) found.push('the load was never started');
  for (const { id } of faults) {
    if (!plan.faults.some((planned) => planned.id === id))
      found.push(`the record tells of a fault ${id} that was not planned`);
  }
  if (ending?.interrupted !== null || (ending.stoppedBy ?? null) !== null || t0 === null || found.length > 0)
    return found;
  // The load driver tells these with more detail; here they make sure that a stump is never judged as a whole run.
  const leastMs = Math.min(coolDownMs, plan.script?.leastMs ?? Infinity);
  if (endMs < leastMs - slotMs) {
    found.push(`the load ended after ${formatDuration(endMs)} of ${formatDuration(coolDownMs)}`);
  }
  if (ending.k6Exit !== 0)
    found.push(`k6 ended with ${ending.k6Exit === null ? 'a signal' : `exit code ${ending.k6Exit}`}`);
  return found;
}
