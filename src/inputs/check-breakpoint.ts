import { didYouMean } from '../diagnostic/nearest.ts';
import { breakpointObjectives, breakpointWindowMs } from '../model/breakpoint.ts';
import { formatDuration } from '../model/duration.ts';
import { lengthOf, type LoadCurve } from '../model/load-curve.ts';
import type { PlannedProfile } from '../model/plan.ts';
import type { Slo } from '../model/slo.ts';
import type { Problems } from './problems.ts';

/**
 * What a profile that looks for its breakpoint asks of the other inputs.
 *
 * @param slo null = none was given; undefined = it has problems of its own
 * @param chaos path of the fault plan
 */
export function checkBreakpoint(
  { file, profile }: { readonly file: string; readonly profile: PlannedProfile },
  slo: Slo | null | undefined,
  chaos: string | null,
  problems: Problems,
): void {
  const { breakpoint, curve, warmUpMs } = profile;
  if (breakpoint === null) return;
  const what = `profile "${profile.name}"`;
  if (!rises(curve)) {
    problems.add(`${what}: a load that looks for its breakpoint rises from beginning to end`, { file });
  }
  const { sustainedMs, of } = breakpoint;
  const neededMs = sustainedMs + breakpointWindowMs(sustainedMs);
  if (lengthOf(curve) - warmUpMs < neededMs) {
    problems.add(
      `${what}: the load rises for ${formatDuration(lengthOf(curve) - warmUpMs)}, too short to see a failure`,
      { file },
      `a failure that is sustained for ${formatDuration(sustainedMs)} is seen after ${formatDuration(neededMs)}`,
    );
  }
  if (chaos !== null) {
    problems.add(`${what}: a load that looks for its breakpoint takes no faults`, { file: chaos });
  }
  if (slo === null) {
    problems.add(`${what}: it ends when an objective fails, and there is no SLO file`, { file }, 'give one with --slo');
  }
  if (slo === null || slo === undefined) return;
  const names = slo.objectives.flatMap((one) =>
    one.kind === 'objective' && one.signal === undefined ? [one.name] : [],
  );
  const unknown = (of ?? []).filter((name) => !names.includes(name));
  for (const name of unknown) {
    problems.add(`${what}: there is no objective "${name}" to look for`, { file }, didYouMean(name, names));
  }
  if (unknown.length === 0 && breakpointObjectives(slo, profile).length === 0) {
    problems.add(
      `${what}: it ends when an objective fails, and none of ${slo.file} can end it`,
      { file },
      'give it one that is about steady state and for this profile',
    );
  }
}

function rises(curve: LoadCurve): boolean {
  const [first, last] = [curve[0], curve.at(-1)];
  if (first === undefined || last === undefined || first.level >= last.level) return false;
  return curve.every(({ level }, index) => index === 0 || level >= (curve[index - 1]?.level ?? 0));
}
