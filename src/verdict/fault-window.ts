import type { PlannedFault } from '../model/plan.ts';
import type { ObservedFault, RunRecord } from '../model/record.ts';

/**
 * When one fault disturbed the target, as far as is known.
 *
 * ```
 *  asked     felt                      clean
 *    |--------|--------------------------|------ - - -
 *  from     onset                     release
 *    (edge)     fault                    (recovery)
 * ```
 */
export interface FaultWindow {
  readonly planned: PlannedFault;
  readonly observed: ObservedFault | null;
  /** From here on the fault may have acted: it cuts connections before a probe can feel it. */
  readonly fromMs: number;
  /** From here on it was felt. */
  readonly onsetMs: number;
  /** From here on all was normal again; Infinity when it never was. */
  readonly releaseMs: number;
}

export function faultWindows({ manifest, faults }: RunRecord): FaultWindow[] {
  return manifest.plan.faults.map((planned) =>
    faultWindow(planned, faults.find(({ id }) => id === planned.id) ?? null),
  );
}

function faultWindow(planned: PlannedFault, observed: ObservedFault | null): FaultWindow {
  const onsetMs = observed?.feltMs ?? observed?.acknowledgedMs ?? planned.startMs;
  return {
    planned,
    observed,
    fromMs: Math.min(onsetMs, observed?.askedMs ?? onsetMs),
    onsetMs,
    releaseMs: Math.max(onsetMs, release(planned, observed)),
  };
}

/** What was not seen to end has not ended: disturbed time must never be called steady. */
function release(planned: PlannedFault, observed: ObservedFault | null): number {
  if (observed === null) return planned.endMs;
  const { askedMs, acknowledgedMs, feltMs, healAcknowledgedMs: healedMs, cleanMs, escalations } = observed;
  if (feltMs !== null) {
    if (cleanMs === null || cleanMs < feltMs) return Infinity;
    // Healing by force cuts connections, and may do so after the first probe that found the edge clean.
    return escalations.length > 0 ? Math.max(cleanMs, healedMs ?? cleanMs) : cleanMs;
  }
  if (healedMs !== null) return Math.max(healedMs, cleanMs ?? healedMs);
  return askedMs === null && acknowledgedMs === null ? planned.endMs : Infinity;
}

/** The first other fault that acts after `window` was clean, or still does then; after it nothing is told about `window`. */
export function nextDisturbance(
  window: FaultWindow,
  windows: readonly FaultWindow[],
): { readonly atMs: number; readonly fault: string | null } {
  let next: { atMs: number; fault: string | null } = { atMs: Infinity, fault: null };
  for (const other of windows) {
    if (other === window || other.releaseMs <= window.releaseMs) continue;
    const atMs = Math.max(other.fromMs, window.releaseMs);
    if (atMs < next.atMs) next = { atMs, fault: other.planned.id };
  }
  return next;
}
