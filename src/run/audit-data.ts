import { join } from 'node:path';
import { audit, type ReadBack } from '../audit/audit.ts';
import type { CheckedTarget } from '../inputs/check-target.ts';
import { ledgersOf } from '../model/plan.ts';
import { runFiles } from '../record/run-folder.ts';
import type { RecordWriter } from '../record/record-writer.ts';
import type { RunningTarget } from '../target/start-target.ts';
import type { Findings } from './findings.ts';
import type { RunSpec } from './run-spec.ts';
import { whenAborted } from './when-aborted.ts';

const timeoutMs = 120_000;

/**
 * Reads back what journeys kept account of, once nothing is sent any more and no fault is left; the target still runs.
 * Who is in a hurry does without.
 */
export async function auditData(
  target: RunningTarget,
  { plan, inputs, folder, manifest, host }: RunSpec,
  record: RecordWriter,
  { t0, loadMs, problems }: Findings,
): Promise<void> {
  const names = ledgersOf(plan);
  if (names.length === 0 || t0 === null || host.hurried.aborted) return;
  host.progress.stage(`audit: reading back ${names.join(', ')}`);
  const ledgers = Object.fromEntries(names.map((name) => [name, readBackOf(inputs.target.audits, name, target)]));
  const file = join(folder, runFiles.ledger);
  const spec = { file, runId: manifest.runId, t0, loadEndedAt: t0 + loadMs, ledgers, timeoutMs, signal: host.hurried };
  const work = audit(spec).then((found) => record.audit(found));
  work.catch((error: unknown) => problems.push(`the audit could not be made: ${String(error)}`));
  await Promise.race([work.catch(() => undefined), whenAborted(host.hurried)]);
}

function readBackOf(audits: CheckedTarget['audits'], ledger: string, { services }: RunningTarget): ReadBack | null {
  const declared = Object.hasOwn(audits, ledger) ? audits[ledger] : undefined;
  const service = services.find(({ name }) => name === declared?.on);
  if (declared === undefined || service === undefined) return null;
  const { url, host, port } = service;
  const { kind, after: afterMs } = declared;
  return kind === 'rows'
    ? { kind, afterMs, url, query: declared.query }
    : { kind, afterMs, url: url.replace(/\/+$/, '') + declared.path, connectTo: { host, port } };
}
