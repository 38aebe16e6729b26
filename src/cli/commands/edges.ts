import { buildCommand, buildRouteMap } from '@stricli/core';
import { obtainTool } from '../../binaries/obtain-tool.ts';
import { keepUp } from '../../chaos/kept/keep-up.ts';
import { KeptEdges, stateOf, type KeptEdge } from '../../chaos/kept/kept-edges.ts';
import { lostEdges } from '../../chaos/kept/lost-edges.ts';
import { endKept, takeDown } from '../../chaos/kept/take-down.ts';
import { ProofloadError } from '../../diagnostic/error.ts';
import { exitCodes } from '../../diagnostic/exit-code.ts';
import type { CheckedTarget } from '../../inputs/check-target.ts';
import { findExperiment, readProject } from '../../inputs/find-experiment.ts';
import { readTarget } from '../../inputs/read-target.ts';
import { edgesToKeep } from '../../run/edges-to-keep.ts';
import { workedOn } from '../../run/unclean.ts';
import { stateFolder } from '../../undo/state-folder.ts';
import type { CliContext } from '../context.ts';
import { guarded } from '../guarded.ts';
import type { CliHost } from '../host.ts';
import { describeKept, keptLine, lostLine } from '../kept-edges.ts';

const allowRemote = {
  kind: 'boolean',
  default: false,
  brief: 'Allow targets that are neither loopback nor private',
} as const;

const up = buildCommand({
  docs: { brief: 'Open the edges of a target whose services run already, until "edges down"' },
  parameters: {
    flags: { allowRemote },
    positional: {
      kind: 'tuple',
      parameters: [{ placeholder: 'target', parse: String, brief: 'File of a target, or an experiment' }],
    },
  },
  func(this: CliContext, flags: { readonly allowRemote: boolean }, what: string): Promise<void> {
    const { host } = this;
    return guarded(this, async () => {
      const { edges, others } = edgesToKeep(await targetOf(host, what, flags.allowRemote));
      if (edges.length === 0) throw nothingToKeep(others);
      const { path } = await obtainTool('toxiproxy', { env: host.env, onProgress: (line) => host.err(`${line}\n`) });
      const store = new KeptEdges(stateFolder(host.env));
      for (const edge of edges) {
        const { kept, isNew } = await keepUp(edge, store, path);
        host.out(`${isNew ? 'opened' : 'is open already'}  ${keptLine(kept)}\n`);
      }
      for (const { edge, why } of others) host.out(`not opened  ${edge}: ${why}\n`);
      return exitCodes.pass.code;
    });
  },
});

const down = buildCommand({
  docs: { brief: 'Close them again; their ports stay remembered' },
  parameters: {
    flags: { allowRemote, all: { kind: 'boolean', default: false, brief: 'Those of every target' } },
    positional: {
      kind: 'tuple',
      parameters: [
        { placeholder: 'target', parse: String, optional: true, brief: 'File of a target, or an experiment' },
      ],
    },
  },
  func(
    this: CliContext,
    flags: { readonly allowRemote: boolean; readonly all: boolean },
    what?: string,
  ): Promise<void> {
    const { host } = this;
    return guarded(this, async () => {
      const store = new KeptEdges(stateFolder(host.env));
      const open = (await store.all()).filter(({ marker }) => marker !== null);
      const meant = flags.all ? open : await openOf(host, open, what, flags.allowRemote);
      for (const kept of meant) {
        await takeDown(kept, store);
        host.out(`closed  ${kept.edge}  127.0.0.1:${kept.port ?? '?'}\n`);
      }
      const lost = flags.all ? await lostEdges(store) : [];
      for (const { edge, marker } of lost) {
        await endKept({ edge, marker, up: null });
        host.out(`closed  ${edge}, whose record was deleted\n`);
      }
      if (meant.length + lost.length === 0) host.out('no edge was open\n');
      return exitCodes.pass.code;
    });
  },
});

const list = buildCommand({
  docs: { brief: 'List the edges that are open: where, to what, and who uses them' },
  parameters: {},
  func(this: CliContext): Promise<void> {
    const { host } = this;
    return guarded(this, async () => {
      const store = new KeptEdges(stateFolder(host.env));
      const open = (await store.all()).filter((kept) => stateOf(kept) !== 'down');
      const lost = await lostEdges(store);
      if (open.length + lost.length === 0)
        host.out('no edge is open; open those of a target with: proofload edges up <target>\n');
      for (const kept of open) host.out(await describeKept(kept, store));
      for (const one of lost) host.out(`${await lostLine(one)}\n`);
      return exitCodes.pass.code;
    });
  },
});

export const edges = buildRouteMap({
  routes: { up, down, list },
  docs: { brief: 'Keep edges of services that run already open between runs' },
});

async function targetOf(host: CliHost, what: string, remote: boolean): Promise<CheckedTarget> {
  const project = await readProject(host.cwd);
  const { scenario } = findExperiment(project, what, host.cwd);
  return await readTarget(scenario, { projectRoot: project.root, targetOptions: {}, allowRemote: remote });
}

async function openOf(
  host: CliHost,
  open: readonly KeptEdge[],
  what: string | undefined,
  remote: boolean,
): Promise<KeptEdge[]> {
  if (what === undefined) {
    throw new ProofloadError('bad-flag', 'nobody said which edges to close', {
      hint: 'give the target or experiment that they were opened for, or --all; "proofload edges list" shows them',
    });
  }
  const { target } = workedOn(await targetOf(host, what, remote));
  return open.filter((kept) => kept.target === target);
}

function nothingToKeep(others: readonly { readonly edge: string; readonly why: string }[]): ProofloadError {
  return new ProofloadError('no-edge-to-keep', 'no edge of this target can be kept open between runs', {
    problems: others.map(({ edge, why }) => ({ message: `${edge}: ${why}` })),
    hint: "it takes services that run already: { kind: 'external', url: … }",
  });
}
