import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { namesIn } from './reports-folder.ts';
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

/** What a reports folder holds. */
export interface RecordedRuns {
  /** The newest first. */
  readonly runs: readonly RecordedRun[];
  /** Absolute paths of folders with a manifest that says nothing. */
  readonly damaged: readonly string[];
}

/** Folders that hold no run are passed over. @throws ProofloadError `reports-unreadable` */
export async function recordedRuns(reports: string): Promise<RecordedRuns> {
  const names = await namesIn(reports);
  const folders = await Promise.all(names.map((name) => readRun(join(reports, name))));
  const runs = folders.flatMap((one) => (typeof one === 'object' ? one : []));
  return {
    runs: runs.sort((a, b) => (a.startedAt < b.startedAt ? 1 : a.startedAt > b.startedAt ? -1 : a.id < b.id ? 1 : -1)),
    damaged: folders.flatMap((one) => (typeof one === 'string' ? one : [])),
  };
}

/** The run; of a damaged one its folder; of anything else nothing. */
async function readRun(folder: string): Promise<RecordedRun | string | undefined> {
  const text = await textOf(join(folder, runFiles.manifest));
  if (text === undefined) return undefined;
  const about = parsed(manifest, text);
  if (about === undefined) return folder;
  const judged = parsed(verdict, (await textOf(join(folder, 'verdict.json'))) ?? '');
  return {
    id: about.runId,
    folder,
    experiment: about.plan.experiment,
    startedAt: about.startedAt,
    verdict:
      judged === undefined ? null : { word: judged.verdict, exitCode: judged.exitCode, sentence: judged.sentence },
  };
}

/** Undefined where there is no such file; empty where it cannot be read. */
async function textOf(file: string): Promise<string | undefined> {
  return await readFile(file, 'utf8').catch((error: unknown) => {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' || code === 'ENOTDIR' ? undefined : '';
  });
}

function parsed<T extends z.ZodType>(shape: T, text: string): z.output<T> | undefined {
  try {
    return shape.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined; // cut off
  }
}
