import { basename, extname, join } from 'node:path';
import type { ProofloadError } from '../diagnostic/error.ts';
import { faultIdsOf, ledgerNames, otherSignals, ownMetrics, profileNames } from '../inputs/known-names.ts';
import { Problems } from '../inputs/problems.ts';
import { readSlo } from '../inputs/read-slo.ts';
import { pathIn } from '../model/path.ts';
import type { Plan } from '../model/plan.ts';
import type { Slo } from '../model/slo.ts';
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
    slo = await otherSlo(sloFile, projectRoot, record.manifest.plan);
    folder = join(run, `judged-${basename(sloFile, extname(sloFile))}`);
  }
  const verdict = judge(record, slo);
  const notWritten = await writeReports(folder, reportsOf(verdict, loadReportAssets()));
  return { verdict, folder, notWritten };
}

/** The names that it may use are those of the run and of the project that it is judged in. */
async function otherSlo(file: string, projectRoot: string, plan: Plan): Promise<Slo | null> {
  const problems = new Problems();
  const project = { projectRoot, scenario: join(projectRoot, plan.scenario.file) };
  const names = {
    steps: plan.script === undefined ? plan.scenario.journeys.flatMap(({ steps }) => steps) : null,
    journeys: plan.script === undefined ? plan.scenario.journeys.map(({ name }) => name) : null,
    faultIds: [...plan.faults.map(({ id }) => id), ...(await faultIdsOf(projectRoot, null))],
    profiles: (wanted: readonly string[]) => profileNames(wanted, [plan.profile.name], project),
    metrics: (wanted: readonly string[]) => ownMetrics(wanted, plan.scenario.journeys, project),
    target: plan.target,
    signals: (wanted: readonly string[]) => otherSignals(wanted, plan.target, project),
    ledgers: (wanted: readonly string[]) => ledgerNames(wanted, plan.scenario.journeys, project),
  };
  const shownAs = pathIn(projectRoot, file);
  const read = await readSlo({ path: file, shownAs, projectRoot }, names, problems);
  problems.throwIfAny();
  return read?.slo ?? null;
}
