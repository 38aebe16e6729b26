import { buildCommand } from '@stricli/core';
import { resolve } from 'node:path';
import { KeptEdges, type KeptEdge } from '../../chaos/kept/kept-edges.ts';
import { takeDown } from '../../chaos/kept/take-down.ts';
import { ProofloadError } from '../../diagnostic/error.ts';
import { exitCodes } from '../../diagnostic/exit-code.ts';
import { didYouMean } from '../../diagnostic/nearest.ts';
import { readProject } from '../../inputs/find-experiment.ts';
import { clean as cleanRun } from '../../undo/clean.ts';
import { describeEntry } from '../../undo/entry.ts';
import { knownRuns, runsOfFolder, unreadableRuns, type KnownRun } from '../../undo/known-runs.ts';
import { RunRegistry } from '../../undo/run-registry.ts';
import { stateFolder } from '../../undo/state-folder.ts';
import type { CliContext } from '../context.ts';
import { guarded } from '../guarded.ts';
import { reportsFlag } from '../reports-flag.ts';
import { isHalfMade } from '../kept-edges.ts';

interface CleanFlags {
  readonly reports: string;
  readonly run?: string;
  readonly all: boolean;
}

export const clean = buildCommand({
  docs: { brief: 'Undo what runs that were killed together with their guardian left behind' },
  parameters: {
    flags: {
      reports: reportsFlag,
      run: { kind: 'parsed', parse: String, optional: true, placeholder: 'id', brief: 'Only this run, wherever it is' },
      all: { kind: 'boolean', default: false, brief: 'Also runs of other projects and folders' },
    },
    positional: {
      kind: 'tuple',
      parameters: [
        { placeholder: 'journal', parse: String, optional: true, brief: 'Journal of one run (default: all runs)' },
      ],
    },
  },
  func(this: CliContext, flags: CleanFlags, journal?: string): Promise<void> {
    const { host } = this;
    return guarded(this, async () => {
      const { root } = await readProject(host.cwd);
      const registry = new RunRegistry(stateFolder(host.env));
      const journals =
        journal === undefined
          ? await chosen(flags, resolve(root, flags.reports), registry)
          : [resolve(host.cwd, journal)];
      let incomplete = false;
      for (const file of journals) {
        const { undone, left } = await cleanRun(file);
        host.out(`${file}\n`);
        for (const entry of undone) host.out(`  undone: ${describeEntry(entry)}\n`);
        for (const { entry, reason } of left) host.out(`  LEFT: ${describeEntry(entry)}: ${reason}\n`);
        incomplete ||= left.length > 0;
      }
      const halfMade = journal === undefined && flags.run === undefined ? await closeHalfMade(host.env) : [];
      for (const { edge } of halfMade) host.out(`closed: edge ${edge}, which was half-made\n`);
      if (journals.length + halfMade.length === 0) host.out('nothing was left behind\n');
      return incomplete ? exitCodes.unclean.code : exitCodes.pass.code;
    });
  },
});

/** Edges that a killed "edges up" has left; those that are open are meant to be. */
async function closeHalfMade(env: CliContext['host']['env']): Promise<KeptEdge[]> {
  const store = new KeptEdges(stateFolder(env));
  const closed: KeptEdge[] = [];
  for (const kept of await store.all()) {
    if (!(await isHalfMade(kept, store))) continue;
    await takeDown(kept, store);
    closed.push(kept);
  }
  return closed;
}

/** Journals of what is to be cleaned. */
async function chosen({ run, all }: CleanFlags, reportsDir: string, registry: RunRegistry): Promise<string[]> {
  const everywhere = all || run !== undefined;
  const known = everywhere ? await knownRuns(reportsDir, registry) : await runsOfFolder(reportsDir);
  // Last: trying to clean one of these tells why it cannot be, and ends the command.
  const unreadable = everywhere ? await unreadableRuns(registry) : [];
  if (run === undefined) {
    return [...known.filter(({ alive }) => !alive), ...unreadable].map(({ journalFile }) => journalFile);
  }
  const found = [...known, ...unreadable].filter(({ runId }) => runId === run);
  if (found.length === 0) throw unknownRun(run, known);
  return found.map(({ journalFile }) => journalFile);
}

function unknownRun(run: string, known: readonly KnownRun[]): ProofloadError {
  const ids = known.map(({ runId }) => runId);
  return new ProofloadError('unknown-run', `there is no run "${run}" that goes on or has left anything behind`, {
    hint: ids.length === 0 ? 'all that is known is clean' : didYouMean(run, ids),
  });
}
