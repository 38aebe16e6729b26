import { noAuditOf, type Audit, type LedgerAudit } from '../model/audit.ts';
import type { Account } from './account.ts';
import { now, sleep } from '../system/clock.ts';
import { findWrites, summarise, type Row } from './compare.ts';
import { readLedger } from './read-ledger.ts';
import { readLines } from './read-lines.ts';
import { readSql } from './read-sql.ts';

/** How a ledger is read back: `{run}` stands for the run's id. */
export type ReadBack = {
  /** So long after the end of the load. */
  readonly afterMs: number;
  readonly url: string;
} & (
  | { readonly kind: 'rows'; readonly query: string }
  | { readonly kind: 'lines'; readonly connectTo: { readonly host: string; readonly port: number } }
);

export interface AuditSpec {
  /** `ledger.ndjson`. */
  readonly file: string;
  readonly runId: string;
  /** Unix time in ms. */
  readonly t0: number;
  /** Unix time in ms. */
  readonly loadEndedAt: number;
  /** Ledgers of the run, each with how it is read back; null = the target does not say it. */
  readonly ledgers: Readonly<Record<string, ReadBack | null>>;
  /** A read that takes longer has failed. */
  readonly timeoutMs: number;
  /** Nothing is waited for any longer. */
  readonly signal: AbortSignal;
}

/** Compares what journeys wrote with what is there by then. What cannot be read back is told by its ledger. */
export async function audit({ file, runId, t0, loadEndedAt, ledgers, timeoutMs, signal }: AuditSpec): Promise<Audit> {
  const { account, problem } = await readLedger(file);
  const prefix = `${runId}-`;
  const audited: LedgerAudit[] = [];
  for (const [name, readBack] of Object.entries(ledgers)) {
    const number = account.ledger(name);
    const summary = { ledger: name, ...summarise(account, number, prefix, t0) };
    if (problem !== null) audited.push({ ...summary, found: null, problem });
    else if (readBack === null) audited.push({ ...summary, found: null, problem: noAuditOf(name) });
    else audited.push({ ...summary, ...(await compare(account, number, readBack)) });
  }
  return { version: 1, ledgers: audited };

  async function compare(account: Account, number: number, readBack: ReadBack) {
    try {
      await sleep(loadEndedAt + readBack.afterMs - now(), signal);
      const rows = rowsOf(readBack, runId, timeoutMs);
      return { found: await findWrites(account, number, prefix, rows, t0), problem: null };
    } catch (error) {
      const why = error instanceof Error ? error.message || String(error) : String(error);
      return { found: null, problem: `it could not be read back: ${why}` };
    }
  }
}

function rowsOf(readBack: ReadBack, runId: string, timeoutMs: number): AsyncIterable<readonly Row[]> {
  const filled = (text: string) => text.replaceAll('{run}', runId);
  return readBack.kind === 'rows'
    ? readSql(readBack.url, filled(readBack.query), timeoutMs)
    : readLines(filled(readBack.url), readBack.connectTo, timeoutMs);
}
