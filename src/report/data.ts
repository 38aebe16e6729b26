import type { Found, WriteExample } from '../model/audit.ts';
import type { DataResult, RecoveryPoint, Verdict } from '../model/verdict.ts';
import { formatCount, formatMoment, formatMs } from './format.ts';
import { plain } from './plain-text.ts';

/** What became of the writes of a ledger, as every report shows it. */
export interface DataRow {
  readonly ledger: string;
  readonly written: string;
  readonly acknowledged: string;
  readonly refused: string;
  readonly unknown: string;
  readonly found: string;
  /** `none`, `7 lost, 3 doubled`, or why it is not known. */
  readonly damage: string;
  readonly isWhole: boolean;
  /** The first of all that is wrong, in sentences. */
  readonly examples: readonly string[];
}

export function dataRows({ data }: Verdict): DataRow[] {
  return data.map((one) => {
    const damage = damageOf(one);
    const unfound = one.problem === null ? [] : [plain(one.problem)];
    return {
      ledger: plain(one.ledger),
      written: formatCount(one.writes),
      acknowledged: formatCount(one.acknowledged),
      refused: formatCount(one.refused),
      unknown: formatCount(one.unknown),
      found: one.found === null ? '–' : formatCount(one.found.present),
      damage: [...unfound, ...damage].join(', ') || 'none',
      isWhole: damage.length === 0 && one.problem === null,
      examples: examplesOf(one),
    };
  });
}

function damageOf({ found, rpo, staleReads, staleForMs }: DataResult): string[] {
  const counted = (one: Found | undefined, what: string) =>
    one === undefined || one.count === 0 ? [] : [`${formatCount(one.count)} ${what}`];
  return [
    ...counted(found?.lost, `lost${rpo === null ? '' : ` (${recoveryPoint(rpo)})`}`),
    ...counted(found?.phantom, 'phantom'),
    ...counted(found?.duplicated, 'doubled'),
    ...counted(found?.unexpected, 'unexpected'),
    ...counted(found?.altered, 'altered'),
    ...counted(staleReads, `${staleReads.count === 1 ? 'stale read' : 'stale reads'} (for ${formatMs(staleForMs)})`),
  ];
}

/** `RPO 1.2 s`, `RPO 1.2 s to 9 s`. */
function recoveryPoint({ lowMs, highMs }: RecoveryPoint): string {
  if (highMs === null) return 'some after the last fault';
  return lowMs === highMs ? `RPO ${formatMs(lowMs)}` : `RPO ${formatMs(lowMs)} to ${formatMs(highMs)}`;
}

const shownExamples = 3;

function examplesOf({ found, staleReads }: DataResult): string[] {
  const told = (one: Found | undefined, what: string) =>
    (one?.examples ?? []).slice(0, shownExamples).map((example) => `${what}: ${describeWrite(example)}`);
  return [
    ...told(found?.lost, 'lost'),
    ...told(found?.phantom, 'phantom'),
    ...told(found?.duplicated, 'doubled'),
    ...told(found?.unexpected, 'unexpected'),
    ...told(found?.altered, 'altered'),
    ...told(staleReads, 'stale read'),
  ];
}

/** `shop-…-7-12, sent at 0:12.3, answered at 0:12.4`. */
function describeWrite({ key, sentMs, endedMs }: WriteExample): string {
  const sent = sentMs === null ? 'never sent' : `sent at ${formatMoment(sentMs)}`;
  return `${plain(key)}, ${sent}${endedMs === null ? '' : `, answered at ${formatMoment(endedMs)}`}`;
}
