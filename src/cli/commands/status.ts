import { buildCommand } from '@stricli/core';
import { hostname } from 'node:os';
import { resolve } from 'node:path';
import { KeptEdges, stateOf } from '../../chaos/kept/kept-edges.ts';
import { lostEdges } from '../../chaos/kept/lost-edges.ts';
import { exitCodes } from '../../diagnostic/exit-code.ts';
import { readProject } from '../../inputs/find-experiment.ts';
import { formatDuration } from '../../model/duration.ts';
import { describeEntry } from '../../undo/entry.ts';
import { knownRuns, unreadableRuns, type KnownRun } from '../../undo/known-runs.ts';
import { RunRegistry } from '../../undo/run-registry.ts';
import { stateFolder } from '../../undo/state-folder.ts';
import type { CliContext } from '../context.ts';
import { guarded } from '../guarded.ts';
import { reportsFlag } from '../reports-flag.ts';
import { isHalfMade, keptLine, lostLine } from '../kept-edges.ts';

export const status = buildCommand({
  docs: { brief: 'Tell which runs go on, what they hold, and what ended ones left behind' },
  parameters: {
    flags: {
      reports: reportsFlag,
    },
  },
  func(this: CliContext, flags: { readonly reports: string }): Promise<void> {
    const { host } = this;
    return guarded(this, async () => {
      const { root } = await readProject(host.cwd);
      const state = stateFolder(host.env);
      const registry = new RunRegistry(state);
      const runs = await knownRuns(resolve(root, flags.reports), registry);
      const unreadable = await unreadableRuns(registry);
      const store = new KeptEdges(state);
      const kept = (await store.all()).filter((one) => stateOf(one) !== 'down');
      const halfMade = await Promise.all(kept.map((one) => isHalfMade(one, store)));
      const lost = await lostEdges(store);
      const unclean = runs.some(({ alive }) => !alive) || unreadable.length > 0 || halfMade.includes(true);
      const nothing = runs.length === 0 && !unclean;
      host.out(nothing ? 'no run goes on, and nothing was left behind\n' : runs.map(describeRun).join(''));
      for (const { runId, journalFile } of unreadable) host.out(unreadableText(runId, journalFile));
      for (const one of kept) host.out(`edge ${keptLine(one)}\n`);
      for (const one of lost) host.out(`edge ${await lostLine(one)}\n`);
      return unclean ? exitCodes.unclean.code : exitCodes.pass.code;
    });
  },
});

function unreadableText(runId: string, journalFile: string): string {
  const what = 'its journal cannot be read, and what it has left is unknown';
  return `${runId}  UNREADABLE: ${what}\n  journal  ${journalFile}\n  look for processes and faults of that run by hand; then delete the journal\n`;
}

function describeRun(run: KnownRun): string {
  const { runId, alive, open, journalFile, header } = run;
  const { pid, at } = header;
  const where = header.host === hostname() ? '' : ` on ${header.host}`;
  const since = formatDuration(Date.now() - at);
  const lines = [
    alive ? `${runId}  goes on, pid ${pid}${where}, for ${since}` : `${runId}  UNCLEAN, begun ${since} ago`,
    `  journal  ${journalFile}`,
    ...open.map((entry) => `  ${alive ? 'holds' : 'left '}    ${describeEntry(entry)}`),
    ...(alive ? [] : [`  clean    proofload clean --run ${runId}`]),
  ];
  return `${lines.join('\n')}\n`;
}
