import { readFile } from 'node:fs/promises';
import { arch, cpus, platform, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { digestFolder, isExtensionSource } from '../binaries/digest-folder.ts';
import type { Tools } from '../binaries/obtain-tools.ts';
import type { Adoptable } from '../chaos/adopted/adoption.ts';
import { packageRoot } from '../bundle/package-root.ts';
import type { Inputs } from '../inputs/read-inputs.ts';
import { pathIn } from '../model/path.ts';
import type { Plan } from '../model/plan.ts';
import type { Manifest } from '../model/record.ts';
import { sha256 } from '../record/read-record.ts';
import { runFiles } from '../record/run-folder.ts';
import type { RunHost } from './run-host.ts';

interface ManifestSpec {
  readonly runId: string;
  readonly plan: Plan;
  readonly inputs: Inputs;
  readonly script: string;
  readonly tools: Tools;
  readonly adoptable: Adoptable | null;
  readonly startedAt: Date;
  readonly host: RunHost;
  readonly projectRoot: string;
}

/** What is known of a run before anything is started. */
export async function firstManifest(spec: ManifestSpec): Promise<Manifest> {
  const { plan, inputs, tools, adoptable } = spec;
  const digests: Record<string, string> = {};
  for (const file of inputs.files) digests[pathIn(spec.projectRoot, file)] = sha256(await readFile(file));
  for (const one of inputs.k6Extensions) {
    if ('folder' in one)
      digests[pathIn(spec.projectRoot, one.folder)] = await digestFolder(one.folder, isExtensionSource);
  }
  digests[runFiles.script] = sha256(spec.script);
  const own = JSON.parse(await readFile(join(packageRoot(), 'package.json'), 'utf8')) as { version: string };
  return {
    version: 1,
    runId: spec.runId,
    plan,
    slo: inputs.slo,
    startedAt: spec.startedAt.toISOString(),
    t0: null,
    command: spec.host.command,
    rerunOf: spec.host.rerunOf,
    versions: {
      proofload: own.version,
      k6: tools.k6.version,
      toxiproxy: tools.toxiproxy.version,
      ...(adoptable === null ? {} : { 'adopted toxiproxy': adoptable.version }),
      node: process.version,
    },
    host: {
      platform: `${platform()} ${release()}`,
      arch: arch(),
      cpus: cpus().length,
      cpu: cpus()[0]?.model ?? 'unknown',
      memoryBytes: totalmem(),
    },
    digests,
    ending: null,
  };
}
