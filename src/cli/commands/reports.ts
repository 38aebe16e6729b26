import { buildCommand, buildRouteMap } from '@stricli/core';
import { rm, unlink } from 'node:fs/promises';
import { basename, join, relative, resolve } from 'node:path';
import { ProofloadError } from '../../diagnostic/error.ts';
import { exitCodes } from '../../diagnostic/exit-code.ts';
import { readProject } from '../../inputs/find-experiment.ts';
import { recordedGates } from '../../record/recorded-gates.ts';
import { recordedRuns, type RecordedRun } from '../../record/recorded-runs.ts';
import { formatInstant, plural } from '../../report/format.ts';
import { clip, plain } from '../../report/plain-text.ts';
import { isHolderAlive } from '../../system/lock.ts';
import { openEntries, readJournal } from '../../undo/journal.ts';
import { runFiles } from '../../record/run-folder.ts';
import type { CliContext } from '../context.ts';
import { guarded } from '../guarded.ts';
import { reportsFlag } from '../reports-flag.ts';

interface ReportsFlags {
  readonly reports: string;
}

const list = buildCommand({
  docs: { brief: 'List the runs with their verdicts, the newest first' },
  parameters: { flags: { reports: reportsFlag } },
  func(this: CliContext, flags: ReportsFlags): Promise<void> {
    const { host } = this;
    return guarded(this, async () => {
      const { runs, damaged } = await recordedRuns(await folderOf(host.cwd, flags));
      if (runs.length === 0) host.out(`there are no runs in ${flags.reports}\n`);
      for (const run of runs) host.out(`${lineOf(run, host.width)}\n`);
      for (const folder of damaged) host.out(`${damagedLine(folder)}\n`);
      return 0;
    });
  },
});

interface PruneFlags extends ReportsFlags {
  readonly keep: number;
  readonly dryRun: boolean;
}

const prune = buildCommand({
  docs: { brief: 'Delete old runs, but none that goes on or has something to clean' },
  parameters: {
    flags: {
      reports: reportsFlag,
      keep: { kind: 'parsed', parse: runsToKeep, placeholder: 'runs', brief: 'So many of the newest stay' },
      dryRun: { kind: 'boolean', default: false, brief: 'Only tell what would be deleted' },
    },
  },
  func(this: CliContext, flags: PruneFlags): Promise<void> {
    const { host } = this;
    return guarded(this, async () => {
      const folder = await folderOf(host.cwd, flags);
      const { runs, damaged } = await recordedRuns(folder);
      const kept = new Set(runs.slice(0, flags.keep).map((run) => run.folder));
      let code: number = exitCodes.pass.code;
      const prune = async (path: string, why: string | null): Promise<void> => {
        const refusal = why === null && !flags.dryRun ? await remove(path) : null;
        if (refusal !== null) code = exitCodes.environment.code;
        const reason = why ?? refusal;
        if (reason !== null) kept.add(path);
        const done = reason === null ? (flags.dryRun ? 'would delete' : 'deleted') : `kept (${reason})`;
        host.out(`${done} ${plain(relative(host.cwd, path))}\n`);
      };
      for (const run of runs.slice(flags.keep)) await prune(run.folder, await whyKept(run));
      for (const path of damaged) host.out(`kept (${unreadable}) ${plain(relative(host.cwd, path))}\n`);
      if (runs.length <= flags.keep) host.out(`${plural(runs.length, 'run')}, none too many\n`);
      // The reports of a gate lead to those of its runs; one in which nothing ran is as old as itself.
      const isOld = (startedAt: string): boolean =>
        flags.keep === 0 || startedAt < (runs[flags.keep - 1]?.startedAt ?? '');
      for (const gate of await recordedGates(folder))
        if (gate.runs.length > 0 ? !gate.runs.some((run) => kept.has(run)) : isOld(gate.startedAt))
          await prune(gate.folder, null);
      return code;
    });
  },
});

export const reports = buildRouteMap({
  routes: { list, prune },
  defaultCommand: 'list',
  docs: { brief: 'The runs that were recorded here' },
});

async function folderOf(cwd: string, { reports: folder }: ReportsFlags): Promise<string> {
  return resolve((await readProject(cwd)).root, folder);
}

function lineOf({ id, startedAt, verdict }: RecordedRun, width: number): string {
  const word = verdict === null ? 'no verdict' : plain(verdict.word);
  const head = `${plain(formatInstant(startedAt))}  ${word.padEnd(12)}  ${plain(id)}`;
  return clip(verdict === null ? head : `${head}  ${plain(verdict.sentence)}`, Math.max(width, head.length));
}

function damagedLine(folder: string): string {
  return `${'–'.padEnd(23)}  ${'damaged'.padEnd(12)}  ${plain(basename(folder))}  ${unreadable}`;
}

const unreadable = `${runFiles.manifest} cannot be read`;

/** Why it cannot be deleted; null when it is. */
async function remove(folder: string): Promise<string | null> {
  try {
    await rm(folder, { recursive: true, force: true });
    return null;
  } catch (error) {
    // What it cannot delete as a file, Node tries to delete as a folder, and tells of that.
    const { code, path } = error as NodeJS.ErrnoException;
    const cause = code === 'ENOTDIR' && path !== undefined ? await unlink(path).catch((why: unknown) => why) : error;
    return cause instanceof Error ? cause.message : String(error);
  }
}

/** A run that goes on would lose its record, one that is not clean what tells how to undo it. */
async function whyKept({ folder }: RecordedRun): Promise<string | null> {
  const journal = await readJournal(join(folder, runFiles.journal)).catch((error: unknown) => error as Error);
  if (journal instanceof Error)
    return journal instanceof ProofloadError && journal.code === 'no-journal' ? null : 'its journal cannot be read';
  if (isHolderAlive(journal.header)) return 'it goes on';
  const left = openEntries(journal).length + journal.unknown.length;
  return left > 0 ? 'not clean: proofload clean' : null;
}

function runsToKeep(input: string): number {
  if (/^\d{1,6}$/.test(input)) return Number(input);
  throw new ProofloadError('bad-flag', `--keep ${input}: expected how many runs to keep, such as 20`);
}
