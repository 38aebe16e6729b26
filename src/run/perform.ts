import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ProofloadError } from '../diagnostic/error.ts';
import { openRecord } from '../record/record-writer.ts';
import { runFiles } from '../record/run-folder.ts';
import { describeEntry } from '../undo/entry.ts';
import type { GuardianEvent } from '../undo/guardian-link.ts';
import { openUndoLog } from '../undo/undo-log.ts';
import { arm } from './arm.ts';
import { noFindings, type Findings } from './findings.ts';
import { play } from './play.ts';
import type { Interruption, RunHost } from './run-host.ts';
import type { RunSpec } from './run-spec.ts';
import { workedOn } from './unclean.ts';
import { whenAborted } from './when-aborted.ts';

/**
 * Starts everything, releases the load, plays the faults, and undoes everything; the folder holds the record afterwards.
 *
 * However it ends, nothing that it started is alive when it returns or throws; should this process be killed, the
 * guardian sees to it.
 *
 * @throws ProofloadError when something could not be started, or the record was deleted meanwhile (exit 7); what goes wrong
 *   otherwise makes the run invalid
 */
export async function perform(spec: RunSpec): Promise<void> {
  const { folder, host, manifest } = spec;
  using record = openRecord(folder, host.redact);
  const findings = noFindings();
  const undo = await openUndoLog({
    runId: manifest.runId,
    journalFile: join(folder, runFiles.journal),
    redact: host.redact,
    onGuardian: (event) => heedGuardian(event, findings, host),
  });
  let failure: unknown;
  let isDeleted = false;
  try {
    // After the journal: whoever sees a run in the folder also sees by it whether the run goes on.
    await record.manifest(manifest);
    await register(spec);
    const armed = await unlessInterrupted(arm(spec, undo, record, findings), host.interrupted);
    if (armed !== undefined) await play(armed, spec, record, findings);
  } catch (error) {
    failure = error;
    findings.problems.push(error instanceof Error ? error.message : String(error));
  } finally {
    host.progress.stage('cleaning up');
    const left = await undo.undoAll();
    findings.left.push(...left.map(({ entry, reason }) => `${describeEntry(entry)}: ${reason}`));
    if (findings.left.length === 0) await spec.registry.remove(manifest.runId);
    // First: the load was ended for it.
    findings.problems.unshift(...record.problems);
    isDeleted = !existsSync(join(folder, runFiles.series));
    const { problems, scriptErrors, errorExamples, edgeLostMs, t0, loadMs, k6Exit, stopped } = findings;
    const interrupted = host.interrupted.aborted ? (host.interrupted.reason as Interruption) : null;
    const ending = {
      at: new Date().toISOString(),
      loadMs,
      interrupted,
      stoppedBy: stopped?.by ?? null,
      stopReason: stopped?.reason ?? null,
      k6Exit,
      problems,
      edgeLostMs,
      scriptErrors,
      errorExamples,
      left: findings.left,
    };
    if (!isDeleted)
      await record.manifest({ ...manifest, t0, ending }).catch((error: unknown) => {
        throw withLeft(unwritten(folder, error), findings.left);
      });
  }
  if (isDeleted) throw withLeft(deletedMeanwhile(folder), findings.left);
  if (failure !== undefined && findings.t0 === null && !host.interrupted.aborted)
    throw withLeft(findings.problems.includes(undoneByGuardian) ? undoneMeanwhile(failure) : failure, findings.left);
}

/** What fails then fails because things are gone that were there a moment ago. */
function undoneMeanwhile(cause: unknown): ProofloadError {
  return new ProofloadError('undone-by-guardian', undoneByGuardian, {
    exit: 'environment',
    hint: 'nothing is left of it; run it again',
    cause,
  });
}

/** Without it only who knows the folder of the run finds it. */
async function register({ registry, inputs, manifest: { runId }, folder, host }: RunSpec): Promise<void> {
  const journalFile = join(folder, runFiles.journal);
  await registry.add({ version: 1, runId, journalFile, ...workedOn(inputs.target) }).catch((error: unknown) => {
    const why = error instanceof Error ? error.message : String(error);
    host.progress.note(`"proofload status" of other projects will not know this run: ${why}`);
  });
}

function unwritten(folder: string, cause: unknown): ProofloadError {
  return new ProofloadError('record-not-written', `how the run ended could not be written to ${folder}`, {
    exit: 'environment',
    hint: 'free some space on the disk',
    cause,
  });
}

function deletedMeanwhile(folder: string): ProofloadError {
  return new ProofloadError('record-deleted', `what was recorded in ${folder} was deleted while the run went on`, {
    exit: 'environment',
    hint: 'run it again',
  });
}

const undoneByGuardian = 'the harness was stopped for so long that its guardian undid the run';

function heedGuardian(event: GuardianEvent, { problems }: Findings, { progress }: RunHost): void {
  switch (event.type) {
    case 'took-over':
      problems.push(undoneByGuardian);
      progress.note(undoneByGuardian);
      return;
    case 'restarted':
      progress.note(`the guardian ended (${event.how}); another one watches`);
      return;
    case 'unguarded':
      progress.note(
        `no guardian can be kept (${event.how}): should this process hang, only "proofload clean" undoes the run`,
      );
  }
}

/** The value, or undefined as soon as the run is interrupted; what was being started is undone by the caller. */
async function unlessInterrupted<T>(work: Promise<T>, interrupted: AbortSignal): Promise<T | undefined> {
  work.catch(() => undefined); // after an interruption nobody waits for it
  return await Promise.race([work, whenAborted(interrupted).then(() => undefined)]);
}

function withLeft(failure: unknown, left: readonly string[]): unknown {
  if (left.length === 0) return failure;
  return new ProofloadError('cleanup-incomplete', 'the run could not be carried out, and something is left behind', {
    exit: 'unclean',
    problems: left.map((message) => ({ message })),
    cause: failure,
    hint: 'proofload clean',
  });
}
