import { basename, extname, join } from 'node:path';
import type { ProofloadError } from '../diagnostic/error.ts';
import type { Verdict } from '../model/verdict.ts';
import { readRecord } from '../record/read-record.ts';
import { loadReportAssets } from '../report/assets.ts';
import { reportsOf } from '../report/reports.ts';
import { judge } from '../verdict/judge.ts';
import { writeReports } from './write-reports.ts';

/** A verdict, and the folder that its reports are in. */
export interface Judged {
  readonly verdict: Verdict;
  readonly folder: string;
  /** Why some of them are not; null where all are. */
  readonly notWritten: ProofloadError | null;
}

/**
 * Judges a recorded run and writes its reports: anew by its own SLO file, and by another one into a folder of their own,
 * since the run's are what it was signed off by.
 *
 * Everything comes from the run's folder, so the same run and limits give the same bytes anywhere.
 *
 * @throws ProofloadError `no-run`, `bad-input`
 */
export async function judgeFolder(run: string, sloFile: string | null, projectRoot: string): Promise<Judged> {
  const record = readRecord(run);
  let { slo } = record.manifest;
  let folder = run;
  if (sloFile !== null) {
    // Loaded here only: it takes longer than to judge a short run.
    const { otherSlo } = await import('./other-slo.ts');
    slo = await otherSlo(sloFile, projectRoot, record.manifest.plan);
    folder = join(run, `judged-${basename(sloFile, extname(sloFile))}`);
  }
  const verdict = judge(record, slo);
  const notWritten = await writeReports(folder, reportsOf(verdict, loadReportAssets()));
  return { verdict, folder, notWritten };
}
