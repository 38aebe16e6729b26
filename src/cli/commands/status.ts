import { buildCommand } from '@stricli/core';
import { hostname } from 'node:os';
import { resolve } from 'node:path';
import { KeptEdges, stateOf } from '../../chaos/kept/kept-edges.ts';
import { exitCodes } from '../../diagnostic/exit-code.ts';
import { readProject } from '../../inputs/find-experiment.ts';
import { formatDuration } from '../../model/duration.ts';
import { describeEntry } from '../../undo/entry.ts';
import { knownRuns, type KnownRun } from '../../undo/known-runs.ts';
import { RunRegistry } from '../../undo/run-registry.ts';
import { stateFolder } from '../../undo/state-folder.ts';
import type { CliContext } from '../context.ts';
import { guarded } from '../guarded.ts';
import { reportsFlag } from '../reports-flag.ts';
import { isHalfMade, keptLine } from '../kept-edges.ts';

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
      const runs = await knownRuns(resolve(root, flags.reports), new RunRegistry(state));
      const store = new KeptEdges(state);
      const kept = (await store.all()).filter((one) => stateOf(one) !== 'down');
      const halfMade = await Promise.all(kept.map((one) => isHalfMade(one, store)));
      const unclean = runs.some(({ alive }) => !alive) || halfMade.includes(true);
      const nothing = runs.length === 0 && !unclean;
      host.out(nothing ? 'no run goes on, and nothing was left behind\n' : runs.map(describeRun).join(''));
      for (const one of kept) host.out(`edge ${keptLine(one)}\n`);
      return unclean ? exitCodes.unclean.code : exitCodes.pass.code;
    });
  },
});

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
