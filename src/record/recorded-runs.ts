import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { runFiles } from './run-folder.ts';

/** A run as its folder tells it. */
export interface RecordedRun {
  readonly id: string;
  /** Absolute path. */
  readonly folder: string;
  readonly experiment: string;
  /** ISO time, UTC. */
  readonly startedAt: string;
  /** Null: it goes on, or was killed before it was judged. */
  readonly verdict: { readonly word: string; readonly exitCode: number; readonly sentence: string } | null;
}

const manifest = z.object({ runId: z.string(), startedAt: z.string(), plan: z.object({ experiment: z.string() }) });
const verdict = z.object({ verdict: z.string(), exitCode: z.number(), sentence: z.string() });

/** The runs of a reports folder, the newest first; folders that hold no run are passed over. */
export async function recordedRuns(reports: string): Promise<RecordedRun[]> {
  const names = await readdir(reports).catch(() => []);
  const runs = await Promise.all(names.map((name) => readRun(join(reports, name))));
  return runs
    .flatMap((run) => run ?? [])
    .sort((a, b) => (a.startedAt < b.startedAt ? 1 : a.startedAt > b.startedAt ? -1 : a.id < b.id ? 1 : -1));
}

async function readRun(folder: string): Promise<RecordedRun | undefined> {
  const about = await readAs(manifest, join(folder, runFiles.manifest));
  if (about === undefined) return undefined;
  const judged = await readAs(verdict, join(folder, 'verdict.json'));
  return {
    id: about.runId,
    folder,
    experiment: about.plan.experiment,
    startedAt: about.startedAt,
    verdict:
      judged === undefined ? null : { word: judged.verdict, exitCode: judged.exitCode, sentence: judged.sentence },
  };
}

async function readAs<T extends z.ZodType>(shape: T, file: string): Promise<z.output<T> | undefined> {
  try {
    return shape.safeParse(JSON.parse(await readFile(file, 'utf8'))).data;
  } catch {
    return undefined; // not there, or cut off
  }
}
