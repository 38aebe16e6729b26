import { createHash, type Hash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ProofloadError } from '../diagnostic/error.ts';
import { formatDuration } from '../model/duration.ts';
import { stopCauses, type FaultEvent, type Manifest, type RunRecord } from '../model/record.ts';
import { longestMs } from '../model/timeline.ts';
import { readAudit } from './read-audit.ts';
import { observedFaults } from './observed-faults.ts';
import { completePlan, type RecordedPlan } from './older-plan.ts';
import { readPieces } from './read-pieces.ts';
import { readSampled } from './read-sampled.ts';
import { knownSlo, recordedObjective, type RecordedSlo } from './recorded-slo.ts';
import { readSeries } from './read-series.ts';
import { runFiles } from './run-folder.ts';
import { uncompiled } from './uncompiled.ts';

/** Only what this program relies on; the rest of the manifest it wrote itself. */
const manifestShape = z.looseObject({
  version: z.literal(1),
  runId: z.string(),
  plan: z.looseObject({
    version: z.literal(1),
    scenario: z.looseObject({
      name: z.string(),
      journeys: z.array(z.looseObject({ name: z.string(), steps: z.array(z.string()) })),
    }),
    profile: z.looseObject({ name: z.string(), durationMs: z.number(), warmUpMs: z.number() }),
    target: z.looseObject({
      name: z.string(),
      options: z.record(z.string(), z.unknown()),
      services: z.array(z.unknown()),
      edges: z.array(z.string()),
    }),
    faults: z.array(
      z.looseObject({
        id: z.string(),
        startMs: z.number(),
        endMs: z.number(),
        action: z.looseObject({ kind: z.string() }),
      }),
    ),
    recoveryMs: z.number(),
    fine: z.array(z.looseObject({ fromMs: z.number(), toMs: z.number() })),
  }),
  slo: z.looseObject({ objectives: z.array(recordedObjective) }).nullable(),
  startedAt: z.string(),
  command: z.array(z.string()),
  versions: z.record(z.string(), z.string()),
  host: z.looseObject({ platform: z.string() }),
  t0: z.number().nullable(),
  ending: z
    .looseObject({
      problems: z.array(z.string()),
      left: z.array(z.string()),
      scriptErrors: z.array(z.string()),
      errorExamples: z.array(z.looseObject({ step: z.string(), kind: z.string(), text: z.string() })).optional(),
      interrupted: z.enum(['SIGINT', 'SIGTERM']).nullable(),
      edgeLostMs: z.number().nullish(),
      stoppedBy: z.enum(stopCauses).nullish(),
      loadMs: z.number(),
      k6Exit: z.number().nullable(),
    })
    .nullable(),
});

const faultEvent = z.object({
  atMs: z.number(),
  fault: z.string(),
  event: z.enum([
    'asked',
    'acknowledged',
    'felt',
    'lapsed',
    'heal-asked',
    'heal-acknowledged',
    'clean',
    'escalated',
    'exposed',
  ]),
  detail: z.string().optional(),
  assumed: z.boolean().optional(),
  exposure: z.object({ connections: z.number().nullable(), requests: z.number().nullable() }).optional(),
});

/**
 * Reads a run back from its folder. What is damaged is named in `problems` and makes the run invalid; the rest is read.
 *
 * @throws ProofloadError `no-run` when there is no manifest, or one that this version cannot read
 */
export function readRecord(folder: string): RunRecord {
  const manifest = readManifest(folder);
  const bytes = (name: string): Buffer =>
    existsSync(join(folder, name)) ? readFileSync(join(folder, name)) : Buffer.alloc(0);
  const seriesHash = createHash('sha256');
  const seriesPieces = hashed(readPieces(join(folder, runFiles.series)), seriesHash);
  const faultBytes = bytes(runFiles.faults);
  const sampledBytes = bytes(runFiles.sampled);
  const auditBytes = bytes(runFiles.audit);
  const { series, dropped, problems } = readSeries(seriesPieces, wasStopped(manifest.ending));
  const events = readFaultEvents(faultBytes.toString('utf8'));
  const { sampled, ...ofSampled } = readSampled(sampledBytes.toString('utf8'));
  const { audit, ...ofAudit } = readAudit(auditBytes.toString('utf8'));
  return {
    manifest,
    series,
    faults: observedFaults(manifest.plan.faults, events.events),
    sampled,
    audit,
    dropped,
    problems: [...problems, ...events.problems, ...ofSampled.problems, ...ofAudit.problems],
    digests: {
      series: seriesHash.digest('hex'),
      faults: sha256(faultBytes),
      sampled: sampledBytes.length === 0 ? null : sha256(sampledBytes),
      audit: auditBytes.length === 0 ? null : sha256(auditBytes),
    },
  };
}

type RecordedManifest = Omit<Manifest, 'plan' | 'slo'> & {
  readonly plan: RecordedPlan;
  readonly slo: RecordedSlo | null;
};

/** By us, before its time: for what was seen, or by who watched it. */
export function wasStopped(ending: Manifest['ending']): boolean {
  return ending !== null && ((ending.stoppedBy ?? null) !== null || ending.interrupted !== null);
}

function readManifest(folder: string): Manifest {
  const file = join(folder, runFiles.manifest);
  const refuse = (why: string, hint: string): never => {
    throw new ProofloadError('no-run', `${folder} holds no run that can be read: ${why}`, { hint });
  };
  const damaged = (how: string): never =>
    refuse(
      `${runFiles.manifest} is damaged: ${how}`,
      'take it from a copy of the folder, or run again: nothing else tells what was planned',
    );
  if (!existsSync(file))
    return refuse(
      `there is no ${runFiles.manifest}`,
      'give the folder of a run, such as reports/shop-proof-20261121T093000Z',
    );
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    return damaged((error as Error).message);
  }
  const version = (value as { version?: unknown } | null)?.version;
  if (typeof version === 'number' && version > 1)
    return refuse(`its version is ${version}, and this program reads version 1`, 'judge it with a later proofload');
  const checked = manifestShape.safeParse(value, uncompiled);
  if (!checked.success) return damaged(firstOf(checked.error));
  const { plan, slo, ...recorded } = value as RecordedManifest;
  const { loadMs = 0 } = recorded.ending ?? {};
  // Every second of it takes room.
  if (loadMs > plan.profile.durationMs + longestMs)
    return damaged(
      `ending.loadMs: a load of ${formatDuration(plan.profile.durationMs)} lasted ${formatDuration(loadMs)}`,
    );
  return { ...recorded, plan: completePlan(plan), slo: slo && knownSlo(slo) };
}

/** `plan.edges: Invalid input: expected array, received undefined (and 3 more)` */
function firstOf({ issues }: z.ZodError): string {
  const [first, ...others] = issues;
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
  return `${first?.path.join('.') ?? ''}: ${first?.message ?? ''}${more}`;
}

function readFaultEvents(text: string): { events: FaultEvent[]; problems: string[] } {
  const events: FaultEvent[] = [];
  const problems: string[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line === '') continue;
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch {
      value = undefined;
    }
    const event = faultEvent.safeParse(value, uncompiled);
    if (event.success) events.push(event.data);
    else problems.push(`${runFiles.faults} line ${index + 1} cannot be read`);
  }
  return { events, problems };
}

function* hashed(pieces: Iterable<Uint8Array>, hash: Hash): Generator<Uint8Array> {
  for (const piece of pieces) {
    hash.update(piece);
    yield piece;
  }
}

export function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}
