import type { LostWrites } from '../model/audit.ts';
import { ledgersOf } from '../model/plan.ts';
import type { RunRecord } from '../model/record.ts';
import type { DataResult, RecoveryPoint } from '../model/verdict.ts';
import { faultWindows, type FaultWindow } from './fault-window.ts';

/** What became of the writes of each ledger that the run was to keep. */
export function dataResults(record: RunRecord): DataResult[] {
  const windows = faultWindows(record);
  return ledgersOf(record.manifest.plan).map((ledger) => {
    const audited = record.audit?.ledgers.find((one) => one.ledger === ledger);
    if (audited === undefined) return { ...unaudited, ledger };
    return { ...audited, rpo: audited.found === null ? null : recoveryPoint(audited.found.lost, windows) };
  });
}

const unaudited = {
  ...{ writes: 0, acknowledged: 0, refused: 0, unknown: 0, reads: 0, staleForMs: 0 },
  staleReads: { count: 0, examples: [] },
  found: null,
  rpo: null,
  problem: 'the run ended without an audit',
};

/**
 * How far before a fault acknowledged writes are lost: from the acknowledgement of the oldest of them to the moment at
 * which the fault was felt. NIST SP 800-34 Rev. 1 calls the recovery point objective "the point in time, prior to a
 * disruption or system outage, to which mission/business process data can be recovered".
 *
 * ```
 *  acknowledged:  there   lost   there           lost
 *                           |----------- rpo -----|-------| fault
 * ```
 *
 * Which of several faults lost them is not known: the first after the loss gives the least, the last the most. What was
 * acknowledged while the fault was on is lost by it, too: a loss is never 0. After the last fault there is nothing that
 * it could be measured from.
 */
function recoveryPoint({ count, firstMs, lastMs }: LostWrites, windows: readonly FaultWindow[]): RecoveryPoint {
  if (count === 0 || firstMs === null || lastMs === null) return { lowMs: 0, highMs: 0 };
  const after = windows.filter(({ releaseMs }) => releaseMs > firstMs);
  const onsets = after.map(({ onsetMs }) => Math.max(1, Math.round(onsetMs - firstMs)));
  const isCovered = after.some(({ releaseMs }) => releaseMs > lastMs);
  return { lowMs: onsets.length === 0 ? 1 : Math.min(...onsets), highMs: isCovered ? Math.max(...onsets) : null };
}
